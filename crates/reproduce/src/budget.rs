//! Networks of equal cost: how many weights and biases there are, and how wide layers may be.

/// Weights and biases of a fully connected network; `widths` has inputs and outputs at its ends.
#[must_use]
pub fn parameters(widths: &[usize]) -> usize {
    widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// The widths of the network with so many equal hidden layers that comes nearest to `budget`
/// parameters; the narrower one of two that are equally near.
///
/// ```
/// use reproduce::budget;
/// assert_eq!(budget::matched(784, 1, 10, 932_362), [784, 1173, 10]);
/// ```
///
/// # Panics
///
/// If `budget` is 0: a network has parameters.
#[must_use]
pub fn matched(inputs: usize, hidden_layers: usize, outputs: usize, budget: usize) -> Vec<usize> {
    let widths = |width: usize| {
        let hidden = std::iter::repeat_n(width, hidden_layers);
        std::iter::once(inputs).chain(hidden).chain([outputs]).collect::<Vec<usize>>()
    };
    let miss = |width: &usize| parameters(&widths(*width)).abs_diff(budget);
    // Wider than the budget is dearer than the budget.
    widths((1..=budget).min_by_key(miss).expect("a budget of at least one parameter"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_counts() {
        assert_eq!(parameters(&[1, 8, 1]), 25);
        assert_eq!(parameters(&[784, 512, 512, 512, 512, 10]), 1_195_018);
        assert_eq!(parameters(&[784, 2048, 2048, 10]), 5_824_522);
    }

    #[test]
    fn no_width_is_nearer() {
        for (layers, expected) in [(1, 267), (2, 108), (4, 70), (8, 48)] {
            let found = matched(64, layers, 10, 20_000);
            assert_eq!((found.len(), found[1]), (layers + 2, expected));
        }
    }
}
