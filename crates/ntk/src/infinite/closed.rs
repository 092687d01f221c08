//! Expectations that have a formula.
//!
//! Those of the kinked functions are made of the angle θ between two points, as the normal
//! distribution sees them: cos θ = c / √(p q) for variances p and q and covariance c (Cho & Saul
//! 2009). The angle comes from both its sine and its cosine, so that neither a rounding error
//! beyond cos θ = 1 nor a small angle does harm: at equal points it is exactly 0.

use std::f64::consts::PI;

/// E φ(u) φ(v) and E φ'(u) φ'(v) for variances p and q and a covariance: `(p, covariance, q)`.
pub(super) type Dual = fn(f64, f64, f64) -> (f64, f64);

/// √(p q) sin θ, which is √(p q − c²), and θ.
fn angle(p: f64, c: f64, q: f64) -> (f64, f64) {
    let square = p * q - c * c;
    let sine = if square > 0.0 { square.sqrt() } else { 0.0 };
    (sine, libm::atan2(sine, c))
}

pub(super) fn relu(p: f64, c: f64, q: f64) -> (f64, f64) {
    let (sine, theta) = angle(p, c, q);
    ((sine + (PI - theta) * c) / (2.0 * PI), (PI - theta) / (2.0 * PI))
}

/// |x| = relu(x) + relu(-x).
pub(super) fn abs(p: f64, c: f64, q: f64) -> (f64, f64) {
    let (sine, theta) = angle(p, c, q);
    ((2.0 * sine + (PI - 2.0 * theta) * c) / PI, 1.0 - 2.0 * theta / PI)
}

/// The chance that both are positive; the slope is zero almost everywhere.
pub(super) fn step(p: f64, c: f64, q: f64) -> (f64, f64) {
    ((PI - angle(p, c, q).1) / (2.0 * PI), 0.0)
}

pub(super) fn sign(p: f64, c: f64, q: f64) -> (f64, f64) {
    (1.0 - 2.0 * angle(p, c, q).1 / PI, 0.0)
}

/// Williams (1998): (2 / π) asin(2 c / √((1 + 2 p) (1 + 2 q))), as an angle again.
pub(super) fn erf(p: f64, c: f64, q: f64) -> (f64, f64) {
    let square = p * q - c * c;
    let square = if square > 0.0 { square } else { 0.0 };
    let cosine = (1.0 + 2.0 * (p + q) + 4.0 * square).sqrt();
    (2.0 / PI * libm::atan2(2.0 * c, cosine), 4.0 / (PI * cosine))
}
