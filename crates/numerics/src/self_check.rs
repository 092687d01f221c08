//! Does this machine keep the contract? Asked before anything is written.

use crate::golden;
use crate::level::vectorise;
use std::fmt;
use std::hint::black_box;

/// A broken promise, found by [`self_check`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SelfCheckError {
    probe: &'static str,
    finding: &'static str,
}

impl fmt::Display for SelfCheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "numerics self-check, probe `{}`: {}; results of this process would not be reproducible",
            self.probe, self.finding
        )
    }
}

impl std::error::Error for SelfCheckError {}

/// Probes subnormal numbers, the rounding mode and the fusing of
/// multiplications with additions, then compares a hash of every kernel with
/// the committed one; well under a millisecond.
///
/// A foreign library may flush subnormals to zero or change the rounding mode
/// of the process, and a compiler flag may fuse operations: each of these moves
/// bits without any other sign.
///
/// ```
/// numerics::self_check()?;
/// # Ok::<(), numerics::SelfCheckError>(())
/// ```
///
/// # Errors
/// Names the first probe that failed.
pub fn self_check() -> Result<(), SelfCheckError> {
    let probes = [
        ("subnormal", keeps_subnormals as fn() -> bool, "subnormal numbers become zero"),
        ("rounding", rounds_to_nearest, "the rounding mode is not to nearest, ties to even"),
        ("contraction", rounds_products, "a * b + c is computed with a single rounding"),
    ];
    for (probe, holds, finding) in probes {
        if !holds() {
            return Err(SelfCheckError { probe, finding });
        }
    }
    for ((probe, hash), golden) in
        golden::hashes(golden::QUICK).into_iter().zip(golden::committed())
    {
        if probe != golden.kernel || hash != golden.quick {
            return Err(SelfCheckError {
                probe,
                finding: "its bits differ from the committed ones",
            });
        }
    }
    Ok(())
}

fn keeps_subnormals() -> bool {
    let made = black_box(f64::MIN_POSITIVE) * black_box(0.5);
    let read = black_box(f64::from_bits(1)) * black_box(2.0);
    made.to_bits() == 1 << 51 && read.to_bits() == 2
}

fn rounds_to_nearest() -> bool {
    let (one, half_ulp) = (black_box(1.0), black_box(f64::EPSILON / 2.0));
    // A tie that goes to even, less than half an ulp, and more than half, on
    // both sides of zero.
    [1.0, -1.0].map(black_box).iter().all(|sign| {
        sign * one + sign * half_ulp == *sign
            && sign * one + sign * (0.5 * half_ulp) == *sign
            && sign * one + sign * (1.5 * half_ulp) == sign * (1.0 + f64::EPSILON)
    })
}

fn rounds_products() -> bool {
    // (1 + u)^2 = 1 + 2 u + u^2, whose last term a rounded product lacks.
    let u = 1.0 / f64::from(1 << 27);
    let (a, c) = (black_box([1.0 + u; 16]), black_box([-(1.0 + 2.0 * u); 16]));
    let mut out = [1.0; 16];
    vectorise(|| {
        for ((out, a), c) in out.iter_mut().zip(&a).zip(&c) {
            *out = a * a + c;
        }
    });
    out == [0.0; 16]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn this_machine_keeps_the_contract() {
        for level in Level::available() {
            assert_eq!(level.run(self_check), Ok(()));
        }
    }

    #[test]
    fn every_kernel_has_a_committed_hash() {
        let kernels: Vec<_> =
            golden::hashes(golden::QUICK).into_iter().map(|(kernel, _)| kernel).collect();
        let committed: Vec<_> = golden::committed().map(|golden| golden.kernel).collect();
        assert_eq!(kernels, committed);
    }

    #[test]
    fn the_message_names_the_probe() {
        let error = SelfCheckError { probe: "rounding", finding: "it is off" };
        assert!(error.to_string().contains("probe `rounding`: it is off"));
    }

    /// On x86 the probes can be shown to see what they look for.
    #[cfg(target_arch = "x86_64")]
    #[test]
    #[allow(unsafe_code, deprecated)]
    fn probes_see_a_changed_floating_point_mode() {
        use std::arch::x86_64::{_mm_getcsr, _mm_setcsr};
        const FLUSH_TO_ZERO: u32 = 1 << 15;
        const DENORMALS_ARE_ZERO: u32 = 1 << 6;
        const ROUND_DOWN: u32 = 1 << 13;
        const ROUND_UP: u32 = 2 << 13;
        const ROUND_TO_ZERO: u32 = 3 << 13;
        for (mode, probe) in [
            (FLUSH_TO_ZERO, keeps_subnormals as fn() -> bool),
            (DENORMALS_ARE_ZERO, keeps_subnormals),
            (ROUND_DOWN, rounds_to_nearest),
            (ROUND_UP, rounds_to_nearest),
            (ROUND_TO_ZERO, rounds_to_nearest),
        ] {
            // SAFETY: the probe alone runs under the changed mode, on this
            // thread, and the mode is put back at once.
            let holds = unsafe {
                let before = _mm_getcsr();
                _mm_setcsr(before | mode);
                let holds = probe();
                _mm_setcsr(before);
                holds
            };
            assert!(!holds, "mode {mode:#x} went unnoticed");
        }
    }
}
