//! Functions that no inner loop needs, from the `libm` crate: software on every
//! platform, hence the same bits everywhere.

/// x to the power y.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The logarithm of x to base 2.
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// The logarithm of x to base 10.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}
