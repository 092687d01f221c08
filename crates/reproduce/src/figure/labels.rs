//! Labels at the ends of lines, kept apart.

use plotters::style::RGBColor;

use super::canvas::{Canvas, Point, Rect};
use super::lettering::Lettering;
use super::style::{LABEL_PITCH, LABEL_SIZE, Pen};

/// From the plot's right edge to the labels.
pub(super) const LABEL_GAP: f64 = 10.0;

/// What stands at the right end of a line.
pub(super) struct EndLabel<'a> {
    pub(super) end: Point,
    pub(super) name: &'a str,
    pub(super) text: RGBColor,
    pub(super) line: RGBColor,
}

/// Writes the names of lines at the right, apart from each other; a thin line
/// leads to names that had to move away from their ends.
pub(super) fn draw(canvas: &mut Canvas<'_>, frame: Rect, ends: &[EndLabel<'_>]) {
    let Rect { top, right, bottom, .. } = frame;
    let wanted: Vec<f64> = ends.iter().map(|label| label.end.1).collect();
    let placed = spread(&wanted, &vec![LABEL_PITCH; wanted.len()], top, bottom);
    for (label, y) in ends.iter().zip(placed) {
        let x = right + LABEL_GAP;
        let moved = (y - label.end.1).abs() > 3.0 || label.end.0 < right - 24.0;
        if moved {
            let pen = Pen::new(label.line, 0.75).alpha(0.6);
            canvas.line(&[(label.end.0 + 5.0, label.end.1), (x - 3.0, y)], pen);
        }
        canvas.text((x, y), label.name, Lettering::start(label.text, LABEL_SIZE));
    }
}

/// Moves things on a line so that they do not overlap and stay in
/// `from..=to`, as little as possible (least squares).
///
/// `wanted` are the centres they would like and `sizes` their lengths; the
/// answer keeps their order, with ties in the order given. Subtracting from
/// each centre its place in the closest packing turns "do not overlap" into
/// "do not decrease": the problem is isotonic regression, which pooling
/// adjacent violators solves (Ayer et al., "An empirical distribution function
/// for sampling with incomplete information", 1955).
pub(super) fn spread(wanted: &[f64], sizes: &[f64], from: f64, to: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Centres in the closest packing, the first at 0.
    let mut packed = vec![0.0; order.len()];
    for rank in 1..order.len() {
        packed[rank] = packed[rank - 1] + (sizes[order[rank - 1]] + sizes[order[rank]]) / 2.0;
    }

    // Pools of things that touch: (sum of shifted centres, how many).
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (&item, place) in order.iter().zip(&packed) {
        let mut pool = (wanted[item] - place, 1);
        while let Some(&(sum, count)) = pools.last() {
            if sum / count as f64 <= pool.0 / pool.1 as f64 {
                break;
            }
            pool = (pool.0 + sum, pool.1 + count);
            pools.pop();
        }
        pools.push(pool);
    }

    let furthest = to - packed.last().unwrap_or(&0.0);
    let mut placed = vec![0.0; wanted.len()];
    let shifted = pools.iter().flat_map(|&(sum, count)| {
        let at = sum / count as f64;
        let at = if at > furthest { furthest } else { at };
        std::iter::repeat_n(if at < from { from } else { at }, count)
    });
    for ((&item, place), at) in order.iter().zip(&packed).zip(shifted) {
        placed[item] = at + place;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distant_labels_stay() {
        assert_eq!(spread(&[50.0, 10.0, 90.0], &[15.0; 3], 0.0, 100.0), [50.0, 10.0, 90.0]);
    }

    #[test]
    fn close_labels_move_apart_around_their_mean() {
        assert_eq!(spread(&[50.0, 50.0], &[15.0; 2], 0.0, 100.0), [42.5, 57.5]);
        assert_eq!(spread(&[52.0, 48.0, 50.0], &[10.0; 3], 0.0, 100.0), [60.0, 40.0, 50.0]);
    }

    #[test]
    fn large_things_take_more_room() {
        let placed = spread(&[0.0, 0.0], &[30.0, 10.0], f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(placed, [-10.0, 10.0]);
    }

    #[test]
    fn the_edges_hold() {
        assert_eq!(spread(&[0.0, 1.0, 2.0], &[10.0; 3], 5.0, 100.0), [5.0, 15.0, 25.0]);
        assert_eq!(spread(&[99.0, 99.0], &[10.0; 2], 0.0, 100.0), [90.0, 100.0]);
    }

    #[test]
    fn any_crowd_keeps_the_pitch() {
        let wanted: Vec<f64> = (0..12).map(|i| f64::from(i * i % 7) * 13.0).collect();
        let mut placed = spread(&wanted, &[15.0; 12], 0.0, 400.0);
        placed.sort_by(f64::total_cmp);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9), "{placed:?}");
    }
}
