//! Where equivariance breaks: at the border, at odd shifts, beyond the reach of a pool; and a
//! moved bump to look at.

use autodiff::Fun;
use nn::layers::{Conv, Padding, Pool, PoolKind, Sequential, Unflatten, Window};
use nn::{Init, Mlp, Parametrisation, Stream};
use numerics::Matrix;
use numerics::elementary::{cos, exp};
use serde::{Deserialize, Serialize};

use super::models::{CHANNELS, Kind, Model, POSITIONS};
use super::{Symmetries, distance, measure, random, reordered, shifted};
use crate::Experiment;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Probe {
    /// The equivariance error at each position when inputs move by one, of so many zero-padded
    /// convolutions.
    Border {
        /// Convolutions.
        depth: usize,
    },
    /// The equivariance error of stride 2 for each shift from 1 on.
    Stride,
    /// The invariance error for each shift from 1 on, of a circular convolution and the maxima of
    /// neighbours, so many each, on smooth inputs.
    Pool {
        /// Positions of a pool.
        size: usize,
    },
}

impl Probe {
    pub(super) const BORDERS: [usize; 3] = [1, 2, 4];
    pub(super) const POOLS: [usize; 5] = [1, 2, 4, 8, 16];

    pub(super) fn all() -> Vec<Self> {
        let borders = Self::BORDERS.map(|depth| Self::Border { depth });
        let pools = Self::POOLS.map(|size| Self::Pool { size });
        borders.into_iter().chain([Self::Stride]).chain(pools).collect()
    }

    pub(super) fn errors(self, seed: u64) -> Vec<f64> {
        match self {
            Self::Border { depth } => border(depth, seed),
            Self::Stride => measure::strided(seed),
            Self::Pool { size } => pool(size, seed),
        }
    }
}

fn border(depth: usize, seed: u64) -> Vec<f64> {
    let stream = &mut Stream::new(Symmetries::ID, seed, "parameters");
    let model = Kind::ConvZeros.model(POSITIONS, depth, stream);
    let [x, other] = ["input", "other input"].map(|what| random(POSITIONS, CHANNELS, seed, what));
    let order = shifted(POSITIONS, 1);
    let y = model.predict(&x.data);
    let expected = reordered(&y, &order);
    let found = model.predict(&reordered(&x, &order).data);
    let unit = distance(&y.data, &model.predict(&other.data).data) / (POSITIONS as f64).sqrt();
    (0..POSITIONS).map(|p| distance(found.row(p), expected.row(p)) / unit).collect()
}

fn pool(size: usize, seed: u64) -> Vec<f64> {
    let line = Window::line(POSITIONS, 3).padding(Padding::Circular);
    let window = Window::line(POSITIONS, size).stride(size);
    let net = Sequential::new()
        .then(Unflatten { positions: POSITIONS })
        .then(Conv::new(line, CHANNELS, CHANNELS, Init::Torch))
        .then(Fun::Tanh)
        .then(Pool::new(PoolKind::Max, window, CHANNELS));
    let params = net.init(&mut Stream::new(Symmetries::ID, seed, "parameters"));
    let model = Model { network: Box::new(net), params };
    let predict = |x: &Matrix| model.predict(&x.data).data;
    let [x, other] = ["waves", "other waves"].map(|what| waves(seed, what));
    let y = predict(&x);
    let unit = distance(&y, &predict(&other));
    let error = |s| distance(&predict(&reordered(&x, &shifted(POSITIONS, s))), &y) / unit;
    (1..POSITIONS).map(error).collect()
}

/// In each channel the sum of three waves that go once, twice and three times round the circle,
/// with normal amplitudes and uniform phases.
fn waves(seed: u64, purpose: &str) -> Matrix {
    let mut stream = Stream::new(Symmetries::ID, seed, purpose);
    let mut x = Matrix::zeros(POSITIONS, CHANNELS);
    for channel in 0..CHANNELS {
        for frequency in 1..=3 {
            let (amplitude, phase) = (stream.normal(), stream.uniform());
            for p in 0..POSITIONS {
                let turns = frequency as f64 * p as f64 / POSITIONS as f64 + phase;
                x[(p, channel)] += amplitude * cos(std::f64::consts::TAU * turns);
            }
        }
    }
    x
}

/// The networks of the picture.
pub(super) const PICTURED: [Kind; 3] = [Kind::ConvCircular, Kind::ConvZeros, Kind::Mlp];
/// Positions of the picture, and how far its bump moves.
const WIDE: usize = 24;
const SHIFT: usize = 10;

/// A bump that is moved, and what two layers make of it.
#[derive(Serialize, Deserialize)]
pub struct Picture {
    /// The bump,
    pub(super) x: Vec<f64>,
    /// and moved, beyond the edge and back in at the other side.
    pub(super) moved_x: Vec<f64>,
    /// The outputs for the bump, moved,
    pub(super) moved_y: Vec<f64>,
    /// and the outputs for the moved bump.
    pub(super) y_of_moved: Vec<f64>,
}

pub(super) fn picture(kind: Kind, seed: u64) -> Picture {
    let bump = |p: usize| {
        let z = (p as f64 - 11.5) / 2.0;
        exp(-z * z)
    };
    let x = Matrix { rows: WIDE, cols: 1, data: (0..WIDE).map(bump).collect() };
    let line = Window::line(WIDE, 5);
    let net = match kind {
        Kind::Mlp => {
            let init = Parametrisation::Standard(Init::HeNormal);
            Sequential::new().then(Mlp::new(&[WIDE, 4 * WIDE, WIDE], Fun::Tanh, init))
        }
        _ => {
            let is_circular = kind == Kind::ConvCircular;
            let padding = if is_circular { Padding::Circular } else { Padding::Zeros };
            let conv = |from, to| Conv::new(line.padding(padding), from, to, Init::HeNormal);
            Sequential::new()
                .then(Unflatten { positions: WIDE })
                .then(conv(1, 4))
                .then(Fun::Tanh)
                .then(conv(4, 1))
        }
    };
    let params = net.init(&mut Stream::new(Symmetries::ID, seed, "picture"));
    let model = Model { network: Box::new(net), params };
    let predict = |x: &Matrix| Matrix { rows: WIDE, cols: 1, data: model.predict(&x.data).data };
    let order = shifted(WIDE, SHIFT);
    let moved_x = reordered(&x, &order);
    let moved_y = reordered(&predict(&x), &order);
    let y_of_moved = predict(&moved_x).data;
    Picture { x: x.data, moved_x: moved_x.data, moved_y: moved_y.data, y_of_moved }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A padded zero is not the neighbour's number: by one layer it is felt at the two first
    /// positions and at the last.
    #[test]
    fn zeros_are_felt_at_the_border_only() {
        let broken = |depth| {
            let errors = border(depth, 1);
            (0..POSITIONS).filter(|&p| errors[p] > 1e-12).collect::<Vec<_>>()
        };
        assert_eq!(broken(1), [0, 1, 15]);
        assert_eq!(broken(2), [0, 1, 2, 14, 15]);
    }

    /// One of everything is invariant.
    #[test]
    fn a_larger_pool_is_less_disturbed() {
        let step = |size| pool(size, 1)[0];
        assert!(step(16) < 1e-14);
        assert!(step(8) < step(1));
    }

    #[test]
    fn the_moved_bump_is_the_bump() {
        let picture = picture(Kind::ConvCircular, 0);
        assert_eq!(picture.moved_x[SHIFT], picture.x[0]);
        assert!(distance(&picture.moved_y, &picture.y_of_moved) < 1e-13);
    }
}
