//! "Cells, gates and affine pieces": breakpoints by hand, and a crease that nobody can see.

use geometry::{Affine, Counts, ReluNetwork, breakpoints, count};
use numerics::Matrix;

fn layer<const N: usize>(weight: &[[f64; N]], bias: &[f64]) -> Affine {
    Affine { weight: Matrix::from_rows(weight), bias: bias.to_vec() }
}

// ANCHOR: corner
/// relu(1 − 2 relu(x)) + relu(2 relu(x) − 1): its breakpoints between −4 and 4.
pub fn corners() -> Vec<f64> {
    let network = ReluNetwork::new(vec![
        layer(&[[1.0]], &[0.0]),
        layer(&[[-2.0], [2.0]], &[1.0, -1.0]),
        layer(&[[1.0, 1.0]], &[0.0]),
    ]);
    breakpoints(&network.expect("the layers fit together"), 4.0).expect("one input")
}
// ANCHOR_END: corner

// ANCHOR: unseen
/// relu(−1 − relu(x₁)): the first unit has a crease, and the second one is always off.
pub fn unseen() -> Counts {
    let network = ReluNetwork::new(vec![
        layer(&[[1.0, 0.0]], &[0.0]),
        layer(&[[-1.0]], &[-1.0]),
        layer(&[[1.0]], &[0.0]),
    ]);
    count(&network.expect("the layers fit together"), 4.0).expect("two inputs")
}
// ANCHOR_END: unseen

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: corner_test
    #[test]
    fn the_corners_are_where_they_were_found_by_hand() {
        assert_eq!(corners(), [0.0, 0.5]);
    }
    // ANCHOR_END: corner_test

    // ANCHOR: unseen_test
    #[test]
    fn two_cells_carry_one_function() {
        let counts = unseen();
        assert_eq!(counts.convex_cells, 2);
        assert_eq!(counts.distinct_activation_patterns, 2);
        assert_eq!(counts.distinct_affine_maps, 1);
    }
    // ANCHOR_END: unseen_test
}
