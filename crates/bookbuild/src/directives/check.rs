//! `{{= check ... }}`: prints nothing, and stops the build when a sentence of
//! the prose has stopped being true.

use report::as_f64;
use serde_json::Value;

use super::{Output, misuse};
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["verdict", claim, expected] => verdict(page, claim, expected)?,
        [target, "==", expected] => equal(page.library.value(target)?, expected)?,
        [target, low, high] => within(page.library.value(target)?, low, high)?,
        _ => return Err(misuse("check")),
    }
    Ok(Output::Nothing)
}

fn verdict(page: &mut Page<'_>, claim: &str, expected: &str) -> Result<(), String> {
    let found = page.library.claim(claim)?.settled.verdict.to_string();
    if found == expected {
        return Ok(());
    }
    Err(format!("claim {claim} has the verdict \"{found}\", and the text says \"{expected}\""))
}

fn equal(value: &Value, expected: &str) -> Result<(), String> {
    let wanted = serde_json::from_str(expected).unwrap_or_else(|_| Value::from(expected));
    let same = match (as_f64(value), as_f64(&wanted)) {
        (Some(x), Some(y)) => x == y,
        _ => *value == wanted,
    };
    if same { Ok(()) } else { Err(format!("the value is {value}, and the text says {expected}")) }
}

fn within(value: &Value, low: &str, high: &str) -> Result<(), String> {
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("`{text}` is no number"));
    let (low, high) = (number(low)?, number(high)?);
    if low > high {
        return Err(format!("the range from {low} to {high} is empty"));
    }
    match as_f64(value) {
        Some(x) if low <= x && x <= high => Ok(()),
        Some(x) => Err(format!(
            "the value is {x}, outside the range from {low} to {high} that the text relies on"
        )),
        None => Err(format!("the value is {value}, no number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ranges_include_their_ends_and_refuse_nan() {
        assert!(within(&json!(-0.5), "-0.6", "-0.5").is_ok());
        assert!(within(&json!("inf"), "1", "inf").is_ok());
        assert!(within(&json!(-0.49), "-0.6", "-0.5").unwrap_err().contains("outside the range"));
        assert!(within(&json!("nan"), "-inf", "inf").is_err());
        assert!(within(&json!("high"), "0", "1").unwrap_err().contains("no number"));
        assert!(within(&json!(1), "2", "1").unwrap_err().contains("empty"));
    }

    #[test]
    fn equality_is_of_values_not_of_spellings() {
        assert!(equal(&json!(20), "20.0").is_ok());
        assert!(equal(&json!(1e-3), "0.001").is_ok());
        assert!(equal(&json!("relu"), "relu").is_ok());
        assert!(equal(&json!(true), "true").is_ok());
        assert!(equal(&json!(21), "20").unwrap_err().contains("the text says 20"));
        assert!(equal(&json!("nan"), "nan").is_err());
    }
}
