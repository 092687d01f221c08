//! "The tape": a reverse pass read from its listing, and Newton's method.

use autodiff::{Fun, Tape};

/// The listing of y = sum of a squared, with its reverse pass.
pub fn sum_of_squares() -> String {
    // ANCHOR: squares
    let mut tape = Tape::new();
    let a = tape.leaf(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let square = tape.mul(a, a);
    let y = tape.sum_all(square);
    tape.gradient(y, &[a]);
    tape.listing()
    // ANCHOR_END: squares
}

/// Where e^x - 2 x is smallest, by `steps` steps of Newton's method from 0.
pub fn newton(steps: usize) -> f64 {
    // ANCHOR: newton
    let mut tape = Tape::new();
    let x = tape.leaf(1, 1, &[0.0]);
    let exp = tape.map(Fun::Exp, x);
    let line = tape.scale(x, 2.0);
    let f = tape.sub(exp, line);
    let slope = tape.gradient(f, &[x])[0];
    let curvature = tape.gradient(slope, &[x])[0];
    for _ in 0..steps {
        let step = tape.scalar(slope) / tape.scalar(curvature);
        let next = tape.scalar(x) - step;
        tape.set(x, &[next]);
        tape.replay(); // the same nodes, computed again
    }
    tape.scalar(x)
    // ANCHOR_END: newton
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::elementary::ln;

    // ANCHOR: squares_test
    #[test]
    fn the_reverse_pass_spreads_and_multiplies() {
        let expected = "\
%0  leaf           2x3
%1  mul %0 %0      2x3
%2  sum_all %1     1x1
--- reverse ---
%3  leaf           1x1
%4  spread_all %3  2x3
%5  mul %4 %0      2x3
%6  mul %0 %4      2x3
%7  add %5 %6      2x3
";
        assert_eq!(sum_of_squares(), expected);
    }
    // ANCHOR_END: squares_test

    // ANCHOR: newton_test
    #[test]
    fn newton_doubles_its_digits() {
        let miss = |steps| (newton(steps) - ln(2.0)).abs();
        assert!(miss(3) < 1e-2 && miss(4) < 1e-4 && miss(5) < 1e-8);
        assert!(miss(6) < 1e-15);
    }
    // ANCHOR_END: newton_test
}
