//! From values to positions on an axis.
//!
//! Logarithms are taken here, with the project's own `ln`: the drawing below
//! only ever sees linear coordinates, so no platform function can move a line.

/// How an axis spreads its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Linear,
    /// Coordinates are powers of ten.
    Log10,
    /// Coordinates are powers of two: for widths, depths and sample sizes that
    /// double.
    Log2,
}

impl Scale {
    /// Where `value` lies: itself, or its logarithm. NaN where there is none.
    pub(super) fn coordinate(self, value: f64) -> f64 {
        use numerics::elementary::ln;
        match self {
            Self::Linear => value,
            _ if value <= 0.0 => f64::NAN,
            Self::Log10 => ln(value) / ln(10.0),
            Self::Log2 => ln(value) / ln(2.0),
        }
    }

    /// The limits that show coordinates `lo..=hi` with some air around them.
    pub(super) fn padded(self, lo: f64, hi: f64, air: f64) -> (f64, f64) {
        let span = hi - lo;
        if span == 0.0 {
            let around = if self == Self::Linear && lo != 0.0 { 0.1 * lo.abs() } else { 1.0 };
            return (lo - around, hi + around);
        }
        // Values that nearly reach down to zero are read better from zero.
        if self == Self::Linear && lo > 0.0 && lo < 0.25 * hi {
            return (0.0, hi + air * hi);
        }
        (lo - air * span, hi + air * span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_land_on_their_decades() {
        for n in [-300, -12, 0, 7, 300] {
            let value: f64 = format!("1e{n}").parse().expect("a double");
            let error = (Scale::Log10.coordinate(value) - f64::from(n)).abs();
            assert!(error <= 1e-13 * f64::from(n).abs(), "10^{n}: {error:e}");
        }
        assert!(Scale::Log2.coordinate(0.0).is_nan() && Scale::Log10.coordinate(-1.0).is_nan());
    }

    #[test]
    fn limits_have_air_and_prefer_zero() {
        assert_eq!(Scale::Linear.padded(0.1, 1.0, 0.04), (0.0, 1.04));
        assert_eq!(Scale::Linear.padded(-1.0, 1.0, 0.05), (-1.1, 1.1));
        assert_eq!(Scale::Log10.padded(-3.0, -1.0, 0.05), (-3.1, -0.9));
        assert_eq!(Scale::Linear.padded(5.0, 5.0, 0.05), (4.5, 5.5));
    }
}
