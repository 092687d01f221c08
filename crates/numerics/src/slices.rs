//! Pointwise operations over slices, at the machine's vector level.
//!
//! Each element is computed as the scalar function computes it, so the bits are
//! those of [`crate::elementary`] and of plain arithmetic at every level.
//!
//! Every function panics if its slices differ in length.

use crate::elementary;
use crate::level::vectorise;

/// Elements that are looked at before a quicker way is taken: a kilobyte.
const CHUNK: usize = 128;

/// out\[i\] = f(x\[i\]). For vector code, `f` must be inlined: a closure of a few
/// operations is; a larger one needs the attribute that [`vectorise`] shows.
#[track_caller]
#[inline]
pub fn map(x: &[f64], out: &mut [f64], f: impl Fn(f64) -> f64) {
    check_len("out", out.len(), x.len());
    let body = {
        #[inline(always)]
        || {
            for (out, &x) in out.iter_mut().zip(x) {
                *out = f(x);
            }
        }
    };
    vectorise(body);
}

/// [`map`] of `f`, chunk by chunk; by `moderate`, which is quicker, where every |x| of the chunk is
/// at most `limit`.
#[track_caller]
#[inline]
fn map_moderate(
    x: &[f64],
    out: &mut [f64],
    limit: f64,
    moderate: impl Fn(f64) -> f64,
    f: impl Fn(f64) -> f64,
) {
    check_len("out", out.len(), x.len());
    let body = {
        #[inline(always)]
        || {
            for (out, x) in out.chunks_mut(CHUNK).zip(x.chunks(CHUNK)) {
                if x.iter().fold(true, |all, x| all & (x.abs() <= limit)) {
                    out.iter_mut().zip(x).for_each(|(out, &x)| *out = moderate(x));
                } else {
                    out.iter_mut().zip(x).for_each(|(out, &x)| *out = f(x));
                }
            }
        }
    };
    vectorise(body);
}

/// out\[i\] = f(x\[i\], y\[i\]), inlined as in [`map`].
#[track_caller]
#[inline]
pub fn zip(x: &[f64], y: &[f64], out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    check_len("y", y.len(), x.len());
    check_len("out", out.len(), x.len());
    let body = {
        #[inline(always)]
        || {
            for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
                *out = f(x, y);
            }
        }
    };
    vectorise(body);
}

/// out\[i\] = f(out\[i\], x\[i\]), inlined as in [`map`].
#[track_caller]
#[inline]
pub fn update(out: &mut [f64], x: &[f64], f: impl Fn(f64, f64) -> f64) {
    check_len("x", x.len(), out.len());
    let body = {
        #[inline(always)]
        || {
            for (out, &x) in out.iter_mut().zip(x) {
                *out = f(*out, x);
            }
        }
    };
    vectorise(body);
}

#[track_caller]
#[inline]
fn check_len(name: &str, len: usize, expected: usize) {
    assert!(len == expected, "numerics::slices: {name} has {len} elements, expected {expected}");
}

/// `f`, a function's name, as a closure that is inlined however large it is: the
/// bare name goes through a shim of the compiler's, which LLVM inlines only if
/// it is small. The level's instructions would be lost, the bits not.
macro_rules! inlined {
    ($f:path) => {{
        #[inline(always)]
        |x| $f(x)
    }};
}

/// e^x, see [`elementary::exp`].
#[track_caller]
pub fn exp(x: &[f64], out: &mut [f64]) {
    let moderate = inlined!(elementary::exp_moderate);
    map_moderate(x, out, elementary::MODERATE, moderate, inlined!(elementary::exp));
}

/// Natural logarithm, see [`elementary::ln`].
#[track_caller]
pub fn ln(x: &[f64], out: &mut [f64]) {
    map(x, out, inlined!(elementary::ln));
}

/// log(1 + x), see [`elementary::log1p`].
#[track_caller]
pub fn log1p(x: &[f64], out: &mut [f64]) {
    map(x, out, inlined!(elementary::log1p));
}

/// 1 / (1 + e^-x), see [`elementary::sigmoid`].
#[track_caller]
pub fn sigmoid(x: &[f64], out: &mut [f64]) {
    let moderate = inlined!(elementary::sigmoid_moderate);
    map_moderate(x, out, elementary::MODERATE, moderate, inlined!(elementary::sigmoid));
}

/// log(1 + e^x), see [`elementary::softplus`].
#[track_caller]
pub fn softplus(x: &[f64], out: &mut [f64]) {
    map(x, out, inlined!(elementary::softplus));
}

/// Hyperbolic tangent, see [`elementary::tanh`].
#[track_caller]
pub fn tanh(x: &[f64], out: &mut [f64]) {
    map(x, out, inlined!(elementary::tanh));
}

/// Error function, see [`elementary::erf`].
#[track_caller]
pub fn erf(x: &[f64], out: &mut [f64]) {
    map(x, out, inlined!(elementary::erf));
}

/// Sine, see [`elementary::sin`].
#[track_caller]
pub fn sin(x: &[f64], out: &mut [f64]) {
    let moderate = inlined!(elementary::sin_reduced);
    map_moderate(x, out, elementary::TRIG_MAX, moderate, elementary::sin);
}

/// Cosine, see [`elementary::cos`].
#[track_caller]
pub fn cos(x: &[f64], out: &mut [f64]) {
    let moderate = inlined!(elementary::cos_reduced);
    map_moderate(x, out, elementary::TRIG_MAX, moderate, elementary::cos);
}

/// Square root, correctly rounded.
#[track_caller]
pub fn sqrt(x: &[f64], out: &mut [f64]) {
    map(x, out, f64::sqrt);
}

/// x + y.
#[track_caller]
pub fn add(x: &[f64], y: &[f64], out: &mut [f64]) {
    zip(x, y, out, |x, y| x + y);
}

/// x - y.
#[track_caller]
pub fn sub(x: &[f64], y: &[f64], out: &mut [f64]) {
    zip(x, y, out, |x, y| x - y);
}

/// x * y.
#[track_caller]
pub fn mul(x: &[f64], y: &[f64], out: &mut [f64]) {
    zip(x, y, out, |x, y| x * y);
}

/// x / y.
#[track_caller]
pub fn div(x: &[f64], y: &[f64], out: &mut [f64]) {
    zip(x, y, out, |x, y| x / y);
}

/// c * x.
#[track_caller]
pub fn scale(c: f64, x: &[f64], out: &mut [f64]) {
    map(x, out, |x| c * x);
}

/// out + x, in place.
#[track_caller]
pub fn add_assign(out: &mut [f64], x: &[f64]) {
    update(out, x, |out, x| out + x);
}

/// out + c * x, in place (two roundings).
#[track_caller]
pub fn axpy(c: f64, x: &[f64], out: &mut [f64]) {
    update(out, x, |out, x| out + c * x);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_in_the_order_of_the_arguments() {
        let (x, y) = ([6.0, 1.0, -3.0], [2.0, 4.0, 0.5]);
        let mut out = [0.0; 3];
        add(&x, &y, &mut out);
        assert_eq!(out, [8.0, 5.0, -2.5]);
        sub(&x, &y, &mut out);
        assert_eq!(out, [4.0, -3.0, -3.5]);
        mul(&x, &y, &mut out);
        assert_eq!(out, [12.0, 4.0, -1.5]);
        div(&x, &y, &mut out);
        assert_eq!(out, [3.0, 0.25, -6.0]);
        scale(2.0, &x, &mut out);
        assert_eq!(out, [12.0, 2.0, -6.0]);
        add_assign(&mut out, &y);
        assert_eq!(out, [14.0, 6.0, -5.5]);
        axpy(-2.0, &x, &mut out);
        assert_eq!(out, [2.0, 4.0, 0.5]);
        sqrt(&y, &mut out);
        assert_eq!(out, [2.0f64.sqrt(), 2.0, 0.5f64.sqrt()]);
    }

    #[test]
    #[should_panic(expected = "out has 2 elements, expected 3")]
    fn lengths_are_checked() {
        exp(&[1.0, 2.0, 3.0], &mut [0.0; 2]);
    }
}
