//! Numbers without an order, or with one.

use nn::Stream;

/// P.
pub(super) const ELEMENTS: usize = 12;

/// The label is 1 if the element furthest from zero is positive.
pub(super) fn furthest(stream: &mut Stream) -> (Vec<f64>, u8) {
    let set = draw(stream);
    let largest = set[position(&set, |x| x.abs())];
    let label = u8::from(largest > 0.0);
    (set, label)
}

/// The label is 1 if the largest element is one of the first half.
pub(super) fn place(stream: &mut Stream) -> (Vec<f64>, u8) {
    let set = draw(stream);
    let label = u8::from(position(&set, |x| x) < ELEMENTS / 2);
    (set, label)
}

fn draw(stream: &mut Stream) -> Vec<f64> {
    (0..ELEMENTS).map(|_| stream.normal()).collect()
}

/// Where a quantity is largest.
fn position(set: &[f64], quantity: fn(f64) -> f64) -> usize {
    (1..set.len()).fold(0, |a, b| if quantity(set[b]) > quantity(set[a]) { b } else { a })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_the_largest() {
        let set = [0.5, -3.0, 2.0, 1.0];
        assert_eq!((position(&set, |x| x), position(&set, |x| x.abs())), (2, 1));
    }

    /// Turned round, a set has the same furthest element and the largest in the other half.
    #[test]
    fn one_question_is_about_the_set_and_one_about_its_order() {
        for seed in 0..50 {
            let stream = || Stream::new("test", seed, "set");
            let ((mut set, sign), (_, half)) = (furthest(&mut stream()), place(&mut stream()));
            set.reverse();
            assert_eq!(set[position(&set, |x| x.abs())] > 0.0, sign == 1);
            assert_eq!(position(&set, |x| x) < ELEMENTS / 2, half == 0);
        }
    }
}
