//! Receptive fields: which inputs an output depends on, from derivatives that are not zero.

use autodiff::Tape;
use nn::Stream;
use numerics::Matrix;

use super::Symmetries;
use super::models::{CHANNELS, Kind, POSITIONS};
use super::random;
use crate::Experiment;

/// For each output of a network of `depth` layers the inputs with a derivative that is not zero,
/// for one of `examples` random inputs at least: a maximum looks at one place at a time.
pub(super) fn seen(kind: Kind, depth: usize, examples: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut stream = Stream::new(Symmetries::ID, seed, "parameters");
    let model = kind.model(POSITIONS, depth, &mut stream);
    let x = random(examples, POSITIONS * CHANNELS, seed, "inputs of fields");
    let path =
        Matrix::from_fn(POSITIONS, POSITIONS, |i, j| if i.abs_diff(j) == 1 { 1.0 } else { 0.0 });
    let rows = x.data.chunks(x.cols).flat_map(|x| {
        let x = Matrix { rows: POSITIONS, cols: CHANNELS, data: x.to_vec() };
        kind.example(&x, &path)
    });
    let data: Vec<f64> = rows.collect();
    let mut tape = Tape::new();
    let mut leaves = Vec::new();
    model.params.push_leaves(&mut tape, &mut leaves);
    let inputs = tape.leaf(examples, data.len() / examples, &data);
    let y = model.network.forward(&mut tape, &leaves, inputs);
    let shape = tape.shape(y);
    let outputs = shape.rows / examples;
    // Random weights for the channels of the output, so that nothing cancels.
    let weights = random(shape.rows, shape.cols, seed, "adjoints");
    let mark = tape.mark();
    let field = |output: usize| {
        tape.rewind(mark);
        let mut adjoint = vec![0.0; shape.len()];
        for example in 0..examples {
            let start = (example * outputs + output) * shape.cols;
            let range = start..start + shape.cols;
            adjoint[range.clone()].copy_from_slice(&weights.data[range]);
        }
        let adjoint = tape.leaf(shape.rows, shape.cols, &adjoint);
        let mut found = Vec::new();
        tape.vjp(y, adjoint, &[inputs], &mut found);
        let gradient = tape.value(found[0]);
        let stride = gradient.len() / examples;
        let is_seen = |position: usize| {
            let channels = position * CHANNELS..(position + 1) * CHANNELS;
            gradient.chunks(stride).any(|row| row[channels.clone()].iter().any(|&d| d != 0.0))
        };
        (0..POSITIONS).filter(|&position| is_seen(position)).collect()
    };
    (0..outputs).map(field).collect()
}

/// Inputs as offsets from `centre`, neighbours joined: `−1 … 1`; or `all`.
pub(super) fn offsets(seen: &[usize], centre: usize) -> String {
    if seen.len() == POSITIONS {
        return "all".into();
    }
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &position in seen {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == position => *end = position,
            _ => runs.push((position, position)),
        }
    }
    let number = |position: usize| {
        let sign = if position < centre { "−" } else { "" };
        format!("{sign}{}", position.abs_diff(centre))
    };
    let run = |&(from, to): &(usize, usize)| match from == to {
        true => number(from),
        false => format!("{} … {}", number(from), number(to)),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_convolution_sees_its_window_and_grows_by_one_on_each_side() {
        let seen = |kind, depth| seen(kind, depth, 4, 0);
        assert_eq!(seen(Kind::ConvCircular, 1)[0], [0, 1, 15]);
        assert_eq!(seen(Kind::ConvZeros, 2)[0], [0, 1, 2]);
        assert_eq!(seen(Kind::ConvStrided, 2)[2], [5, 6, 7, 8, 9, 10, 11]);
        assert_eq!(seen(Kind::GraphMean, 2)[8], [6, 7, 8, 9, 10]);
        assert_eq!(seen(Kind::Elman, 1)[3], [0, 1, 2, 3]);
        assert_eq!(seen(Kind::Conv2d, 1)[5], [0, 1, 2, 4, 5, 6, 8, 9, 10]);
    }

    /// Even a maximum is seen to depend on all positions.
    #[test]
    fn a_maximum_sees_everything() {
        assert_eq!(seen(Kind::ConvMax, 1, 64, 0)[0].len(), POSITIONS);
    }

    #[test]
    fn offsets_are_joined() {
        assert_eq!(offsets(&[3, 4, 5, 8], 4), "−1 … 1, 4");
        assert_eq!(offsets(&(0..POSITIONS).collect::<Vec<_>>(), 4), "all");
    }
}
