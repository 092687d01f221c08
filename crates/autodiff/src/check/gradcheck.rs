//! Derivatives against finite differences, recursively in mode and order.

use std::fmt;

use numerics::Matrix;

use super::difference::{Difference, Slope, directions};
use super::{Program, direction, leaves};
use crate::tape::{Tape, Var};

/// What to check, and how sharply. [`gradcheck`] uses the default.
///
/// # Kinks
/// Where the slopes to the left and to the right disagree, the function has a
/// kink or a jump nearby. There a derivative passes if it lies between the two
/// (in Clarke's subdifferential), to five digits; [`Summary::kinks`] counts how
/// often that rule was needed.
#[derive(Clone, Copy, Debug)]
pub struct Gradcheck {
    /// 1: first derivatives; 2: also the derivatives of those; and so on.
    pub order: u32,
    /// The largest accepted |derivative - difference| / (1 + |difference|).
    pub tolerance: f64,
}

impl Default for Gradcheck {
    fn default() -> Self {
        Self { order: 2, tolerance: 1e-9 }
    }
}

/// One derivative next to its finite difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Which mode of which derivative, such as `reverse of forward`.
    pub mode: String,
    /// The number of the direction: first all coordinates, then one that moves
    /// everything.
    pub direction: usize,
    /// By the tape.
    pub derivative: f64,
    /// By finite differences; at a kink, the nearer one-sided slope.
    pub difference: f64,
    /// |derivative - difference| / (1 + |difference|).
    pub gap: f64,
}

/// The outcome of a check that passed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many derivatives were compared.
    pub compared: usize,
    /// How many of them sat at a kink.
    pub kinks: usize,
    /// The five worst comparisons, worst first.
    pub worst: Vec<Comparison>,
}

/// A check that failed: some derivative is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// How many comparisons failed.
    pub failed: usize,
    /// What was accepted.
    pub tolerance: f64,
    /// What was compared, with the worst entries.
    pub summary: Summary,
}

impl Summary {
    /// The largest gap.
    pub fn worst_gap(&self) -> f64 {
        self.worst.first().map_or(0.0, |comparison| comparison.gap)
    }

    fn add(&mut self, comparison: Comparison) {
        self.compared += 1;
        let place = self.worst.partition_point(|other| !is_worse(comparison.gap, other.gap));
        self.worst.insert(place, comparison);
        self.worst.truncate(5);
    }
}

/// NaN is worse than everything.
fn is_worse(a: f64, b: f64) -> bool {
    a > b || (a.is_nan() && !b.is_nan())
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { compared, worst, .. } = &self.summary;
        writeln!(
            f,
            "{} of {compared} derivatives miss the tolerance {:e}; the worst:",
            self.failed, self.tolerance
        )?;
        writeln!(
            f,
            "{:<22} {:>9} {:>24} {:>24} {:>9}",
            "mode", "direction", "derivative", "difference", "gap"
        )?;
        for c in worst {
            let Comparison { mode, direction, derivative, difference, gap } = c;
            writeln!(
                f,
                "{mode:<22} {direction:>9} {derivative:>24.15e} {difference:>24.15e} {gap:>9.1e}"
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Mismatch {}

/// Checks a program's first and second derivatives, in both modes and along all
/// coordinates, against finite differences of eighth order.
///
/// ```
/// use autodiff::{Fun, Matrix, check::gradcheck};
///
/// let x = Matrix { rows: 1, cols: 3, data: vec![0.2, -0.5, 1.0] };
/// let summary = gradcheck(&|tape, vars| tape.map(Fun::Tanh, vars[0]), &[x])?;
/// assert!(summary.worst_gap() < 1e-10);
/// # Ok::<(), Box<autodiff::check::Mismatch>>(())
/// ```
///
/// # Errors
/// If a derivative misses the tolerance; the message is a table of the worst.
pub fn gradcheck(program: Program<'_>, inputs: &[Matrix]) -> Result<Summary, Box<Mismatch>> {
    Gradcheck::default().run(program, inputs)
}

impl Gradcheck {
    /// Checks `program` at `inputs`.
    ///
    /// # Errors
    /// If a derivative misses the tolerance; the message is a table of the worst.
    pub fn run(&self, program: Program<'_>, inputs: &[Matrix]) -> Result<Summary, Box<Mismatch>> {
        let (mut summary, mut failed) = (Summary::default(), 0);
        self.compare(program, inputs, self.order, "", &mut summary, &mut failed);
        if failed == 0 {
            Ok(summary)
        } else {
            Err(Box::new(Mismatch { failed, tolerance: self.tolerance, summary }))
        }
    }

    /// First derivatives of `program`; then the same for the programs that its
    /// derivatives are.
    fn compare(
        &self,
        program: Program<'_>,
        inputs: &[Matrix],
        order: u32,
        of: &str,
        summary: &mut Summary,
        failed: &mut usize,
    ) {
        let difference = Difference { program, inputs };
        let gradients = reverse(program, inputs);
        for (number, along) in directions(inputs).iter().enumerate() {
            let slope = difference.slope(along);
            let by_reverse = gradients.iter().zip(along).map(|(g, v)| numerics::dot(g, v)).sum();
            let by_forward = forward(program, inputs, along);
            for (mode, derivative) in [("reverse", by_reverse), ("forward", by_forward)] {
                let (nearest, at_kink) = nearest(&slope, derivative);
                let gap = (derivative - nearest).abs() / (1.0 + nearest.abs());
                summary.kinks += usize::from(at_kink);
                *failed += usize::from(is_worse(gap, self.tolerance));
                let mode = format!("{mode}{of}");
                summary.add(Comparison {
                    mode,
                    direction: number,
                    derivative,
                    difference: nearest,
                    gap,
                });
            }
        }
        if order > 1 {
            for input in 0..inputs.len() {
                let gradient =
                    |tape: &mut Tape, vars: &[Var]| gradient_of(program, tape, vars, input);
                self.compare(
                    &gradient,
                    inputs,
                    order - 1,
                    &format!(" of reverse{of}"),
                    summary,
                    failed,
                );
            }
            let tangent = |tape: &mut Tape, vars: &[Var]| tangent_of(program, tape, vars);
            self.compare(&tangent, inputs, order - 1, &format!(" of forward{of}"), summary, failed);
        }
    }
}

/// The point of the accepted interval that is nearest to `derivative`, and
/// whether it is the interval of a kink.
pub(super) fn nearest(slope: &Slope, derivative: f64) -> (f64, bool) {
    match *slope {
        Slope::Smooth(slope) => (slope, false),
        Slope::Kink(low, high) if low <= derivative && derivative <= high => (derivative, true),
        Slope::Kink(low, _) if derivative < low => (low, true),
        // Above, or NaN on either side, which no tolerance accepts.
        Slope::Kink(_, high) => (high, true),
    }
}

fn reverse(program: Program<'_>, inputs: &[Matrix]) -> Vec<Vec<f64>> {
    let mut tape = Tape::new();
    let vars = leaves(&mut tape, inputs);
    let gradients = (0..inputs.len())
        .map(|input| gradient_of(program, &mut tape, &vars, input))
        .collect::<Vec<_>>();
    gradients.into_iter().map(|gradient| tape.value(gradient).to_vec()).collect()
}

fn forward(program: Program<'_>, inputs: &[Matrix], along: &[Vec<f64>]) -> f64 {
    let mut tape = Tape::new();
    let vars = leaves(&mut tape, inputs);
    let y = program(&mut tape, &vars);
    let tangents: Vec<Var> = inputs
        .iter()
        .zip(along)
        .map(|(input, along)| tape.leaf(input.rows, input.cols, along))
        .collect();
    let pushed = tape.jvp(y, &vars, &tangents);
    let pushed = tape.value(pushed);
    numerics::dot(pushed, &direction(pushed.len(), 0))
}

/// The program J_i^T u for a fixed u.
fn gradient_of(program: Program<'_>, tape: &mut Tape, vars: &[Var], input: usize) -> Var {
    let y = program(tape, vars);
    let shape = tape.shape(y);
    let seed = tape.leaf(shape.rows, shape.cols, &direction(shape.len(), 0));
    let mut out = Vec::new();
    tape.vjp(y, seed, &vars[input..=input], &mut out);
    out[0]
}

/// The program sum_i J_i t_i for fixed tangents t_i.
fn tangent_of(program: Program<'_>, tape: &mut Tape, vars: &[Var]) -> Var {
    let y = program(tape, vars);
    let tangents: Vec<Var> = vars
        .iter()
        .enumerate()
        .map(|(salt, &var)| {
            let shape = tape.shape(var);
            tape.leaf(shape.rows, shape.cols, &direction(shape.len(), salt + 1))
        })
        .collect();
    tape.jvp(y, vars, &tangents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fun;

    fn point(data: &[f64]) -> Matrix {
        Matrix { rows: 1, cols: data.len(), data: data.to_vec() }
    }

    #[test]
    fn a_wrong_derivative_is_a_table_of_the_worst() {
        // A program that hides a factor from the tape: f(x) = x * value(x).
        let program = |tape: &mut Tape, vars: &[Var]| {
            let value = tape.scalar(vars[0]);
            tape.scale(vars[0], value)
        };
        let mismatch =
            gradcheck(&program, &[point(&[1.5])]).expect_err("the derivative is 1.5 and not 3");
        let text = mismatch.to_string();
        assert!(text.contains("derivatives miss the tolerance 1e-9"), "{text}");
        assert!(text.lines().any(|line| line.starts_with("reverse ")), "{text}");
    }

    #[test]
    fn kinks_are_counted_and_accept_the_side_that_the_tape_takes() {
        let relu = |tape: &mut Tape, vars: &[Var]| tape.map(Fun::Relu, vars[0]);
        let check = Gradcheck { order: 1, ..Gradcheck::default() };
        assert_eq!(check.run(&relu, &[point(&[0.5])]).expect("smooth").kinks, 0);
        assert!(check.run(&relu, &[point(&[0.0])]).expect("0 is a subgradient").kinks > 0);
    }

    /// ln has derivatives at -1, 1 / x, but no values near it.
    #[test]
    fn a_function_without_values_has_no_derivative() {
        let ln = |tape: &mut Tape, vars: &[Var]| tape.map(Fun::Ln, vars[0]);
        gradcheck(&ln, &[point(&[-1.0])]).expect_err("ln is not defined there");
    }

    #[test]
    fn a_subgradient_outside_the_kink_is_refused() {
        // |x| + 2 x - 2 x, where the last term is hidden from the tape: it sees the slope 2.
        let program = |tape: &mut Tape, vars: &[Var]| {
            let abs = tape.map(Fun::Abs, vars[0]);
            let shifted = tape.scale(vars[0], 2.0);
            let hidden = tape.value(shifted).to_vec();
            let hidden = tape.leaf(1, 1, &hidden);
            let invisible = tape.sub(shifted, hidden);
            tape.add(abs, invisible)
        };
        let check = Gradcheck { order: 1, ..Gradcheck::default() };
        check
            .run(&program, &[point(&[0.0])])
            .expect_err("the tape says 2, the slopes are -1 and 1");
    }
}
