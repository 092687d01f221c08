//! "The sawtooth": the cheapest way to fold, and a sawtooth that dies.

// ANCHOR: folds
/// All ways to distribute `k` folds over layers.
pub fn splits(k: u32) -> Vec<Vec<u32>> {
    if k == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for first in 1..=k {
        for mut rest in splits(k - first) {
            rest.insert(0, first);
            all.push(rest);
        }
    }
    all
}

/// Units and parameters of a network whose layers fold so many times:
/// a layer of 2^n units folds n times.
pub fn cost(folds: &[u32]) -> (u32, u32) {
    let mut inputs = 1;
    let (mut units, mut parameters) = (0, 0);
    for fold in folds {
        let width = 1 << fold;
        units += width;
        parameters += (inputs + 1) * width;
        inputs = width;
    }
    (units, parameters + inputs + 1)
}
// ANCHOR_END: folds

// ANCHOR: dies
/// How many of the lesson's points are not yet zero after T was
/// applied once, twice, ..., until all are.
pub fn survivors() -> Vec<usize> {
    let point = |i| f64::from(i) * (1.0 / 9999.0);
    let mut z: Vec<f64> = (0..9999).map(point).collect();
    z.push(1.0);
    let mut alive = Vec::new();
    while alive.last() != Some(&0) {
        for z in &mut z {
            *z = 2.0 * (*z - (*z + 0.5).floor()).abs();
        }
        alive.push(z.iter().filter(|z| **z != 0.0).count());
    }
    alive
}
// ANCHOR_END: dies

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: folds_test
    #[test]
    fn folding_twice_a_layer_costs_no_more_units() {
        let all = splits(12);
        assert_eq!(all.len(), 2048);
        let fewest_units = all.iter().map(|folds| cost(folds).0).min();
        assert_eq!(fewest_units, Some(24));
        assert_eq!(cost(&[1; 12]), (24, 73));
        assert_eq!(cost(&[2; 6]), (24, 113));
        assert_eq!(cost(&[3; 4]), (32, 16 + 3 * 72 + 9));
        // Nobody with fewer layers has as few units.
        let fewest = |folds: &&Vec<u32>| cost(folds).0 == 24;
        assert_eq!(all.iter().filter(fewest).map(Vec::len).min(), Some(6));
        // In parameters the deepest network is the cheapest.
        let cheapest = all.iter().min_by_key(|folds| cost(folds).1);
        assert_eq!(cheapest, Some(&vec![1; 12]));
    }
    // ANCHOR_END: folds_test

    // ANCHOR: dies_test
    #[test]
    fn doubles_run_out_of_bits() {
        let alive = survivors();
        assert!(alive[44] > 9900);
        assert!(alive[53] > 3000 && alive[54] < 2000);
        assert_eq!(alive.len(), 67);
    }
    // ANCHOR_END: dies_test
}
