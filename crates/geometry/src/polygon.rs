//! Convex polygons whose corners know the lines that meet there, and their division by a crease.

use crate::exact::{Form, side, sign_at};
use crate::forms::{Forms, Problem, ROUND_UP, Rounded};

/// A line that bounds polygons.
#[derive(Clone, Copy, Debug)]
enum Line<'a> {
    /// One of the box's four sides.
    Side(&'a Side),
    /// Where a unit's pre-activation is zero; the polygon lies where it is on, or off.
    Crease { forms: &'a Forms<'a>, unit: usize, on: bool },
}

/// A side of the box: a form that is positive inside.
#[derive(Debug)]
pub(crate) struct Side {
    exact: Form,
    rounded: Rounded,
}

impl Line<'_> {
    /// A form that is zero on the line, and whether it is positive inside.
    fn exact(&self) -> (&Form, bool) {
        match *self {
            Line::Side(side) => (&side.exact, true),
            Line::Crease { forms, unit, on } => (forms.exact(unit), on),
        }
    }

    /// The same form in doubles.
    fn rounded(&self) -> Rounded {
        match *self {
            Line::Side(side) => side.rounded,
            Line::Crease { forms, unit, .. } => forms.rounded(unit),
        }
    }
}

/// A corner as far as doubles know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// Each coordinate is this close to the true corner's.
    error: f64,
}

/// A corner and the line along which the polygon goes on from there.
#[derive(Clone, Copy, Debug)]
struct Corner<'a> {
    point: Point,
    line: Line<'a>,
}

/// A convex polygon with interior, counter-clockwise, no three corners in a row. Each corner is
/// *exactly* where its line meets the line of the corner before.
#[derive(Clone, Debug)]
pub(crate) struct Polygon<'a> {
    corners: Vec<Corner<'a>>,
}

/// What a crease does to the inside of a polygon.
pub(crate) enum Division<'a> {
    /// The unit is on in all of it, or off.
    Whole(bool),
    /// The part with the first corner that is not on the crease, whether the unit is on there,
    /// and the other part.
    Parts(Polygon<'a>, bool, Polygon<'a>),
}

/// The sides of the box, counter-clockwise from the lowest.
pub(crate) fn sides(half_width: f64) -> [Side; 4] {
    [[0, 1], [-1, 0], [0, -1], [1, 0]].map(|inward| {
        let [a, b] = inward.map(f64::from);
        let (c, size) = (half_width, 2.0 * half_width);
        let rounded = Rounded { a, b, c, error: f64::MIN_POSITIVE, size };
        Side { exact: side(inward, half_width), rounded }
    })
}

impl<'a> Polygon<'a> {
    /// The box, from its lower left corner on.
    pub(crate) fn square(problem: &Problem<'_>, sides: &'a [Side; 4]) -> Self {
        let r = problem.half_width;
        let points = [(-r, -r), (r, -r), (r, r), (-r, r)];
        let corner =
            |((x, y), side)| Corner { point: Point { x, y, error: 0.0 }, line: Line::Side(side) };
        Self { corners: points.into_iter().zip(sides).map(corner).collect() }
    }

    pub(crate) fn points(&self) -> impl Iterator<Item = Point> {
        self.corners.iter().map(|corner| corner.point)
    }

    /// The x₁ of the left and of the right edge, if the polygon is a strip of the box: its first
    /// corner is then the lower left one, since division keeps the order.
    pub(crate) fn ends(&self) -> [f64; 2] {
        [3, 1].map(|corner| match self.corners[corner].line {
            Line::Side(_) => self.corners[corner].point.x,
            Line::Crease { forms, unit, .. } => -forms.c[unit] / forms.a[unit],
        })
    }

    /// Whether the unit is on in all of the inside, off, or neither.
    pub(crate) fn gate(&self, forms: &'a Forms<'a>, unit: usize) -> Option<bool> {
        let (mut above, mut below) = (false, false);
        for corner in 0..self.corners.len() {
            match self.sign(corner, forms, unit) {
                1 => above = true,
                -1 => below = true,
                _ => {}
            }
            if above && below {
                return None;
            }
        }
        // A form that is zero at every corner is zero everywhere, and zero is off.
        Some(above)
    }

    /// Divides the polygon where the unit's pre-activation is zero.
    ///
    /// A part of a polygon is one only if it has an interior: it does when, and only when, one
    /// of its corners lies strictly on its side.
    pub(crate) fn divide(&self, forms: &'a Forms<'a>, unit: usize) -> Division<'a> {
        let signs: Vec<i8> = (0..self.corners.len()).map(|i| self.sign(i, forms, unit)).collect();
        let Some(first) = signs.iter().copied().find(|&sign| sign != 0) else {
            return Division::Whole(false);
        };
        if !signs.contains(&-first) {
            return Division::Whole(first > 0);
        }
        let crease = |sign: i8| Line::Crease { forms, unit, on: sign > 0 };
        // The part on the side of `first`, and the other.
        let mut parts = [Vec::new(), Vec::new()];
        for (i, &corner) in self.corners.iter().enumerate() {
            let next = (i + 1) % signs.len();
            for (part, side) in parts.iter_mut().zip([first, -first]) {
                let leaves = signs[next] == -side;
                if signs[i] == side {
                    part.push(corner);
                    if leaves {
                        let point = self.crossing(i, forms, unit);
                        part.push(Corner { point, line: crease(side) });
                    }
                } else if signs[i] == 0 {
                    let line = if leaves { crease(side) } else { corner.line };
                    part.push(Corner { line, ..corner });
                } else if signs[next] == side {
                    part.push(Corner { point: self.crossing(i, forms, unit), ..corner });
                }
            }
        }
        let [part, other] = parts.map(|corners| Self { corners });
        Division::Parts(part, first > 0, other)
    }

    /// The sign of the unit's pre-activation at a corner: from doubles if they can tell, from
    /// integers otherwise.
    fn sign(&self, corner: usize, forms: &Forms<'_>, unit: usize) -> i8 {
        let (value, error) = value(&forms.rounded(unit), self.corners[corner].point);
        // False for NaN, which infinities can lead to.
        if value > error {
            1
        } else if value < -error {
            -1
        } else {
            self.exact_sign(corner, forms, unit)
        }
    }

    #[cold]
    fn exact_sign(&self, corner: usize, forms: &Forms<'_>, unit: usize) -> i8 {
        let before = (corner + self.corners.len() - 1) % self.corners.len();
        let (l, l_inside) = self.corners[before].line.exact();
        let (m, m_inside) = self.corners[corner].line.exact();
        let sign = sign_at(l, m, forms.exact(unit));
        if l_inside == m_inside { sign } else { -sign }
    }

    /// Where the crease meets the edge after a corner, whose ends are on its two sides.
    ///
    /// The values s and s' at the ends say where to cut: at t = s / (s - s'). How far the result
    /// is from the true corner is found afterwards, from the two lines; or, where they are too
    /// close to parallel for that, it is no more than the edge's length and an end's own error.
    fn crossing(&self, corner: usize, forms: &Forms<'_>, unit: usize) -> Point {
        let Corner { point: from, line } = self.corners[corner];
        let to = self.corners[(corner + 1) % self.corners.len()].point;
        let crease = forms.rounded(unit);
        let (s, s_to) = (crease.at(from.x, from.y).0, crease.at(to.x, to.y).0);
        let t = s / (s - s_to);
        // Rounded values may have equal signs, or be infinite.
        let t = if (0.0..=1.0).contains(&t) { t } else { 0.5 };
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let (x, y) = (from.x + t * dx, from.y + t * dy);
        let far = larger(dx.abs(), dy.abs()) + larger(from.error, to.error);
        let error = match distance_from_meeting(&line.rounded(), &crease, x, y) {
            Some(near) if near < far => near,
            _ => ROUND_UP * far,
        };
        Point { x, y, error }
    }
}

/// The unit's pre-activation at a corner and a bound on its error.
fn value(form: &Rounded, point: Point) -> (f64, f64) {
    let (value, error) = form.at(point.x, point.y);
    (value, ROUND_UP * (error + (form.a.abs() + form.b.abs()) * point.error))
}

/// A bound on how far each coordinate of a point of the box is from where the true lines of two
/// forms meet in it, unless their directions cannot be told apart.
///
/// Let d be the way from there to the point, and n the direction of a rounded form. The true
/// form's value at the point is the product of d with the true direction. So |n d| is at most the
/// rounded value, its error, and the direction's error times d; the latter is at most twice the
/// form's error, d being at most 2 R. Two such bounds give d by Cramer's rule.
fn distance_from_meeting(l: &Rounded, m: &Rounded, x: f64, y: f64) -> Option<f64> {
    let [along_l, along_m] = [l, m].map(|form| {
        let (value, error) = form.at(x, y);
        value.abs() + error + 2.0 * form.error
    });
    let (ab, ba) = (l.a * m.b, l.b * m.a);
    // What underflow can do is less than the least normal number.
    let rounding = 4.0 * f64::EPSILON * (ab.abs() + ba.abs()) + f64::MIN_POSITIVE;
    let determinant = (ab - ba).abs() - rounding;
    let solve = |l: f64, m: f64| m.abs() * along_l + l.abs() * along_m + f64::MIN_POSITIVE;
    let distance = ROUND_UP * (larger(solve(l.a, m.a), solve(l.b, m.b)) / determinant);
    (determinant > 0.0 && distance.is_finite()).then_some(distance)
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descent::walk;
    use crate::{Affine, ReluNetwork};
    use nn::Stream;
    use num_rational::BigRational;
    use numerics::Matrix;

    fn normal(widths: &[usize], seed: u64) -> Vec<Affine> {
        let mut stream = Stream::new("geometry.polygon", seed, "init");
        let layers = widths.windows(2).map(|fans| Affine {
            weight: Matrix::from_fn(fans[1], fans[0], |_, _| stream.normal()),
            bias: (0..fans[1]).map(|_| stream.normal()).collect(),
        });
        layers.collect()
    }

    /// Each second unit is its neighbour but for a millionth, and the next layer subtracts them:
    /// its forms are far smaller than what they are made of, and so much less exact.
    fn cancelling() -> Vec<Affine> {
        let mut layers = normal(&[2, 12, 12, 1], 3);
        let near = |stays: f64, moves: f64| stays + 1e-6 * moves;
        for unit in (0..12).step_by(2) {
            for input in 0..2 {
                let weight = &mut layers[0].weight;
                weight[(unit + 1, input)] = near(weight[(unit, input)], weight[(unit + 1, input)]);
            }
            let bias = &mut layers[0].bias;
            bias[unit + 1] = near(bias[unit], bias[unit + 1]);
            for after in 0..12 {
                let weight = &mut layers[1].weight;
                weight[(after, unit + 1)] = -weight[(after, unit)];
            }
        }
        layers[1].bias.iter_mut().for_each(|b| *b *= 1e-6);
        layers
    }

    /// Corners of every fifth cell, against where their two lines meet exactly.
    #[test]
    fn corners_are_as_close_as_they_say() {
        let wide = normal(&[2, 40, 40, 1], 0);
        let deep = normal(&[2, 8, 8, 8, 8, 8, 8, 1], 1);
        let uneven = normal(&[2, 3, 60, 3, 1], 2);
        for layers in [wide, deep, uneven, cancelling()] {
            let network = ReluNetwork::new(layers).unwrap();
            let (mut cells, mut corners) = (0, 0);
            walk(&Problem::new(&network, 1.0).unwrap(), &mut |region| {
                cells += 1;
                if cells % 5 > 0 {
                    return;
                }
                let all = &region.polygon.corners;
                for (before, corner) in all.iter().cycle().skip(all.len() - 1).zip(all) {
                    assert_near(before, corner);
                    corners += 1;
                }
            });
            assert!(corners > 20, "{corners}");
        }
    }

    fn assert_near(before: &Corner<'_>, corner: &Corner<'_>) {
        let ((l, _), (m, _)) = (before.line.exact(), corner.line.exact());
        let minor = |i: usize, j: usize| &l[i] * &m[j] - &l[j] * &m[i];
        let exact = |numerator| BigRational::new(numerator, minor(0, 1));
        let Point { x, y, error } = corner.point;
        let double = |x| BigRational::from_float(x).expect("finite");
        for (found, exact) in [(x, exact(minor(1, 2))), (y, exact(minor(2, 0)))] {
            let distance = double(found) - exact;
            let [low, high] = [-error, error].map(double);
            assert!(low <= distance && distance <= high, "{found} {error:e} {distance}");
        }
    }
}
