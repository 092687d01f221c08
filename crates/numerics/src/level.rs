//! One loop, compiled for every vector level, chosen at run time.
//!
//! A vector level changes how many elements an instruction handles, never what
//! is computed for one element: fused multiply-add is not used at any level,
//! and LLVM does not reorder floating-point operations on its own. So the same
//! loop gives the same bits at every level, and nothing has to be written
//! twice.

use std::cell::Cell;
use std::fmt;
use std::sync::LazyLock;

/// The environment variable that lowers the vector level of a process.
pub const LEVEL_VARIABLE: &str = "CREASE_SIMD";

/// A set of vector instructions to compile loops for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// What the compiler assumes of every machine of a target other than x86:
    /// two lanes on aarch64 (NEON) and on wasm with `simd128`.
    Portable,
    /// What every 64-bit x86 has: two lanes.
    Sse2,
    /// Four lanes.
    Avx2,
    /// Eight lanes (the subsets F, VL, DQ and BW).
    Avx512,
}

thread_local! {
    static CURRENT: Cell<Level> = Cell::new(*PROCESS);
}

/// The level of the process, found once.
static PROCESS: LazyLock<Level> = LazyLock::new(|| match std::env::var_os(LEVEL_VARIABLE) {
    None => Level::best(),
    Some(value) => value
        .to_str()
        .ok_or_else(|| format!("{LEVEL_VARIABLE} is not valid UTF-8: {value:?}"))
        .and_then(Level::parse)
        .unwrap_or_else(|message| panic!("{message}")),
});

impl Level {
    const ALL: [Level; 4] = [Level::Portable, Level::Sse2, Level::Avx2, Level::Avx512];

    /// The level that vectorised calls on this thread use: the best that the
    /// machine has, unless `CREASE_SIMD` or [`Level::run`] says otherwise.
    ///
    /// # Panics
    /// On the first call of the process if `CREASE_SIMD` names no level of this
    /// machine.
    #[inline]
    pub fn current() -> Level {
        CURRENT.get()
    }

    /// The levels that this machine can run, lowest first.
    pub fn available() -> impl Iterator<Item = Level> {
        Level::ALL.into_iter().filter(|level| level.is_available())
    }

    fn best() -> Level {
        Level::available().last().expect("every machine has its target's base level")
    }

    /// Whether this machine can run this level.
    #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
    pub fn is_available(self) -> bool {
        match self {
            Level::Portable => false,
            Level::Sse2 => true,
            Level::Avx2 => is_x86_feature_detected!("avx2"),
            Level::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512bw")
            }
        }
    }

    /// Whether this machine can run this level.
    #[cfg(not(any(target_arch = "x86_64", target_arch = "x86")))]
    pub fn is_available(self) -> bool {
        self == Level::Portable
    }

    /// The level called `name` (`portable`, `sse2`, `avx2`, `avx512`), or a
    /// message that says which there are.
    fn parse(name: &str) -> Result<Level, String> {
        let choices = || Level::available().map(|l| l.to_string()).collect::<Vec<_>>().join(", ");
        match Level::ALL.into_iter().find(|level| level.to_string() == name) {
            None => Err(format!(
                "{LEVEL_VARIABLE}={name:?} is no vector level; this machine has: {}",
                choices()
            )),
            Some(level) if level.is_available() => Ok(level),
            Some(_) => Err(format!(
                "{LEVEL_VARIABLE}={name}: this machine lacks it; it has: {}",
                choices()
            )),
        }
    }

    /// Runs `body` with every vectorised call that it makes on this thread at
    /// this level. Made for tests and benchmarks that compare levels.
    ///
    /// # Panics
    /// If the machine lacks the level.
    pub fn run<R>(self, body: impl FnOnce() -> R) -> R {
        /// Puts the previous level back, also when `body` panics.
        struct Restore(Level);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        assert!(self.is_available(), "Level::run: this machine lacks {self}");
        let _restore = Restore(CURRENT.replace(self));
        body()
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Portable => "portable",
            Level::Sse2 => "sse2",
            Level::Avx2 => "avx2",
            Level::Avx512 => "avx512",
        })
    }
}

/// Runs a loop compiled for the vector level in force ([`Level::current`]).
///
/// The level reaches only code that is inlined into `body`. LLVM inlines a
/// small closure by itself; one with a large loop body needs to be told, by an
/// attribute that Rust accepts at the end of a block:
///
/// ```
/// use numerics::{elementary, vectorise};
/// let x = [0.5, 1.0, 2.0];
/// let mut y = [0.0; 3];
/// let body = {
///     #[inline(always)]
///     || {
///         for (y, &x) in y.iter_mut().zip(&x) {
///             *y = x * elementary::tanh(x);
///         }
///     }
/// };
/// vectorise(body);
/// assert_eq!(y[1], elementary::tanh(1.0));
/// ```
///
/// Without it the result has the same bits and comes more slowly.
#[inline]
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
#[allow(unsafe_code)]
pub fn vectorise<R>(mut body: impl FnMut() -> R) -> R {
    #[target_feature(enable = "avx2")]
    fn avx2<R>(mut body: impl FnMut() -> R) -> R {
        body()
    }
    #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw")]
    fn avx512<R>(mut body: impl FnMut() -> R) -> R {
        body()
    }
    match Level::current() {
        // SAFETY: a level comes into force only if the machine has it: `Level::best`,
        // `Level::parse` and `Level::run` all ask `Level::is_available`.
        Level::Avx512 => unsafe { avx512(body) },
        // SAFETY: as above.
        Level::Avx2 => unsafe { avx2(body) },
        Level::Sse2 | Level::Portable => body(),
    }
}

/// Runs a loop compiled for the target's base level, the only one there is on
/// this architecture.
#[inline]
#[cfg(not(any(target_arch = "x86_64", target_arch = "x86")))]
pub fn vectorise<R>(mut body: impl FnMut() -> R) -> R {
    body()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_bad_ones_are_refused() {
        for level in Level::available() {
            assert_eq!(Level::parse(&level.to_string()), Ok(level));
        }
        let message = Level::parse("mmx").unwrap_err();
        assert!(message.contains("CREASE_SIMD=\"mmx\" is no vector level"), "{message}");
        let missing = Level::ALL.into_iter().find(|level| !level.is_available()).unwrap();
        let message = Level::parse(&missing.to_string()).unwrap_err();
        assert!(message.contains("this machine lacks it"), "{message}");
    }

    #[test]
    fn a_level_is_in_force_only_inside_run() {
        let outside = Level::current();
        for level in Level::available() {
            assert_eq!(level.run(Level::current), level);
            assert_eq!(level.run(|| vectorise(Level::current)), level);
            assert_eq!(Level::current(), outside);
        }
        let lowest = Level::available().next().unwrap();
        std::panic::catch_unwind(|| lowest.run(|| panic!("expected"))).unwrap_err();
        assert_eq!(Level::current(), outside);
    }

    #[test]
    #[should_panic(expected = "this machine lacks")]
    fn a_missing_level_is_refused() {
        Level::ALL.into_iter().find(|level| !level.is_available()).unwrap().run(|| ());
    }
}
