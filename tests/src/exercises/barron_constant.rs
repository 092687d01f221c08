//! "Barron's constant": a change of scale, and products.

// ANCHOR: scaled
/// C_f of x -> f(a x), if C_f is `constant`: frequencies are multiplied by a, and the total weight
/// of the waves is the same.
pub fn after_scaling(constant: f64, a: f64) -> f64 {
    constant * a.abs()
}
// ANCHOR_END: scaled

// ANCHOR: product
/// C_f of a product of d functions of one variable each, all with the waves (frequency, weight).
pub fn of_product(waves: &[(f64, f64)], d: u32) -> f64 {
    // All combinations of one wave for each variable, as (|ω|², weight).
    let mut combined = vec![(0.0, 1.0)];
    for _ in 0..d {
        let with = |&(square, weight): &(f64, f64)| {
            waves.iter().map(move |(m, w)| (square + m * m, weight * w)).collect::<Vec<_>>()
        };
        combined = combined.iter().flat_map(with).collect();
    }
    combined.iter().map(|(square, weight)| weight * f64::sqrt(*square)).sum()
}
// ANCHOR_END: product

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: scaled_test
    #[test]
    fn scaling_moves_the_radius_into_the_constant() {
        // cos(x/2) on [-r, r] is cos(r x/2) on [-1, 1]; (2 r C_f)² is the same for both.
        let (r, constant) = (30.0, 0.5);
        assert_eq!(2.0 * r * constant, 2.0 * after_scaling(constant, r));
    }
    // ANCHOR_END: scaled_test

    // ANCHOR: product_test
    #[test]
    fn two_waves_a_variable_are_exponential() {
        // (1 + cos 2x)/2 = cos² x lies between 0 and 1, and its waves weigh 1 together ...
        let tame = of_product(&[(0.0, 0.5), (2.0, 0.5)], 8);
        assert!(tame < f64::sqrt(8.0 * 4.0));
        // ... but those of cos x - cos(3x)/3 weigh 4/3.
        let wild = [1, 8].map(|d| of_product(&[(1.0, 1.0), (3.0, 1.0 / 3.0)], d));
        assert!(wild[1] > wild[0] * f64::from(4_u32.pow(7)) / f64::from(3_u32.pow(7)));
    }
    // ANCHOR_END: product_test
}
