//! Which positions a window sees as it slides over a line or a grid.

/// What lies beyond the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Nothing: a window lies inside altogether ("valid").
    None,
    /// Zeros, of which a window of k positions sees ⌊(k − 1) / 2⌋ before its first position at the
    /// edge: with an odd k and stride 1 there are as many outputs as inputs ("same").
    Zeros,
    /// The opposite edge: the line is a circle and the grid a torus, with windows where `Zeros` has
    /// them.
    Circular,
}

/// A window of positions that slides over the H × W positions of a grid, numbered row by row; a
/// line is a grid of one row.
///
/// Output o along an axis sees the inputs o s − p, …, o s − p + k − 1, for the stride s, the width
/// k of the window and p = 0 or, with padding, ⌊(k − 1) / 2⌋. There are ⌊(N − k) / s⌋ + 1 outputs
/// along an axis of N inputs without padding, and ⌈N / s⌉ with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    grid: [usize; 2],
    kernel: [usize; 2],
    stride: [usize; 2],
    padding: Padding,
}

impl Window {
    /// `kernel` positions of a line of `positions`, moved by 1, without padding.
    ///
    /// # Panics
    ///
    /// If the window has no position, or is larger than the line.
    #[track_caller]
    pub fn line(positions: usize, kernel: usize) -> Self {
        Self::grid([1, positions], [1, kernel])
    }

    /// `kernel` rows and columns of a grid of rows and columns, moved by 1, without padding.
    ///
    /// # Panics
    ///
    /// If the window has no position, or is larger than the grid.
    #[track_caller]
    pub fn grid(grid: [usize; 2], kernel: [usize; 2]) -> Self {
        assert!(
            kernel.iter().zip(grid).all(|(&k, n)| 0 < k && k <= n),
            "a window {kernel:?} does not fit a grid {grid:?}"
        );
        Self { grid, kernel, stride: [1, 1], padding: Padding::None }
    }

    /// Moved by `stride` instead, on a grid in both directions.
    ///
    /// # Panics
    ///
    /// If it is zero.
    #[must_use]
    #[track_caller]
    pub fn stride(mut self, stride: usize) -> Self {
        assert!(stride > 0, "a window that is not moved sees one place only");
        self.stride = self.grid.map(|n| if n == 1 { 1 } else { stride });
        self
    }

    /// With that padding instead.
    #[must_use]
    pub fn padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// How many positions there are.
    pub fn inputs(&self) -> usize {
        self.grid.iter().product()
    }

    /// At how many places the window is put.
    pub fn outputs(&self) -> usize {
        self.places().iter().product()
    }

    /// How many positions it sees at once.
    pub fn size(&self) -> usize {
        self.kernel.iter().product()
    }

    /// The places along both axes.
    pub fn places(&self) -> [usize; 2] {
        [0, 1].map(|axis| {
            let (n, k, s) = (self.grid[axis], self.kernel[axis], self.stride[axis]);
            match self.padding {
                Padding::None => (n - k) / s + 1,
                Padding::Zeros | Padding::Circular => n.div_ceil(s),
            }
        })
    }

    /// What it sees: place after place, [`Window::size`] positions at each, row by row; `None` for a
    /// padded zero.
    pub fn seen(&self) -> impl Iterator<Item = Option<usize>> {
        let [rows, cols] = self.places();
        let places = (0..rows).flat_map(move |row| (0..cols).map(move |col| [row, col]));
        let [height, width] = self.kernel;
        let cells = move || (0..height).flat_map(move |row| (0..width).map(move |col| [row, col]));
        places.flat_map(move |place| {
            cells().map(move |cell| {
                let row = self.input(0, place[0], cell[0])?;
                let col = self.input(1, place[1], cell[1])?;
                Some(row * self.grid[1] + col)
            })
        })
    }

    /// Which input along an axis lies in cell `cell` of the window at `place`.
    fn input(&self, axis: usize, place: usize, cell: usize) -> Option<usize> {
        let n = self.grid[axis];
        let before = (self.kernel[axis] - 1) / 2;
        let shifted = place * self.stride[axis] + cell;
        match self.padding {
            Padding::None => Some(shifted),
            Padding::Zeros => shifted.checked_sub(before).filter(|&input| input < n),
            Padding::Circular => Some((shifted + n - before) % n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(window: Window) -> Vec<Option<usize>> {
        let seen: Vec<_> = window.seen().collect();
        assert_eq!(seen.len(), window.outputs() * window.size());
        seen
    }

    #[test]
    fn on_a_line() {
        let line = Window::line(4, 3);
        let at = |positions: &[usize]| positions.iter().map(|&i| Some(i)).collect::<Vec<_>>();
        assert_eq!(seen(line), at(&[0, 1, 2, 1, 2, 3]));
        assert_eq!(
            seen(line.padding(Padding::Circular)),
            at(&[3, 0, 1, 0, 1, 2, 1, 2, 3, 2, 3, 0])
        );
        let zeros = seen(line.padding(Padding::Zeros));
        assert_eq!(zeros[..3], [None, Some(0), Some(1)]);
        assert_eq!(zeros[9..], [Some(2), Some(3), None]);
        assert_eq!(seen(Window::line(5, 2).stride(2)), at(&[0, 1, 2, 3]));
        // With padding a strided window still begins at the edge.
        let strided = Window::line(5, 3).stride(2).padding(Padding::Circular);
        assert_eq!(seen(strided), at(&[4, 0, 1, 1, 2, 3, 3, 4, 0]));
    }

    #[test]
    fn on_a_grid() {
        let grid = Window::grid([3, 4], [2, 2]);
        assert_eq!((grid.inputs(), grid.places(), grid.size()), (12, [2, 3], 4));
        let last: Vec<_> = seen(grid)[20..].iter().map(|i| i.unwrap()).collect();
        assert_eq!(last, [6, 7, 10, 11]);
        let corner = &seen(Window::grid([3, 4], [3, 3]).padding(Padding::Zeros))[..9];
        let expected = [None, None, None, None, Some(0), Some(1), None, Some(4), Some(5)];
        assert_eq!(corner, expected);
        assert_eq!(Window::grid([5, 5], [3, 3]).stride(2).places(), [2, 2]);
    }

    #[test]
    #[should_panic(expected = "a window [1, 6] does not fit a grid [1, 5]")]
    fn a_window_must_fit() {
        Window::line(5, 6);
    }
}
