//! "The questions, answered anew": parity with half the units, and steps that multiply.

// ANCHOR: half
/// The parity of some bits by half as many hidden units as bits: the read-out sees the bits, too.
/// Unit j fires from 2j ones on and takes 2 away.
pub fn parity(bits: &[bool]) -> bool {
    let ones = bits.iter().filter(|bit| **bit).count() as i32;
    let hidden = (1..=bits.len() as i32 / 2).map(|j| i32::from(ones >= 2 * j));
    ones - 2 * hidden.sum::<i32>() >= 1
}
// ANCHOR_END: half

// ANCHOR: steps
/// A sum of steps: at each place, in rising order, the height by which it steps up.
pub type Steps = Vec<(f64, f64)>;

/// The value at `x`: all steps at or before it.
pub fn value(steps: &Steps, x: f64) -> f64 {
    steps.iter().filter(|(place, _)| *place <= x).map(|(_, height)| height).sum()
}

/// The product of two sums of steps, which is one again: it steps where a factor does.
pub fn product(f: &Steps, g: &Steps) -> Steps {
    let mut places: Vec<f64> = f.iter().chain(g).map(|(place, _)| *place).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let mut before = 0.0;
    let height = |place| {
        let now = value(f, place) * value(g, place);
        let step = (place, now - before);
        before = now;
        step
    };
    places.into_iter().map(height).collect()
}
// ANCHOR_END: steps

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: half_test
    #[test]
    fn half_the_units_are_enough() {
        for n in 1..=10 {
            for x in 0_u32..1 << n {
                let bits: Vec<bool> = (0..n).map(|i| (x >> i) & 1 == 1).collect();
                assert_eq!(parity(&bits), x.count_ones() % 2 == 1, "{bits:?}");
            }
        }
    }
    // ANCHOR_END: half_test

    // ANCHOR: steps_test
    #[test]
    fn products_of_sums_of_steps_are_sums_of_steps() {
        let f = vec![(0.0, 1.0), (0.25, -3.0), (0.5, 2.0)];
        let g = vec![(0.125, 2.0), (0.25, 1.0), (0.75, -1.0)];
        let fg = product(&f, &g);
        assert_eq!(fg.len(), 5);
        for i in -8..=16 {
            let x = f64::from(i) / 16.0;
            assert_eq!(value(&fg, x), value(&f, x) * value(&g, x));
        }
    }
    // ANCHOR_END: steps_test
}
