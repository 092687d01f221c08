//! Gradient descent on a tape that never grows: `cargo run --example descent`.

use autodiff::{Fun, Tape};

/// Moves one unit's weight and bias until its output at 2 is one half.
pub fn main() {
    // ANCHOR: program
    let mut tape = Tape::new();
    let x = tape.leaf(1, 1, &[2.0]);
    let target = tape.leaf(1, 1, &[0.5]);
    let w = tape.leaf(1, 1, &[0.75]);
    let b = tape.leaf(1, 1, &[-1.0]);
    let start = tape.mark();

    let mut loss = f64::INFINITY;
    for _ in 0..50 {
        let z = tape.affine(x, w, b);
        let h = tape.map(Fun::Tanh, z);
        let miss = tape.sub(h, target);
        let square = tape.mul(miss, miss);
        loss = tape.scalar(square);

        let slopes = tape.gradient(square, &[w, b]);
        let step = |v, dv| tape.scalar(v) - 0.1 * tape.scalar(dv);
        let moved = [step(w, slopes[0]), step(b, slopes[1])];

        tape.rewind(start); // forget this step's nodes, keep the memory
        tape.set(w, &moved[..1]);
        tape.set(b, &moved[1..]);
    }
    println!("loss {loss:.1e} on a tape of {} nodes", tape.len());
    // ANCHOR_END: program
    assert!(loss < 1e-12, "{loss:e}");
    assert_eq!(tape.len(), 4);
}
