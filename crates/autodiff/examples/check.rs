//! A right derivative and a wrong one, checked: `cargo run --example check`.

use autodiff::check::{adjoint_gap, gradcheck};
use autodiff::{Fun, Matrix, Tape, Var};

/// Checks a layer, then a program that hides a factor from the tape.
pub fn main() {
    // ANCHOR: right
    let x = Matrix { rows: 2, cols: 1, data: vec![0.5, -1.0] };
    let w = Matrix { rows: 1, cols: 3, data: vec![1.0, -0.7, 0.2] };
    let layer = |tape: &mut Tape, vars: &[Var]| {
        let z = tape.matmul(vars[0], vars[1]);
        tape.map(Fun::Tanh, z)
    };
    let summary = gradcheck(&layer, &[x.clone(), w.clone()]).expect("tanh");
    println!("{} derivatives compared", summary.compared);
    println!("worst gap to a difference {:.0e}", summary.worst_gap());
    println!("gap of the two modes      {:.0e}", adjoint_gap(&layer, &[x, w]));
    // ANCHOR_END: right
    // ANCHOR: wrong
    // x², with the second x read as a mere number: the tape sees 3 times x.
    let square = |tape: &mut Tape, vars: &[Var]| {
        let hidden = tape.scalar(vars[0]);
        tape.scale(vars[0], hidden)
    };
    let three = Matrix { rows: 1, cols: 1, data: vec![3.0] };
    let gap = adjoint_gap(&square, std::slice::from_ref(&three));
    println!("gap of the two modes {gap:.0e}: both believe in the slope 3");
    let mismatch = gradcheck(&square, &[three]).expect_err("the slope is 6");
    println!("{mismatch}");
    // ANCHOR_END: wrong
    assert!(gap == 0.0 && mismatch.failed > 0);
}
