//! Continuous piecewise linear functions of one variable, in exact arithmetic.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// The numbers of this experiment: fractions of integers of any size.
pub(super) type Rational = BigRational;

/// `numerator / denominator`.
pub(super) fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into())
}

/// A point of the plane.
type Point = (Rational, Rational);

/// A continuous piecewise linear function on a closed interval: the vertices of its graph from
/// left to right, with a kink at every inner one. So two of them are the same function exactly if
/// they are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piecewise {
    vertices: Vec<Point>,
}

impl Piecewise {
    /// The function whose graph joins the points.
    ///
    /// # Panics
    ///
    /// If there are fewer than two points, or their abscissae do not increase.
    pub(super) fn through(points: impl IntoIterator<Item = Point>) -> Self {
        let mut vertices: Vec<Point> = Vec::new();
        for point in points {
            assert!(vertices.last().is_none_or(|last| last.0 < point.0), "abscissae must increase");
            if let [.., a, b] = &vertices[..]
                && slope(a, b) == slope(b, &point)
            {
                vertices.pop();
            }
            vertices.push(point);
        }
        assert!(vertices.len() >= 2, "a function on an interval has two ends");
        Self { vertices }
    }

    /// The function on [0, 1] that takes these values at equal distances, linear in between.
    pub(super) fn with_values(values: &[Rational]) -> Self {
        let last = values.len() as i64 - 1;
        Self::through((0..).map(|i| ratio(i, last)).zip(values.iter().cloned()))
    }

    /// x on [0, 1].
    pub(super) fn identity() -> Self {
        Self::with_values(&[Rational::zero(), Rational::one()])
    }

    /// The triangle map T on [0, 1]: up from 0 to 1 and down again.
    pub(super) fn tent() -> Self {
        Self::with_values(&[Rational::zero(), Rational::one(), Rational::zero()])
    }

    /// T applied `k` times, by composing.
    pub(super) fn iterated_tent(k: u32) -> Self {
        (0..k).fold(Self::identity(), |f, _| f.then(&Self::tent()))
    }

    /// The vertices of the graph, both ends included.
    pub(super) fn vertices(&self) -> &[Point] {
        &self.vertices
    }

    /// The number of maximal intervals on which the function is affine.
    pub(super) fn pieces(&self) -> usize {
        self.vertices.len() - 1
    }

    /// The slopes of the pieces.
    pub(super) fn slopes(&self) -> Vec<Rational> {
        self.vertices.windows(2).map(|pair| slope(&pair[0], &pair[1])).collect()
    }

    /// The number of local maxima inside the interval; a plateau counts once.
    pub(super) fn maxima(&self) -> usize {
        let mut heights: Vec<&Rational> = self.vertices.iter().map(|(_, y)| y).collect();
        heights.dedup();
        heights.windows(3).filter(|w| w[0] < w[1] && w[1] > w[2]).count()
    }

    /// The number of local maxima in one period of the function that repeats this one, whose ends
    /// must therefore be of equal height.
    pub(super) fn maxima_per_period(&self) -> usize {
        let mut heights: Vec<&Rational> = self.vertices.iter().map(|(_, y)| y).collect();
        assert_eq!(heights.first(), heights.last(), "the ends of a period differ");
        heights.dedup();
        heights.pop(); // the end is the beginning
        let n = heights.len();
        let higher = |i: usize, j: usize| heights[i % n] > heights[j % n];
        (0..n).filter(|&i| higher(i, i + n - 1) && higher(i, i + 1)).count()
    }

    /// How often the graph passes from one side of a level to the other.
    pub(super) fn crossings(&self, level: &Rational) -> usize {
        let mut above: Vec<bool> =
            self.vertices.iter().filter(|(_, y)| y != level).map(|(_, y)| y > level).collect();
        above.dedup();
        above.len().saturating_sub(1)
    }

    /// The value at `x`.
    ///
    /// # Panics
    ///
    /// If `x` is outside the interval.
    pub(super) fn at(&self, x: &Rational) -> Rational {
        let right = self.vertices.partition_point(|(left, _)| left < x);
        match (right.checked_sub(1), self.vertices.get(right)) {
            (_, Some((found, y))) if found == x => y.clone(),
            (Some(left), Some(b)) => {
                let a = &self.vertices[left];
                &a.1 + slope(a, b) * (x - &a.0)
            }
            _ => panic!("{x} is outside the interval"),
        }
    }

    /// The composition outer ∘ self.
    ///
    /// # Panics
    ///
    /// If a value of `self` is outside the interval of `outer`.
    pub(super) fn then(&self, outer: &Self) -> Self {
        let mut points = Vec::new();
        for pair in self.vertices.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            points.push((a.0.clone(), outer.at(&a.1)));
            // The kinks of `outer` that the values pass on their way from a to b.
            let between = |y: &Rational| (y - &a.1) * (y - &b.1) < Rational::zero();
            let mut passed: Vec<Point> = outer
                .vertices
                .iter()
                .filter(|(y, _)| between(y))
                .map(|(y, z)| (&a.0 + (y - &a.1) / slope(a, b), z.clone()))
                .collect();
            if b.1 < a.1 {
                passed.reverse();
            }
            points.append(&mut passed);
        }
        let end = &self.vertices[self.vertices.len() - 1];
        points.push((end.0.clone(), outer.at(&end.1)));
        Self::through(points)
    }

    /// The largest |self − other| on the interval that both have: a difference of piecewise linear
    /// functions is largest at a kink of one of them, or at an end.
    pub(super) fn distance(&self, other: &Self) -> Rational {
        let kinks = self.vertices.iter().chain(&other.vertices);
        kinks.map(|(x, _)| (self.at(x) - other.at(x)).abs()).max().expect("two ends")
    }
}

/// The slope of the line through two points.
fn slope(a: &Point, b: &Point) -> Rational {
    (&b.1 - &a.1) / (&b.0 - &a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T(x) by its definition.
    fn tent(x: &Rational) -> Rational {
        let half = ratio(1, 2);
        if *x < half { x * ratio(2, 1) } else { (Rational::one() - x) * ratio(2, 1) }
    }

    fn zigzag(values: &[i64]) -> Piecewise {
        Piecewise::with_values(&values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
    }

    #[test]
    fn composing_agrees_with_iterating_point_by_point() {
        for k in 0..=6 {
            let composed = Piecewise::iterated_tent(k);
            for i in 0..=1000 {
                let x = ratio(i, 1000);
                let iterated = (0..k).fold(x.clone(), |x, _| tent(&x));
                assert_eq!(composed.at(&x), iterated, "k = {k}, x = {x}");
            }
        }
    }

    #[test]
    fn counts_agree_with_brute_force_on_a_fine_grid() {
        // 3/2^10 is no kink, and every piece has grid points inside.
        for f in [Piecewise::iterated_tent(5), zigzag(&[0, 3, 1, 2, 2, 0, 4, 4, 5])] {
            let n = 1024 * 9;
            let values: Vec<_> = (0..=n).map(|i| f.at(&ratio(i, n))).collect();
            let kinks = values.windows(3).filter(|w| &w[2] - &w[1] != &w[1] - &w[0]).count();
            assert_eq!(f.pieces(), kinks + 1);
            let half = ratio(1, 2);
            let side: Vec<bool> =
                values.iter().filter(|v| **v != half).map(|v| *v > half).collect();
            assert_eq!(f.crossings(&half), side.windows(2).filter(|w| w[0] != w[1]).count());
        }
    }

    #[test]
    fn maxima_count_plateaus_once_and_ends_only_round_the_circle() {
        let f = zigzag(&[2, 1, 3, 3, 0, 1, 2]);
        assert_eq!((f.maxima(), f.maxima_per_period()), (1, 2));
        assert_eq!(zigzag(&[0, 1, 0, 1, 0]).maxima(), 2);
        assert_eq!(zigzag(&[1, 0, 1]).maxima(), 0);
        assert_eq!(zigzag(&[1, 0, 1]).maxima_per_period(), 1);
        assert_eq!(zigzag(&[1, 1]).maxima_per_period(), 0);
    }

    #[test]
    fn a_level_that_is_touched_is_not_crossed() {
        assert_eq!(zigzag(&[0, 1, 0]).crossings(&ratio(1, 1)), 0);
        assert_eq!(zigzag(&[0, 1, 2, 0]).crossings(&ratio(1, 1)), 2);
    }

    #[test]
    fn points_on_a_line_are_no_vertices() {
        assert_eq!(zigzag(&[0, 1, 2, 3]), zigzag(&[0, 3]));
        assert_eq!(zigzag(&[0, 1, 2, 3]).pieces(), 1);
    }

    #[test]
    fn the_distance_is_found_between_the_kinks_of_one() {
        let flat = zigzag(&[0, 0]);
        assert_eq!(flat.distance(&Piecewise::iterated_tent(3)), ratio(1, 1));
        assert_eq!(Piecewise::tent().distance(&Piecewise::identity()), ratio(1, 1));
    }

    #[test]
    #[should_panic(expected = "2 is outside the interval")]
    fn values_outside_are_refused() {
        let _ = Piecewise::tent().at(&ratio(2, 1));
    }
}
