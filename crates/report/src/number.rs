//! Floating-point numbers in JSON: exact, NaN and infinities included.
//!
//! JSON has no word for NaN or infinity, and `serde_json` silently turns both
//! into `null`. A report writes them as the strings `"nan"`, `"inf"` and
//! `"-inf"`; every finite number is in its shortest form that reads back to
//! the same bits.

use serde_json::Value;

/// `x` as JSON; [`as_f64`] reads it back.
///
/// ```
/// use report::{as_f64, number};
/// assert_eq!(number(0.1).to_string(), "0.1");
/// assert_eq!(number(f64::NEG_INFINITY), "-inf");
/// assert_eq!(as_f64(&number(f64::INFINITY)), Some(f64::INFINITY));
/// ```
pub fn number(x: f64) -> Value {
    match serde_json::Number::from_f64(x) {
        Some(finite) => Value::Number(finite),
        None if x.is_nan() => "nan".into(),
        None if x > 0.0 => "inf".into(),
        None => "-inf".into(),
    }
}

/// `xs` as a JSON array of [`number`]s.
pub fn numbers(xs: &[f64]) -> Value {
    xs.iter().copied().map(number).collect()
}

/// The number that a JSON value stands for: a JSON number, or one of the
/// strings that [`number`] writes. `None` for everything else.
pub fn as_f64(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => match s.as_str() {
            "nan" => Some(f64::NAN),
            "inf" => Some(f64::INFINITY),
            "-inf" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// Serialises an `Option<[f64; 2]>` whose ends may be infinite.
pub(crate) mod interval {
    use super::{as_f64, number};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use serde_json::Value;

    pub(crate) fn serialize<S: Serializer>(
        interval: &Option<[f64; 2]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        interval.map(|ends| ends.map(number)).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<[f64; 2]>, D::Error> {
        let Some([low, high]) = Option::<[Value; 2]>::deserialize(deserializer)? else {
            return Ok(None);
        };
        match (as_f64(&low), as_f64(&high)) {
            (Some(low), Some(high)) => Ok(Some([low, high])),
            _ => Err(D::Error::custom(format!("expected two numbers, found {low} and {high}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_double_comes_back_bit_for_bit(bits: u64) {
            let x = f64::from_bits(bits);
            let text = number(x).to_string();
            let back = as_f64(&serde_json::from_str(&text).unwrap()).unwrap();
            if x.is_nan() {
                prop_assert!(back.is_nan());
            } else {
                prop_assert_eq!(back.to_bits(), bits);
            }
        }
    }

    #[test]
    fn other_values_are_no_numbers() {
        for value in [Value::Null, true.into(), "12".into(), "NaN".into()] {
            assert_eq!(as_f64(&value), None, "{value}");
        }
    }
}
