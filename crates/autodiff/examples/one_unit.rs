//! One tanh unit, squared, and its slopes: `cargo run --example one_unit`.

use autodiff::scalar::Tape;

/// Prints the number and its slopes, and compares them with a hand computation.
pub fn main() {
    // ANCHOR: program
    let tape = Tape::default();
    let x = tape.num(2.0);
    let w = tape.num(0.75);
    let b = tape.num(-1.0);

    let h = (w * x + b).tanh();
    let y = h * h;

    let slopes = y.gradient();
    println!("y     = {:.6}", y.value);
    println!("dy/dw = {:.6}", slopes.of(w));
    println!("dy/db = {:.6}", slopes.of(b));
    println!("dy/dx = {:.6}", slopes.of(x));
    // ANCHOR_END: program
    // ANCHOR: by_hand
    assert_eq!(format!("{:.6}", y.value), "0.213552");
    assert_eq!(format!("{:.6}", slopes.of(w)), "1.453724");
    assert_eq!(format!("{:.6}", slopes.of(b)), "0.726862");
    assert_eq!(format!("{:.6}", slopes.of(x)), "0.545146");
    // ANCHOR_END: by_hand
}
