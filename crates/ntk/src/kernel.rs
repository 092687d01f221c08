//! A kernel's values, with its axes spelt out.

use numerics::Matrix;

/// Between which inputs a kernel is evaluated.
#[derive(Clone, Copy, Debug)]
pub enum Inputs<'a> {
    /// All pairs of one set. The kernel is symmetric, and half of it is computed.
    One(&'a Matrix),
    /// Each of the first with each of the second.
    Two(&'a Matrix, &'a Matrix),
}

impl<'a> Inputs<'a> {
    /// The inputs of the kernel's rows.
    pub fn left(self) -> &'a Matrix {
        match self {
            Inputs::One(x) | Inputs::Two(x, _) => x,
        }
    }

    /// The inputs of the kernel's columns.
    pub fn right(self) -> &'a Matrix {
        match self {
            Inputs::One(x) | Inputs::Two(_, x) => x,
        }
    }

    /// Are both the same set?
    pub fn is_one(self) -> bool {
        matches!(self, Inputs::One(_))
    }
}

/// What becomes of the k x k values that a network with k outputs has for each pair of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outputs {
    /// All are kept.
    Full,
    /// Their trace, the sum over a of K\[a, a\], not divided by k.
    Traced,
}

/// A kernel between n and m inputs of a network with k outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    /// `Full`: n k x m k, entry (i k + a, j k + b) for output a at input i and output b at
    /// input j, in the order of a flattened n x k matrix of outputs. `Traced`: n x m.
    pub matrix: Matrix,
    /// Which of the two it is.
    pub outputs: Outputs,
    /// k.
    pub k: usize,
}

impl Kernel {
    /// The trace over the outputs.
    pub fn traced(&self) -> Kernel {
        let (k, full) = (self.k, &self.matrix);
        let matrix = match self.outputs {
            Outputs::Traced => full.clone(),
            Outputs::Full => Matrix::from_fn(full.rows / k, full.cols / k, |i, j| {
                (0..k).map(|a| full[(i * k + a, j * k + a)]).sum()
            }),
        };
        Kernel { matrix, outputs: Outputs::Traced, k }
    }

    /// The k x k values between input i and input j.
    ///
    /// # Panics
    /// If only their trace is left, or if there is no such input.
    #[track_caller]
    pub fn block(&self, i: usize, j: usize) -> Matrix {
        assert!(self.outputs == Outputs::Full, "a traced kernel has no blocks: ask for Full");
        let k = self.k;
        Matrix::from_fn(k, k, |a, b| self.matrix[(i * k + a, j * k + b)])
    }
}

impl Outputs {
    /// How many rows of the kernel belong to one input of a network with k outputs.
    pub(crate) fn per_input(self, k: usize) -> usize {
        match self {
            Outputs::Full => k,
            Outputs::Traced => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trace_of_a_block() {
        let matrix = Matrix::from_fn(4, 6, |i, j| (10 * i + j) as f64);
        let full = Kernel { matrix, outputs: Outputs::Full, k: 2 };
        assert_eq!(full.block(1, 2), Matrix::from_rows(&[[24.0, 25.0], [34.0, 35.0]]));
        let traced = full.traced();
        assert_eq!((traced.matrix.rows, traced.matrix.cols), (2, 3));
        assert_eq!(traced.matrix[(1, 2)], 24.0 + 35.0);
        assert_eq!(traced.traced(), traced);
    }

    #[test]
    #[should_panic(expected = "a traced kernel has no blocks")]
    fn a_trace_cannot_be_undone() {
        Kernel { matrix: Matrix::identity(2), outputs: Outputs::Traced, k: 3 }.block(0, 0);
    }
}
