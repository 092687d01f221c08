//! A pattern on a circle of noise.

use nn::Stream;

/// P.
pub(super) const PLACES: usize = 24;
/// How many patterns there are.
pub(super) const KINDS: usize = PATTERNS.len();
/// Into how many arcs the circle is cut.
pub(super) const QUARTERS: usize = 4;

/// All with the same number of each sign, so that no sum over the circle tells them apart.
const PATTERNS: [[f64; 5]; 4] = [
    [1.0, 1.0, 1.0, -1.0, -1.0],
    [1.0, -1.0, 1.0, -1.0, 1.0],
    [1.0, 1.0, -1.0, 1.0, -1.0],
    [-1.0, 1.0, 1.0, 1.0, -1.0],
];
/// The standard deviation of the noise on every place.
const NOISE: f64 = 0.3;

/// The label is the pattern.
pub(super) fn which(stream: &mut Stream) -> (Vec<f64>, u8) {
    let (circle, kind, _) = draw(stream);
    (circle, kind as u8)
}

/// The label is the quarter of the circle in which it begins.
pub(super) fn place(stream: &mut Stream) -> (Vec<f64>, u8) {
    let (circle, _, start) = draw(stream);
    (circle, (start * QUARTERS / PLACES) as u8)
}

/// A circle, the number of its pattern and where that begins.
fn draw(stream: &mut Stream) -> (Vec<f64>, usize, usize) {
    let kind = stream.below(KINDS as u64) as usize;
    let start = stream.below(PLACES as u64) as usize;
    let mut circle: Vec<f64> = (0..PLACES).map(|_| NOISE * stream.normal()).collect();
    for (offset, height) in PATTERNS[kind].iter().enumerate() {
        circle[(start + offset) % PLACES] += height;
    }
    (circle, kind, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The template with the largest product over all turns finds pattern and place again.
    #[test]
    fn a_matched_filter_reads_the_labels() {
        let (mut names, mut places) = (0, 0);
        for seed in 0..200 {
            let stream = || Stream::new("test", seed, "pattern");
            let (circle, kind) = which(&mut stream());
            let (_, quarter) = place(&mut stream());
            let product = |k: usize, start: usize| -> f64 {
                (0..5).map(|i| PATTERNS[k][i] * circle[(start + i) % PLACES]).sum()
            };
            let all = (0..KINDS).flat_map(|k| (0..PLACES).map(move |start| (k, start)));
            let best = all.reduce(|a, b| if product(b.0, b.1) > product(a.0, a.1) { b } else { a });
            let (k, start) = best.unwrap();
            names += usize::from(k == usize::from(kind));
            places += usize::from(start / 6 == usize::from(quarter));
        }
        assert!(names > 190 && places > 190, "{names} {places}");
    }
}
