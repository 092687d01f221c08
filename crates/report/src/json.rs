//! JSON for people and for `diff`: the same bytes on every machine.

use serde::Serialize;
use serde_json::Value;

/// The keys that come first in an object, in this order; all others follow in
/// alphabetical order. It is what a reader looks for first, and it leaves the
/// raw cells of a report to its end.
const FIRST: [&str; 15] = [
    "id",
    "experiment",
    "question",
    "profile",
    "shift",
    "numerics_version",
    "constants",
    "label",
    "caption",
    "alt",
    "claims",
    "values",
    "tables",
    "figures",
    "cells",
];

/// `value` as JSON text: objects one key a line, arrays of plain values on one
/// line, keys in a fixed order, and a line feed at the end.
///
/// The order is fixed here because `serde_json` keeps another one as soon as
/// any crate of the build turns its `preserve_order` on.
///
/// # Panics
///
/// If `value` does not serialise to JSON, as a map whose keys are no strings.
pub fn to_json(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).expect("the value serialises to JSON");
    let mut text = String::new();
    write(&value, 0, &mut text);
    text.push('\n');
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by_key(|(key, _)| {
                (FIRST.iter().position(|k| k == key).unwrap_or(FIRST.len()), *key)
            });
            block('{', '}', entries, depth, text, |(key, value), text| {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push_str(": ");
                write(value, depth + 1, text);
            });
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            block('[', ']', items, depth, text, |item, text| write(item, depth + 1, text));
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            text.push_str(&format!("[{}]", items.join(", ")));
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// One item a line between two brackets.
fn block<T>(
    open: char,
    close: char,
    items: impl IntoIterator<Item = T>,
    depth: usize,
    text: &mut String,
    mut item: impl FnMut(T, &mut String),
) {
    let indent = "  ".repeat(depth);
    text.push(open);
    for (i, each) in items.into_iter().enumerate() {
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        text.push_str(&indent);
        text.push_str("  ");
        item(each, text);
    }
    text.push_str(&format!("\n{indent}{close}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn layout() {
        let value = json!({
            "zeta": [], "alpha": {}, "cells": [{"a": 1}], "question": "why?",
            "grid": [[1, 2.5], [null, "x\"y"]]
        });
        let expected = r#"{
  "question": "why?",
  "cells": [
    {
      "a": 1
    }
  ],
  "alpha": {},
  "grid": [
    [1, 2.5],
    [null, "x\"y"]
  ],
  "zeta": []
}
"#;
        assert_eq!(to_json(&value), expected);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(crate::number),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[a-z]{1,8}", inner, 0..6)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_back_equal(value in any_json()) {
            prop_assert_eq!(serde_json::from_str::<Value>(&to_json(&value)).unwrap(), value);
        }
    }
}
