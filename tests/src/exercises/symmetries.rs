//! "What a layer cannot see": linear maps that commute with shifts, and how far
//! layers of convolutions see.

use numerics::Matrix;

// ANCHOR: averaged
/// The mean over all shifts s of "move by s, apply w, move back by s".
pub fn averaged(w: &Matrix) -> Matrix {
    let p = w.rows;
    Matrix::from_fn(p, p, |i, j| {
        let moved = |s: usize| w[((i + s) % p, (j + s) % p)];
        (0..p).map(moved).sum::<f64>() / p as f64
    })
}
// ANCHOR_END: averaged

// ANCHOR: reach
/// How many inputs an output sees through layers of (kernel, stride), the first layer first.
pub fn reach(layers: &[(usize, usize)]) -> usize {
    let mut seen = 1;
    let mut distance = 1; // of neighbours in this layer, in inputs
    for (kernel, stride) in layers {
        seen += (kernel - 1) * distance;
        distance *= stride;
    }
    seen
}
// ANCHOR_END: reach

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: averaged_test
    #[test]
    fn what_commutes_with_shifts_is_a_convolution() {
        let w = Matrix::from_fn(6, 6, |i, j| ((7 * i + 3 * j * j) % 11) as f64);
        let average = averaged(&w);
        for i in 0..6 {
            for j in 0..6 {
                // Constant along each diagonal of the circle: one weight for each offset.
                let gap = average[(i, j)] - average[(0, (j + 6 - i) % 6)];
                assert!(gap.abs() < 1e-14);
            }
        }
        // A map that commutes already is its own average.
        let again = averaged(&average);
        assert!(again.data.iter().zip(&average.data).all(|(a, b)| (a - b).abs() < 1e-14));
    }
    // ANCHOR_END: averaged_test

    // ANCHOR: reach_test
    #[test]
    fn layers_widen_what_is_seen() {
        let of = |layer, depth| reach(&vec![layer; depth]);
        assert_eq!([1, 2, 3].map(|depth| of((3, 1), depth)), [3, 5, 7]);
        assert_eq!([1, 2, 3].map(|depth| of((3, 2), depth)), [3, 7, 15]);
        // To see 1000 inputs from one output:
        let layers = |layer| (1..).find(|&depth| of(layer, depth) >= 1000);
        assert_eq!((layers((3, 1)), layers((3, 2))), (Some(500), Some(9)));
    }
    // ANCHOR_END: reach_test
}
