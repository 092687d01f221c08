//! Soft maxima along rows.

use numerics::{elementary, slices};

use crate::op::{Inputs, Op, Rule, View};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// Soft maxima along rows. Each row's maximum is subtracted before the
/// exponential, so nothing overflows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Softmax {
    /// n x m to n x m: e^a_ij / sum_k e^a_ik.
    Softmax(Var),
    /// n x m to n x 1: ln sum_k e^a_ik. Its gradient is the softmax.
    LogSumExp(Var),
}

impl Tape {
    /// Each row becomes positive numbers that add up to 1.
    #[track_caller]
    pub fn softmax(&mut self, a: Var) -> Var {
        let shape = self.shape_for("softmax", a);
        self.push(Op::Softmax(Softmax::Softmax(a)), shape)
    }

    /// The logarithm of each row's sum of exponentials, n x 1.
    #[track_caller]
    pub fn log_sum_exp(&mut self, a: Var) -> Var {
        let shape = self.shape_for("log_sum_exp", a);
        self.push(Op::Softmax(Softmax::LogSumExp(a)), Shape::new(shape.rows, 1))
    }
}

impl Rule for Softmax {
    fn name(&self) -> String {
        match self {
            Softmax::Softmax(_) => "softmax".to_owned(),
            Softmax::LogSumExp(_) => "log_sum_exp".to_owned(),
        }
    }

    fn inputs(&self) -> Inputs {
        match *self {
            Softmax::Softmax(a) | Softmax::LogSumExp(a) => [Some(a), None, None],
        }
    }

    fn eval(&self, view: &View<'_>, _shape: Shape, out: &mut [f64]) {
        match *self {
            Softmax::Softmax(a) => {
                let cols = view.shape(a).cols;
                for (row, out) in view.value(a).chunks_exact(cols).zip(out.chunks_exact_mut(cols)) {
                    let top = maximum(row);
                    slices::map(row, out, {
                        #[inline(always)]
                        |x: f64| elementary::exp(x - top)
                    });
                    let total = numerics::sum(out);
                    out.iter_mut().for_each(|out| *out /= total);
                }
            }
            Softmax::LogSumExp(a) => {
                let cols = view.shape(a).cols;
                for (row, out) in view.value(a).chunks_exact(cols).zip(out) {
                    let top = maximum(row);
                    let total: f64 = row.iter().fold(0.0, |sum, &x| sum + elementary::exp(x - top));
                    *out = top + elementary::ln(total);
                }
            }
        }
    }

    fn vjp(&self, tape: &mut Tape, y: Var, _i: usize, dy: Var) -> Var {
        match *self {
            // The Jacobian of row s is diag(s) - s s^T, which is symmetric.
            Softmax::Softmax(_) => {
                let weighted = tape.mul(y, dy);
                let mean = tape.sum_cols(weighted);
                let mean = tape.spread_cols(mean, tape.shape(y).cols);
                let centred = tape.sub(dy, mean);
                tape.mul(y, centred)
            }
            Softmax::LogSumExp(a) => {
                let softmax = tape.softmax(a);
                let dy = tape.spread_cols(dy, tape.shape(a).cols);
                tape.mul(softmax, dy)
            }
        }
    }

    fn jvp(&self, tape: &mut Tape, y: Var, i: usize, dx: Var) -> Var {
        match *self {
            Softmax::Softmax(_) => self.vjp(tape, y, i, dx),
            Softmax::LogSumExp(a) => {
                let softmax = tape.softmax(a);
                let weighted = tape.mul(softmax, dx);
                tape.sum_cols(weighted)
            }
        }
    }

    fn work(&self, tape: &Tape, shape: Shape) -> Cost {
        match *self {
            Softmax::Softmax(a) => {
                let entries = tape.shape(a).len() as u64;
                Cost { transcendentals: entries, pointwise: 3 * entries, ..Cost::default() }
            }
            Softmax::LogSumExp(a) => {
                let (entries, rows) = (tape.shape(a).len() as u64, shape.rows as u64);
                Cost {
                    transcendentals: entries + rows,
                    pointwise: 2 * entries + rows,
                    ..Cost::default()
                }
            }
        }
    }
}

fn maximum(row: &[f64]) -> f64 {
    row.iter().fold(f64::NEG_INFINITY, |top, &x| if x > top { x } else { top })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_to_one_and_nothing_overflows() {
        let mut tape = Tape::new();
        let a = tape.leaf(2, 2, &[1000.0, 1000.0, -1000.0, -1000.0]);
        let (soft, lse) = (tape.softmax(a), tape.log_sum_exp(a));
        assert_eq!(tape.value(soft), [0.5; 4]);
        let ln2 = elementary::ln(2.0);
        assert_eq!(tape.value(lse), [1000.0 + ln2, -1000.0 + ln2]);
    }

    #[test]
    fn the_gradient_of_log_sum_exp_is_the_softmax() {
        let mut tape = Tape::new();
        let a = tape.leaf(1, 3, &[0.3, -1.2, 2.0]);
        let lse = tape.log_sum_exp(a);
        let gradient = tape.gradient(lse, &[a])[0];
        let softmax = tape.softmax(a);
        assert_eq!(tape.value(gradient), tape.value(softmax));
    }
}
