//! The rank of a linear network's outputs without rounding.
//!
//! Every weight is a whole number times a power of two, so it has a residue modulo an odd prime,
//! and so has every output, exactly. A minor that does not vanish modulo the prime does not vanish,
//! so the rank modulo the prime is never above the rank: if it is full, the rank is.

use numerics::Matrix;

use super::network::Network;

/// 2^61 − 1.
const PRIME: u64 = (1 << 61) - 1;

/// The rank, modulo the prime, of what a linear network puts out.
pub(super) fn rank(network: &Network, inputs: &Matrix) -> usize {
    let residues = |values: &[f64]| values.iter().map(|&value| residue(value)).collect::<Vec<_>>();
    let mut rows: Vec<Vec<u64>> = (0..inputs.rows).map(|i| residues(inputs.row(i))).collect();
    for layer in &network.layers {
        let weight: Vec<Vec<u64>> =
            (0..layer.weight.rows).map(|i| residues(layer.weight.row(i))).collect();
        let bias = residues(&layer.bias);
        for row in &mut rows {
            let mut out = bias.clone();
            for (&x, weights) in row.iter().zip(&weight) {
                for (sum, &weight) in out.iter_mut().zip(weights) {
                    *sum = (*sum + times(x, weight)) % PRIME;
                }
            }
            *row = out;
        }
    }
    rank_of(rows)
}

/// m 2^e modulo the prime, for the finite x = m 2^e.
fn residue(x: f64) -> u64 {
    let (mut m, mut halvings) = (x.abs(), 0);
    while m.fract() != 0.0 {
        m *= 2.0;
        halvings += 1;
    }
    assert!(m < PRIME as f64, "{x} has too many digits before the point");
    // 2^61 is 1, so 2^60 is one half.
    let half = 1 << 60;
    let size = (0..halvings).fold(m as u64, |size, _| times(size, half));
    if x < 0.0 && size != 0 { PRIME - size } else { size }
}

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

/// 1/a = a^(p − 2), by Fermat.
fn inverse(a: u64) -> u64 {
    let (mut power, mut square, mut exponent) = (1, a, PRIME - 2);
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = times(power, square);
        }
        square = times(square, square);
        exponent /= 2;
    }
    power
}

/// Gaussian elimination.
fn rank_of(mut rows: Vec<Vec<u64>>) -> usize {
    let columns = rows[0].len();
    let mut rank = 0;
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|&i| rows[i][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let (above, below) = rows.split_at_mut(rank + 1);
        let pivot = &above[rank];
        let reciprocal = inverse(pivot[column]);
        for row in below {
            let factor = PRIME - times(row[column], reciprocal);
            for (entry, &p) in row.iter_mut().zip(pivot).skip(column) {
                *entry = (*entry + times(factor, p)) % PRIME;
            }
        }
        rank += 1;
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::super::network::{Layer, Net, inputs};
    use super::*;
    use nn::{Init, Stream};

    #[test]
    fn residues_are_those_of_the_fractions() {
        assert_eq!(residue(7.0), 7);
        assert_eq!(residue(0.0), 0);
        assert_eq!(residue(-0.0), 0);
        assert_eq!(times(residue(0.375), 8), 3);
        assert_eq!((residue(0.375) + residue(-0.375)) % PRIME, 0);
        assert_eq!(times(residue(-1.25e-9), inverse(residue(-1.25e-9))), 1);
    }

    #[test]
    fn ranks_of_small_matrices() {
        let rank = |rows: &[[u64; 3]]| rank_of(rows.iter().map(|row| row.to_vec()).collect());
        assert_eq!(rank(&[[1, 2, 3], [2, 4, 6], [0, 0, 0]]), 1);
        assert_eq!(rank(&[[0, 2, 3], [0, 0, 6], [1, 0, 0], [5, 5, 5]]), 3);
        assert_eq!(rank(&[[0, 0, 0]]), 0);
    }

    /// A layer that forgets a direction is felt at the end, and one whose weights are tiny is not.
    #[test]
    fn only_a_real_loss_of_rank_counts() {
        let mut stream = Stream::new("test", 0, "network");
        let mut network = Network::draw(Net::DeepLinear, 6, 4, Init::HeNormal, &mut stream);
        let inputs = inputs(9, 6, &mut stream);
        for layer in &mut network.layers {
            layer.weight.data.iter_mut().for_each(|w| *w *= 2.0_f64.sqrt() * 1e-30);
        }
        assert_eq!(rank(&network, &inputs), 6);
        let Layer { weight, .. } = &mut network.layers[2];
        for i in 0..6 {
            weight[(i, 5)] = weight[(i, 4)];
        }
        assert_eq!(rank(&network, &inputs), 5);
    }
}
