//! How many parameters the two designs have, for every number of inputs and outputs at once.

use serde::Serialize;

use crate::budget;

/// What "layer" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reading {
    /// 4 layers of 512 are four hidden layers, 2 layers of 2048 are two.
    Hidden,
    /// The layer that makes the outputs is counted as one, so they are three and one.
    Weights,
}

impl Reading {
    pub(super) const BOTH: [Self; 2] = [Self::Hidden, Self::Weights];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden layers",
            Self::Weights => "layers of weights",
        }
    }

    /// The hidden layers of a design with so many layers.
    pub(super) fn hidden_layers(self, layers: usize) -> usize {
        match self {
            Self::Hidden => layers,
            Self::Weights => layers - 1,
        }
    }
}

/// A design as it is proposed: layers of equal width.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Design {
    pub(super) layers: usize,
    pub(super) width: usize,
}

impl Design {
    /// The widths of all layers, inputs and outputs included.
    pub(super) fn widths(self, reading: Reading, inputs: usize, outputs: usize) -> Vec<usize> {
        let hidden = std::iter::repeat_n(self.width, reading.hidden_layers(self.layers));
        std::iter::once(inputs).chain(hidden).chain([outputs]).collect()
    }

    pub(super) fn parameters(self, reading: Reading, inputs: usize, outputs: usize) -> usize {
        budget::parameters(&self.widths(reading, inputs, outputs))
    }

    /// The number of parameters as `[constant, for each input, for each output]`. It is such a sum
    /// because only the first and the last weight have a side that is not the design's.
    pub(super) fn terms(self, reading: Reading) -> [usize; 3] {
        let at = |inputs, outputs| self.parameters(reading, inputs, outputs);
        let (per_input, per_output) = (at(2, 1) - at(1, 1), at(1, 2) - at(1, 1));
        [at(1, 1) - per_input - per_output, per_input, per_output]
    }
}

/// The least and the greatest quotient of two sums of positive terms, b over a, whatever the
/// numbers of inputs and outputs: a quotient of sums lies between those of their terms.
pub(super) fn ratio_limits(a: [usize; 3], b: [usize; 3]) -> [f64; 2] {
    let mut quotients = [0, 1, 2].map(|term| b[term] as f64 / a[term] as f64);
    quotients.sort_by(f64::total_cmp);
    [quotients[0], quotients[2]]
}

/// Whether b/a lies between 4/5 and 5/4: "roughly the same".
pub(super) fn roughly_equal(a: usize, b: usize) -> bool {
    4 * a <= 5 * b && 4 * b <= 5 * a
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEEP: Design = Design { layers: 4, width: 512 };
    const WIDE: Design = Design { layers: 2, width: 2048 };

    #[test]
    fn the_count_is_the_sum_of_its_terms() {
        for reading in Reading::BOTH {
            for design in [DEEP, WIDE] {
                let [constant, per_input, per_output] = design.terms(reading);
                for (d, o) in [(1, 1), (64, 10), (784, 10), (3072, 1000)] {
                    let sum = constant + per_input * d + per_output * o;
                    assert_eq!(sum, design.parameters(reading, d, o));
                }
            }
        }
    }

    #[test]
    fn no_quotient_leaves_its_limits() {
        for reading in Reading::BOTH {
            let [low, high] = ratio_limits(DEEP.terms(reading), WIDE.terms(reading));
            for d in [1, 10, 341, 5000] {
                for o in [1, 10, 1000] {
                    let counts = [DEEP, WIDE].map(|design| design.parameters(reading, d, o) as f64);
                    let ratio = counts[1] / counts[0];
                    assert!(low <= ratio && ratio <= high, "{d} {o}: {ratio}");
                }
            }
        }
    }

    #[test]
    fn as_layers_of_weights_they_are_equal_where_inputs_and_outputs_add_up_to_341() {
        for (d, o) in [(1, 340), (331, 10), (340, 1)] {
            let [a, b] = [DEEP, WIDE].map(|design| design.parameters(Reading::Weights, d, o));
            assert_eq!(a, b);
        }
    }

    #[test]
    fn the_limits_of_roughly_are_counted_in() {
        assert!(roughly_equal(100, 125) && roughly_equal(100, 80));
        assert!(!roughly_equal(100, 126) && !roughly_equal(100, 79));
    }
}
