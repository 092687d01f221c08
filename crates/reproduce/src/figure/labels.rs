//! Labels at the ends of lines, kept apart.

/// Moves labels so that neighbours keep `pitch` and all stay in `top..=bottom`,
/// moving them as little as possible (least squares).
///
/// `wanted` are the heights the labels would like; the answer keeps their
/// order, with ties in the order given. Subtracting `i * pitch` from the i-th
/// height turns "at least `pitch` apart" into "not decreasing": the problem is
/// isotonic regression, which pooling adjacent violators solves (Ayer et al.,
/// "An empirical distribution function for sampling with incomplete
/// information", 1955).
pub(super) fn spread(wanted: &[f64], pitch: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));

    // Pools of labels that touch: (sum of shifted heights, how many).
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, &label) in order.iter().enumerate() {
        let mut pool = (wanted[label] - rank as f64 * pitch, 1);
        while let Some(&(sum, count)) = pools.last() {
            if sum / count as f64 <= pool.0 / pool.1 as f64 {
                break;
            }
            pool = (pool.0 + sum, pool.1 + count);
            pools.pop();
        }
        pools.push(pool);
    }

    let lowest = bottom - pitch * wanted.len().saturating_sub(1) as f64;
    let mut placed = vec![0.0; wanted.len()];
    let heights = pools.iter().flat_map(|&(sum, count)| {
        let height = sum / count as f64;
        let height = if height > lowest { lowest } else { height };
        std::iter::repeat_n(if height < top { top } else { height }, count)
    });
    for (rank, (&label, height)) in order.iter().zip(heights).enumerate() {
        placed[label] = height + rank as f64 * pitch;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distant_labels_stay() {
        assert_eq!(
            spread(&[50.0, 10.0, 90.0], 15.0, 0.0, 100.0),
            [50.0, 10.0, 90.0]
        );
    }

    #[test]
    fn close_labels_move_apart_around_their_mean() {
        assert_eq!(spread(&[50.0, 50.0], 15.0, 0.0, 100.0), [42.5, 57.5]);
        assert_eq!(
            spread(&[52.0, 48.0, 50.0], 10.0, 0.0, 100.0),
            [60.0, 40.0, 50.0]
        );
    }

    #[test]
    fn the_edges_hold() {
        assert_eq!(
            spread(&[0.0, 1.0, 2.0], 10.0, 5.0, 100.0),
            [5.0, 15.0, 25.0]
        );
        assert_eq!(spread(&[99.0, 99.0], 10.0, 0.0, 100.0), [90.0, 100.0]);
    }

    #[test]
    fn any_crowd_keeps_the_pitch() {
        let wanted: Vec<f64> = (0..12).map(|i| f64::from(i * i % 7) * 13.0).collect();
        let mut placed = spread(&wanted, 15.0, 0.0, 400.0);
        placed.sort_by(f64::total_cmp);
        assert!(
            placed
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9),
            "{placed:?}"
        );
    }
}
