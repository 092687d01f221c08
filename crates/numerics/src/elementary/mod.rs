//! Elementary functions of one `f64`, made of IEEE `+ - * /` and bit operations.
//!
//! Each body is free of branches and tables (but for sin and cos beyond 10^6), so that a loop over a slice turns
//! into vector code ([`crate::slices`] has those loops); the order of every
//! operation is written out and is part of the definition. The polynomials are
//! minimax fits, stored as bit patterns. [`crate::accuracy`] measures the worst
//! error of each function against correctly rounded values; the figures in the
//! documentation are the largest errors seen on at least a million points.
//!
//! An error is given in *ulp*: units in the last place of the true value, so a
//! correctly rounded result is off by at most 0.5 ulp.

mod erf;
mod exp;
mod log;
mod tanh;
mod trig;

pub use erf::erf;
pub(crate) use exp::{MODERATE, exp_moderate, sigmoid_moderate};
pub use exp::{exp, sigmoid};
pub use log::{ln, log1p, softplus};
pub use tanh::tanh;
pub(crate) use trig::{TRIG_MAX, cos_reduced, sin_reduced};
pub use trig::{cos, sin};

/// 1.5 * 2^52: adding it to a number below 2^51 in size rounds that number to an
/// integer, which then sits in the low bits of the sum.
const MAGIC: f64 = 6755399441055744.0;

/// ln 2 in two parts; the first has 21 trailing zero bits, so that its product
/// with an exponent is exact.
const LN2_HI: f64 = f64::from_bits(0x3fe62e42fee00000);
const LN2_LO: f64 = f64::from_bits(0x3dea39ef35793c76);

/// `if c { a } else { b }` as a function: both values are computed already, so
/// the compiler picks one with a mask and keeps the loop vectorised.
#[inline(always)]
fn select(c: bool, a: f64, b: f64) -> f64 {
    if c { a } else { b }
}

/// Coefficients from their bit patterns.
const fn from_bits<const N: usize>(bits: [u64; N]) -> [f64; N] {
    let mut values = [0.0; N];
    let mut i = 0;
    while i < N {
        values[i] = f64::from_bits(bits[i]);
        i += 1;
    }
    values
}
