//! What the machine can do at most, as the roofline needs it: arithmetic in registers, and numbers
//! fetched and stored.

use crate::harness::Work;
use numerics::vectorise;
use std::hint::black_box;

// ANCHOR: peak
/// 64 chains of x ↦ a x + b that do not wait for each other, in registers: the most operations a
/// second that a multiplication followed by an addition allows. Checks the sum of the chains,
/// each of which has come to rest at b / (1 - a) = 1/2.
pub(crate) fn peak() -> Work {
    const ROUNDS: u32 = 4_000_000;
    let run = || {
        let (a, b) = black_box((0.5, 0.25));
        // Eight by eight: the compiler keeps these in registers, and not the same as one array.
        let mut chains = black_box([[1.0; 8]; 8]);
        let body = {
            #[inline(always)]
            || {
                let mut here = chains;
                for _ in 0..ROUNDS {
                    for eight in &mut here {
                        for x in eight {
                            *x = *x * a + b;
                        }
                    }
                }
                chains = here;
            }
        };
        vectorise(body);
        chains.iter().flatten().sum()
    };
    Work { unit: "1 operation".to_owned(), units: ROUNDS * 2 * 64, run: Box::new(run) }
}
// ANCHOR_END: peak

/// c = a + b / 2 for three arrays of `n` numbers, about 800 MB a call: seconds for a byte that is
/// read or written. Checks the last number.
pub(crate) fn stream(n: usize) -> Result<Work, String> {
    const NUMBERS: usize = 1 << 25;
    if n == 0 || n > NUMBERS {
        return Err(format!("--n: expected 1 to {NUMBERS} numbers, got {n}"));
    }
    let (a, b, mut c) = (vec![1.0; n], vec![2.0; n], vec![0.0; n]);
    let passes = NUMBERS / n;
    let run = move || {
        for _ in 0..passes {
            let body = {
                #[inline(always)]
                || {
                    for ((c, a), b) in c.iter_mut().zip(&a).zip(&b) {
                        *c = a + 0.5 * b;
                    }
                }
            };
            vectorise(body);
            black_box(&mut c);
        }
        c[n - 1]
    };
    Ok(Work { unit: "1 byte".to_owned(), units: (24 * n * passes) as u32, run: Box::new(run) })
}
