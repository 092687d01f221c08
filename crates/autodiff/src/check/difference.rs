//! Directional derivatives of a program by finite differences.

use numerics::Matrix;

use super::{Program, direction, leaves};
use crate::tape::Tape;

/// A program of several inputs, seen as a function of one number: its output,
/// projected on a fixed direction, as the inputs move along another.
pub(super) struct Difference<'a> {
    pub(super) program: Program<'a>,
    pub(super) inputs: &'a [Matrix],
}

/// What finite differences say of a slope.
pub(super) enum Slope {
    /// The function is smooth nearby; the slope to about eleven digits.
    Smooth(f64),
    /// There is a kink or a jump nearby; the slopes on either side to about five
    /// digits, the smaller one first.
    Kink(f64, f64),
}

/// The step: a power of two, so that x + h is exact for x of moderate size. A
/// rule of eighth order then loses nothing to truncation, and about
/// 2^-52 / h = 2e-13 to rounding.
const STEP: f64 = 1.0 / 1024.0;

/// One-sided slopes that differ by more than this, relatively, are looking at a
/// kink; and how sharply one-sided slopes are known.
const KINK: f64 = 1e-5;

/// The step on either side of a kink: so short that no second kink is near.
const SHORT_STEP: f64 = STEP / 1024.0;

impl Difference<'_> {
    /// The slope at the inputs as they move along `directions`: the central rule
    /// on nine points (Fornberg 1988, table 1), unless the one-sided rules on
    /// five points each disagree.
    pub(super) fn slope(&self, directions: &[Vec<f64>]) -> Slope {
        let f = |t: f64| self.along(directions, t);
        let here = f(0.0);
        let right = [1.0, 2.0, 3.0, 4.0].map(|i| f(i * STEP));
        let left = [1.0, 2.0, 3.0, 4.0].map(|i| f(-i * STEP));
        let one_sided = |[a, b, c, d]: [f64; 4], h: f64| {
            (-25.0 * here + 48.0 * a - 36.0 * b + 16.0 * c - 3.0 * d) / (12.0 * h)
        };
        let (slope_right, slope_left) = (one_sided(right, STEP), one_sided(left, -STEP));
        if (slope_right - slope_left).abs() <= KINK * (1.0 + slope_right.abs()) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|i| right[i] - left[i]);
            return Slope::Smooth((672.0 * a - 168.0 * b + 32.0 * c - 3.0 * d) / (840.0 * STEP));
        }
        let (left, right) =
            ((here - f(-SHORT_STEP)) / SHORT_STEP, (f(SHORT_STEP) - here) / SHORT_STEP);
        let (low, high) = if left < right { (left, right) } else { (right, left) };
        Slope::Kink(low - KINK * (1.0 + low.abs()), high + KINK * (1.0 + high.abs()))
    }

    fn along(&self, directions: &[Vec<f64>], t: f64) -> f64 {
        let moved: Vec<Matrix> =
            self.inputs.iter().zip(directions).map(|(x, d)| step(x, d, t)).collect();
        let mut tape = Tape::new();
        let vars = leaves(&mut tape, &moved);
        let output = (self.program)(&mut tape, &vars);
        let output = tape.value(output);
        numerics::dot(output, &direction(output.len(), 0))
    }
}

fn step(x: &Matrix, direction: &[f64], t: f64) -> Matrix {
    let data = x.data.iter().zip(direction).map(|(x, d)| x + t * d).collect();
    Matrix { rows: x.rows, cols: x.cols, data }
}

/// All coordinate directions, then one that moves everything.
pub(super) fn directions(inputs: &[Matrix]) -> Vec<Vec<Vec<f64>>> {
    let mut all = Vec::new();
    for (which, input) in inputs.iter().enumerate() {
        for entry in 0..input.data.len() {
            let mut unit: Vec<Vec<f64>> = inputs.iter().map(|x| vec![0.0; x.data.len()]).collect();
            unit[which][entry] = 1.0;
            all.push(unit);
        }
    }
    all.push(
        inputs.iter().enumerate().map(|(salt, x)| direction(x.data.len(), salt + 1)).collect(),
    );
    all
}
