//! The best that n step units of one variable can do: n + 1 constant pieces, placed optimally.

/// The least mean squared errors of 1, 2, ..., `most` constant pieces for values on a line, all
/// points counting the same.
///
/// Dynamic programming (Bellman 1961): the best k pieces for the first j values are the best
/// k - 1 pieces for the first i and one piece for the rest, for the best i.
pub(super) fn least_errors(values: &[f64], most: usize) -> Vec<f64> {
    let points = values.len();
    // One piece from i to j costs (sum of squares) - (sum)^2 / count.
    let mut sums = vec![(0.0, 0.0)];
    for value in values {
        let (sum, squares) = sums[sums.len() - 1];
        sums.push((sum + value, squares + value * value));
    }
    let piece = |i: usize, j: usize| {
        let sum = sums[j].0 - sums[i].0;
        let cost = (sums[j].1 - sums[i].1) - sum * sum / (j - i) as f64;
        // A constant piece may come out below zero by a rounding.
        if cost > 0.0 { cost } else { 0.0 }
    };
    let mut best: Vec<f64> = (1..=points).map(|j| piece(0, j)).collect();
    let mut errors = vec![best[points - 1] / points as f64];
    for pieces in 2..=most {
        // From the right, so that `best` still holds one piece fewer to the left.
        for j in (pieces - 1..points).rev() {
            for i in pieces - 1..=j {
                let cost = best[i - 1] + piece(i, j + 1);
                if cost < best[j] {
                    best[j] = cost;
                }
            }
        }
        errors.push(best[points - 1] / points as f64);
    }
    errors
}

/// cos(x/2), whose C_f is 1/2, on equidistant points from -r to r.
pub(super) fn cosine(radius: f64, points: usize) -> Vec<f64> {
    let x = |i: usize| radius * (2.0 * i as f64 / (points - 1) as f64 - 1.0);
    (0..points).map(|i| numerics::elementary::cos(0.5 * x(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All ways to cut, one after the other.
    fn by_trying(values: &[f64], pieces: usize) -> f64 {
        if pieces == 1 {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            return values.iter().map(|v| (v - mean) * (v - mean)).sum();
        }
        let cut = |i: usize| by_trying(&values[..i], pieces - 1) + by_trying(&values[i..], 1);
        (pieces - 1..values.len()).map(cut).fold(f64::INFINITY, |a, b| if b < a { b } else { a })
    }

    #[test]
    fn no_other_cuts_are_better() {
        let mut stream = nn::Stream::new("test", 0, "values");
        for points in [1, 2, 5, 9] {
            for values in
                [cosine(7.0, points.max(2)), (0..points).map(|_| stream.normal()).collect()]
            {
                let found = least_errors(&values, values.len().min(5));
                for (pieces, error) in (1..).zip(found) {
                    let expected = by_trying(&values, pieces) / values.len() as f64;
                    assert!((error - expected).abs() < 1e-14, "{points} points, {pieces} pieces");
                }
            }
        }
    }

    #[test]
    fn a_staircase_needs_as_many_pieces_as_it_has_steps() {
        let errors = least_errors(&[1.0, 1.0, 5.0, 5.0, 5.0, 2.0], 4);
        assert!(errors[1] > 0.1);
        assert_eq!(errors[2..], [0.0, 0.0]);
    }
}
