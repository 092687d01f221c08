//! Symbols and places as vectors.

use super::{Layer, check_batch, exactly};
use crate::{Distribution, Params, Stream};
use autodiff::{Tape, Var};
use numerics::elementary::{cos, exp, ln, sin};

/// An embedding: a vector of C numbers, learned, for each of S symbols.
///
/// A position that holds symbol s is the row of S numbers that is 1 at s and 0 elsewhere
/// ("one-hot"), and its product with the table is the table's row s, to the bit. A row of
/// probabilities becomes the mean vector.
///
/// | | shape |
/// | --- | --- |
/// | inputs | m × S, for any m |
/// | `weight` | S × C; N(0, 1) at first, as PyTorch's `Embedding` |
/// | outputs | m × C |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// S.
    pub symbols: usize,
    /// C.
    pub channels: usize,
}

impl Layer for Embedding {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        let table = params.push(&format!("{name}.weight"), self.symbols, self.channels);
        stream.fill_normal(table);
    }

    fn slots(&self) -> usize {
        1
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let [table] = exactly("an embedding", params);
        tape.matmul(x, table)
    }
}

/// Adds to each position a vector that says where it is: y_p = x_p + e_p. Without it attention
/// cannot tell one order from another.
///
/// | | shape |
/// | --- | --- |
/// | inputs, outputs | (n P) × C |
/// | `weight`, if learned | P × C |
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    positions: usize,
    channels: usize,
    places: Places,
}

#[derive(Clone, Debug, PartialEq)]
enum Places {
    Fixed(Vec<f64>),
    Learned { std: f64 },
}

impl Positions {
    /// Learned vectors, N(0, `std`²) at first (Gehring et al. 2017).
    pub fn learned(positions: usize, channels: usize, std: f64) -> Self {
        Self { positions, channels, places: Places::Learned { std } }
    }

    /// Fixed vectors of waves (Vaswani et al. 2017, section 3.5): for channels 2 i and 2 i + 1
    /// of position p = 0, 1, …, sin(p ω_i) and cos(p ω_i) with ω_i = 10000^(−2 i / C).
    pub fn sinusoidal(positions: usize, channels: usize) -> Self {
        let wave = |p: usize, channel: usize| {
            let i = channel / 2;
            let angle = p as f64 * exp(-ln(10_000.0) * (2 * i) as f64 / channels as f64);
            if channel.is_multiple_of(2) { sin(angle) } else { cos(angle) }
        };
        let waves = (0..positions).flat_map(|p| (0..channels).map(move |channel| wave(p, channel)));
        Self { positions, channels, places: Places::Fixed(waves.collect()) }
    }
}

impl Layer for Positions {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        if let Places::Learned { std } = self.places {
            let weight = params.push(&format!("{name}.weight"), self.positions, self.channels);
            Distribution::Normal { std }.fill(stream, weight);
        }
    }

    fn slots(&self) -> usize {
        match self.places {
            Places::Fixed(_) => 0,
            Places::Learned { .. } => 1,
        }
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        check_batch("an encoding of positions", tape, x, self.positions, self.channels);
        let places = match &self.places {
            Places::Fixed(waves) => tape.leaf(self.positions, self.channels, waves),
            Places::Learned { .. } => exactly::<1>("an encoding of positions", params)[0],
        };
        // As one row, repeated for each example.
        let shape = tape.shape(x);
        let row = tape.reshape(places, 1, self.positions * self.channels);
        let rows = tape.spread_rows(row, shape.rows / self.positions);
        let rows = tape.reshape(rows, shape.rows, shape.cols);
        tape.add(x, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, matrix, params, predict, random};
    use super::*;

    #[test]
    fn derivatives() {
        check(&Embedding { symbols: 3, channels: 2 }, random(4, 3, "x"));
        check(&Positions::learned(3, 2, 0.1), random(6, 2, "x"));
        check(&Positions::sinusoidal(3, 4), random(6, 4, "x"));
    }

    #[test]
    fn a_symbol_is_its_row() {
        let layer = Embedding { symbols: 3, channels: 4 };
        let x = matrix(2, 3, &[0., 0., 1., 1., 0., 0.]);
        let table = params(&layer);
        let y = predict(&layer, &x);
        assert_eq!(y.data, [&table.data()[8..], &table.data()[..4]].concat());
    }

    #[test]
    fn every_example_has_the_same_places() {
        for layer in [Positions::learned(3, 2, 0.1), Positions::sinusoidal(3, 2)] {
            let y = predict(&layer, &matrix(6, 2, &[0.0; 12])).data;
            assert_eq!(y[..6], y[6..]);
            assert_ne!(y[..2], y[2..4]);
        }
    }
}
