//! Convolution on lines and grids.

use super::{Layer, Window, check_batch, exactly};
use crate::{Init, Params, Stream};
use autodiff::{IndexTable, Shape, Tape, Var};

/// A convolution: at every place of a [`Window`] the same affine map of what it sees.
///
/// For a window of k cells, C input channels and D output channels,
///
/// y_o = b + Σ_c x_{i(o, c)} W_c,  c = 1 … k,
///
/// where i(o, c) is the position in cell c of the window at place o, x_i its row of C channels and
/// W_c the c-th C × D block of the weight (LeCun et al. 1989; what the field calls a convolution is
/// a cross-correlation). It is one product: a gather writes for each place a row of all that is
/// seen there ("im2col", Chellapilla, Puri & Simard 2006), and W multiplies these rows.
///
/// | | shape |
/// | --- | --- |
/// | inputs | (n P) × C, for the window's P inputs |
/// | gathered | (n Q) × (k C), for its Q outputs |
/// | `weight` | (k C) × D; row c C + j is cell c, channel j. PyTorch's is D × C × k |
/// | `bias` | 1 × D |
/// | outputs | (n Q) × D |
#[derive(Clone, Debug, PartialEq)]
pub struct Conv {
    window: Window,
    inputs: usize,
    outputs: usize,
    init: Init,
    table: IndexTable,
}

impl Conv {
    /// A convolution from `inputs` to `outputs` channels. The fans of its initial law are those of
    /// the product: k C inputs and D outputs.
    ///
    /// # Panics
    ///
    /// If there are no channels.
    #[track_caller]
    pub fn new(window: Window, inputs: usize, outputs: usize, init: Init) -> Self {
        assert!(inputs > 0 && outputs > 0, "a convolution needs channels");
        let channels = |seen: Option<usize>| {
            (0..inputs).map(move |channel| seen.map(|i| (i * inputs + channel) as u32))
        };
        let source = Shape::new(window.inputs(), inputs);
        let gathered = Shape::new(window.outputs(), window.size() * inputs);
        let table = IndexTable::new(source, gathered, window.seen().flat_map(channels).collect());
        Self { window, inputs, outputs, init, table }
    }
}

impl Layer for Conv {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        let (fan_in, fan_out) = (self.window.size() * self.inputs, self.outputs);
        let weight = params.push(&format!("{name}.weight"), fan_in, fan_out);
        self.init.weight(fan_in, fan_out).fill(stream, weight);
        let bias = params.push(&format!("{name}.bias"), 1, fan_out);
        self.init.bias(fan_in).fill(stream, bias);
    }

    fn slots(&self) -> usize {
        2
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        check_batch("a convolution", tape, x, self.window.inputs(), self.inputs);
        let [weight, bias] = exactly("a convolution", params);
        let table = tape.table(self.table.clone());
        let seen = tape.gather(x, table);
        tape.affine(seen, weight, bias)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, predict, random};
    use super::*;
    use crate::layers::Padding;

    #[test]
    fn derivatives() {
        let line = Window::line(4, 3);
        let grid = Window::grid([3, 3], [2, 2]);
        for window in [
            line,
            line.padding(Padding::Zeros),
            line.padding(Padding::Circular).stride(2),
            grid,
            grid.padding(Padding::Zeros).stride(2),
        ] {
            let inputs = window.inputs();
            check(&Conv::new(window, 2, 3, Init::Torch), random(2 * inputs, 2, "x"));
        }
    }

    /// Turning the circle by one turns the outputs by one, bit for bit: translation equivariance.
    #[test]
    fn on_a_circle_it_commutes_with_shifts() {
        let window = Window::line(7, 3).padding(Padding::Circular);
        let conv = Conv::new(window, 2, 3, Init::Torch);
        let x = random(7, 2, "circle");
        let mut shifted = x.clone();
        shifted.data.rotate_right(2);
        let (mut y, z) = (predict(&conv, &x), predict(&conv, &shifted));
        assert_ne!(y, z);
        y.data.rotate_right(3);
        assert_eq!(y, z);
    }

    /// A change in one position is seen where the window lies over it, and nowhere else.
    #[test]
    fn it_is_local() {
        let window = Window::line(9, 3).padding(Padding::Zeros);
        let conv = Conv::new(window, 1, 1, Init::Torch);
        let x = random(9, 1, "local");
        let mut changed = x.clone();
        changed.data[4] += 1.0;
        let (y, z) = (predict(&conv, &x), predict(&conv, &changed));
        let moved: Vec<usize> = (0..9).filter(|&i| y.data[i] != z.data[i]).collect();
        assert_eq!(moved, [3, 4, 5]);
    }

    #[test]
    #[should_panic(expected = "needs examples of 4 positions with 2 channels, got a batch 6x2")]
    fn a_batch_must_fit() {
        predict(&Conv::new(Window::line(4, 2), 2, 1, Init::Torch), &random(6, 2, "x"));
    }
}
