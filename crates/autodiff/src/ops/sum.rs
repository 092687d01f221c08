//! Sums along rows, columns or everything, and their adjoints, the spreads.

use numerics::vectorise;

use crate::op::{Inputs, Op, Rule, View};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// Sums and spreads. Each spread is the transpose of the sum of the same name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sum {
    /// n x m to 1 x m: adds the rows up, from the first to the last.
    Rows(Var),
    /// n x m to n x 1: adds each row's entries, in the fixed order of [`numerics::sum`].
    Cols(Var),
    /// n x m to 1 x 1, in the fixed order of [`numerics::sum`].
    All(Var),
    /// 1 x m to n x m: the row, n times.
    SpreadRows(Var),
    /// n x 1 to n x m: the column, m times.
    SpreadCols(Var),
    /// 1 x 1 to n x m: the number everywhere.
    SpreadAll(Var),
}

impl Tape {
    /// Adds the rows up: n x m to 1 x m.
    #[track_caller]
    pub fn sum_rows(&mut self, a: Var) -> Var {
        let shape = self.shape_for("sum_rows", a);
        self.push(Op::Sum(Sum::Rows(a)), Shape::new(1, shape.cols))
    }

    /// Adds each row's entries: n x m to n x 1.
    #[track_caller]
    pub fn sum_cols(&mut self, a: Var) -> Var {
        let shape = self.shape_for("sum_cols", a);
        self.push(Op::Sum(Sum::Cols(a)), Shape::new(shape.rows, 1))
    }

    /// Adds all entries: n x m to 1 x 1.
    #[track_caller]
    pub fn sum_all(&mut self, a: Var) -> Var {
        self.shape_for("sum_all", a);
        self.push(Op::Sum(Sum::All(a)), Shape::new(1, 1))
    }

    /// Repeats a row: 1 x m to `rows` x m.
    ///
    /// # Panics
    /// If the value has more than one row.
    #[track_caller]
    pub fn spread_rows(&mut self, a: Var, rows: usize) -> Var {
        let shape = self.shape_for("spread_rows", a);
        assert!(shape.rows == 1, "spread_rows: {shape} is not a row (1xm)");
        self.push(Op::Sum(Sum::SpreadRows(a)), Shape::new(rows, shape.cols))
    }

    /// Repeats a column: n x 1 to n x `cols`.
    ///
    /// # Panics
    /// If the value has more than one column.
    #[track_caller]
    pub fn spread_cols(&mut self, a: Var, cols: usize) -> Var {
        let shape = self.shape_for("spread_cols", a);
        assert!(shape.cols == 1, "spread_cols: {shape} is not a column (nx1)");
        self.push(Op::Sum(Sum::SpreadCols(a)), Shape::new(shape.rows, cols))
    }

    /// Repeats a number: 1 x 1 to `rows` x `cols`.
    ///
    /// # Panics
    /// If the value is not 1 x 1.
    #[track_caller]
    pub fn spread_all(&mut self, a: Var, rows: usize, cols: usize) -> Var {
        let shape = self.shape_for("spread_all", a);
        assert!(shape.len() == 1, "spread_all: {shape} is not a scalar (1x1)");
        self.push(Op::Sum(Sum::SpreadAll(a)), Shape::new(rows, cols))
    }
}

impl Sum {
    fn input(self) -> Var {
        match self {
            Sum::Rows(a) | Sum::Cols(a) | Sum::All(a) => a,
            Sum::SpreadRows(a) | Sum::SpreadCols(a) | Sum::SpreadAll(a) => a,
        }
    }
}

impl Rule for Sum {
    fn name(&self) -> String {
        let name = match self {
            Sum::Rows(_) => "sum_rows",
            Sum::Cols(_) => "sum_cols",
            Sum::All(_) => "sum_all",
            Sum::SpreadRows(_) => "spread_rows",
            Sum::SpreadCols(_) => "spread_cols",
            Sum::SpreadAll(_) => "spread_all",
        };
        name.to_owned()
    }

    fn inputs(&self) -> Inputs {
        [Some(self.input()), None, None]
    }

    fn eval(&self, view: &View<'_>, shape: Shape, out: &mut [f64]) {
        let (x, from) = (view.value(self.input()), view.shape(self.input()));
        match self {
            Sum::Rows(_) => add_rows(x, out),
            Sum::Cols(_) => {
                for (out, row) in out.iter_mut().zip(x.chunks_exact(from.cols)) {
                    *out = numerics::sum(row);
                }
            }
            Sum::All(_) => out[0] = numerics::sum(x),
            Sum::SpreadRows(_) => {
                for row in out.chunks_exact_mut(shape.cols) {
                    row.copy_from_slice(x);
                }
            }
            Sum::SpreadCols(_) => {
                for (row, &x) in out.chunks_exact_mut(shape.cols).zip(x) {
                    row.fill(x);
                }
            }
            Sum::SpreadAll(_) => out.fill(x[0]),
        }
    }

    // ANCHOR: vjp
    fn vjp(&self, tape: &mut Tape, _y: Var, _i: usize, dy: Var) -> Var {
        let from = tape.shape(self.input());
        match self {
            Sum::Rows(_) => tape.spread_rows(dy, from.rows),
            Sum::Cols(_) => tape.spread_cols(dy, from.cols),
            Sum::All(_) => tape.spread_all(dy, from.rows, from.cols),
            Sum::SpreadRows(_) => tape.sum_rows(dy),
            Sum::SpreadCols(_) => tape.sum_cols(dy),
            Sum::SpreadAll(_) => tape.sum_all(dy),
        }
    }
    // ANCHOR_END: vjp

    /// Sums and spreads are linear: the same operation on the tangent.
    fn jvp(&self, tape: &mut Tape, y: Var, _i: usize, dx: Var) -> Var {
        let to = tape.shape(y);
        match self {
            Sum::Rows(_) => tape.sum_rows(dx),
            Sum::Cols(_) => tape.sum_cols(dx),
            Sum::All(_) => tape.sum_all(dx),
            Sum::SpreadRows(_) => tape.spread_rows(dx, to.rows),
            Sum::SpreadCols(_) => tape.spread_cols(dx, to.cols),
            Sum::SpreadAll(_) => tape.spread_all(dx, to.rows, to.cols),
        }
    }

    fn work(&self, tape: &Tape, _shape: Shape) -> Cost {
        match self {
            Sum::Rows(a) | Sum::Cols(a) | Sum::All(a) => {
                Cost { pointwise: tape.shape(*a).len() as u64, ..Cost::default() }
            }
            Sum::SpreadRows(_) | Sum::SpreadCols(_) | Sum::SpreadAll(_) => Cost::default(),
        }
    }
}

/// Adds up the rows, as long as `out`, a few columns at a time: their sums stay in registers.
fn add_rows(x: &[f64], out: &mut [f64]) {
    let body = {
        #[inline(always)]
        || {
            let cols = out.len();
            for (panel, out) in out.chunks_mut(64).enumerate() {
                let x = &x[panel * 64..];
                match out.len() {
                    33.. => add_columns::<64>(x, cols, out),
                    17.. => add_columns::<32>(x, cols, out),
                    9.. => add_columns::<16>(x, cols, out),
                    5.. => add_columns::<8>(x, cols, out),
                    3.. => add_columns::<4>(x, cols, out),
                    2 => add_columns::<2>(x, cols, out),
                    _ => add_columns::<1>(x, cols, out),
                }
            }
        }
    };
    vectorise(body);
}

/// The sums of the first columns, at most C, of rows that lie `stride` apart. Where C columns can
/// be read they are added, and what is too much is thrown away.
#[inline(always)]
fn add_columns<const C: usize>(x: &[f64], stride: usize, out: &mut [f64]) {
    let mut sums = [0.0; C];
    let wide = (x.len() + stride).saturating_sub(C) / stride;
    for p in 0..wide {
        let row: &[f64; C] = x[p * stride..].first_chunk().expect("a wide row");
        for j in 0..C {
            sums[j] += row[j];
        }
    }
    let cols = out.len();
    for row in x.chunks(stride).skip(wide) {
        sums.iter_mut().zip(&row[..cols]).for_each(|(sum, x)| *sum += x);
    }
    out.copy_from_slice(&sums[..cols]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_spreads() {
        let mut tape = Tape::new();
        let a = tape.leaf(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let (rows, cols, all) = (tape.sum_rows(a), tape.sum_cols(a), tape.sum_all(a));
        assert_eq!(tape.value(rows), [5.0, 7.0, 9.0]);
        assert_eq!(tape.value(cols), [6.0, 15.0]);
        assert_eq!(tape.value(all), [21.0]);
        let spread =
            [tape.spread_rows(rows, 2), tape.spread_cols(cols, 3), tape.spread_all(all, 2, 2)];
        assert_eq!(tape.value(spread[0]), [5.0, 7.0, 9.0, 5.0, 7.0, 9.0]);
        assert_eq!(tape.value(spread[1]), [6.0, 6.0, 6.0, 15.0, 15.0, 15.0]);
        assert_eq!(tape.value(spread[2]), [21.0; 4]);
    }

    /// With columns that fill registers, fall short of them and go beyond.
    #[test]
    fn rows_are_added_from_the_first_to_the_last() {
        for cols in [1, 2, 3, 5, 8, 12, 16, 17, 40, 64, 65, 131] {
            let x: Vec<f64> = (0..3 * cols).map(|i| 0.1 * (i * i) as f64 - 7.3).collect();
            let mut tape = Tape::new();
            let a = tape.leaf(3, cols, &x);
            let sums = tape.sum_rows(a);
            let expected: Vec<f64> =
                (0..cols).map(|j| (0.0 + x[j] + x[cols + j]) + x[2 * cols + j]).collect();
            assert_eq!(tape.value(sums), expected);
        }
    }

    #[test]
    #[should_panic(expected = "spread_rows: 2x3 is not a row")]
    fn only_a_row_spreads_over_rows() {
        let mut tape = Tape::new();
        let a = tape.constant(2, 3, 1.0);
        tape.spread_rows(a, 4);
    }
}
