//! Files with the weights of a network that a user brings.
//!
//! Layers are the pairs `layers.N.weight` (outputs × inputs, as PyTorch's `Linear` has it) and
//! `layers.N.bias`, in the order of their numbers; numbers may be missing, since
//! `torch.nn.Sequential` counts the ReLUs too. Anything else in the file is refused: what it
//! would mean for the network is not known.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use geometry::{Affine, ReluNetwork};
use num_bigint::BigInt;
use numerics::Matrix;
use safetensors::{Dtype, SafeTensors};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::Error;

/// An array with its shape.
struct Tensor {
    shape: Vec<usize>,
    data: Vec<f64>,
}

type Tensors = BTreeMap<String, Tensor>;

/// The network in a `.safetensors` or `.json` file.
pub(super) fn load(path: &Path) -> Result<ReluNetwork, Error> {
    let refused = |problem| Error::Weights { path: path.to_owned(), problem };
    let read: fn(&[u8]) -> Result<Tensors, String> =
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("safetensors") => safetensors,
            Some("json") => json,
            _ => return Err(refused("expected a file called *.safetensors or *.json".into())),
        };
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    read(&bytes).and_then(network).map_err(refused)
}

fn network(tensors: Tensors) -> Result<ReluNetwork, String> {
    // The weight and the bias of each layer, by its number.
    let mut layers: BTreeMap<u64, [Option<Tensor>; 2]> = BTreeMap::new();
    for (name, tensor) in tensors {
        let (number, array, dimensions) = place(&name).ok_or_else(|| {
            format!("{name:?} is neither `layers.N.weight` nor `layers.N.bias`: only these make a network")
        })?;
        let found = tensor.shape.len();
        if found != dimensions {
            return Err(format!("{name}: expected {dimensions} dimensions, found {found}"));
        }
        if let Some(value) = tensor.data.iter().find(|x| !x.is_finite()) {
            return Err(format!("{name}: {value} is no weight; all must be finite"));
        }
        layers.entry(number).or_default()[array] = Some(tensor);
    }
    let numbers: Vec<u64> = layers.keys().copied().collect();
    let pair = |(number, pair): (u64, [Option<Tensor>; 2])| {
        let missing = |array| format!("`layers.{number}.{array}` is missing");
        let [weight, bias] = pair;
        let weight = weight.ok_or_else(|| missing("weight"))?;
        let bias = bias.ok_or_else(|| missing("bias"))?.data;
        Ok(Affine { weight: Matrix::from_vec(weight.shape[0], weight.shape[1], weight.data), bias })
    };
    let layers: Vec<Affine> = layers.into_iter().map(pair).collect::<Result<_, String>>()?;
    ReluNetwork::new(layers).map_err(|error| {
        let names: Vec<String> = numbers.iter().map(|n| format!("layers.{n}")).collect();
        let counted = numbers.iter().copied().eq(0..numbers.len() as u64);
        let hint =
            if counted { String::new() } else { format!(" (counting {})", names.join(", ")) };
        format!("{error}{hint}")
    })
}

/// The layer's number, 0 for the weight or 1 for the bias, and how many dimensions that has.
fn place(name: &str) -> Option<(u64, usize, usize)> {
    let (number, array) = name.strip_prefix("layers.")?.split_once('.')?;
    let number: u64 = number.parse().ok().filter(|n: &u64| n.to_string() == number)?;
    match array {
        "weight" => Some((number, 0, 2)),
        "bias" => Some((number, 1, 1)),
        _ => None,
    }
}

fn safetensors(bytes: &[u8]) -> Result<Tensors, String> {
    let file = SafeTensors::deserialize(bytes)
        .map_err(|problem| format!("not a valid safetensors file: {problem}"))?;
    let tensor = |(name, view): (String, safetensors::tensor::TensorView<'_>)| {
        let bytes = view.data();
        let data = match view.dtype() {
            Dtype::F64 => numbers(bytes, f64::from_le_bytes),
            Dtype::F32 => numbers(bytes, |b| f64::from(f32::from_le_bytes(b))),
            Dtype::F16 => numbers(bytes, |b| half(u16::from_le_bytes(b))),
            // The upper half of an f32.
            Dtype::BF16 => {
                numbers(bytes, |[a, b]: [u8; 2]| f64::from(f32::from_le_bytes([0, 0, a, b])))
            }
            other => {
                return Err(format!(
                    "{name}: numbers of type {other:?}; expected F64, F32, F16 or BF16"
                ));
            }
        };
        Ok((name, Tensor { shape: view.shape().to_vec(), data }))
    };
    file.tensors().into_iter().map(tensor).collect()
}

fn numbers<const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    bytes.as_chunks::<N>().0.iter().map(|&bytes| number(bytes)).collect()
}

/// The value of a half-precision number: 1 sign bit, 5 of exponent, 10 of fraction.
fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let size = match bits >> 10 & 0x1f {
        0 => fraction / f64::from(1 << 24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1024.0 + fraction) * f64::from(1_u32 << exponent) / f64::from(1 << 25),
    };
    if bits >> 15 == 1 { -size } else { size }
}

fn json(bytes: &[u8]) -> Result<Tensors, String> {
    let Object(entries) = serde_json::from_slice(bytes).map_err(|problem| {
        format!("expected one JSON object from names to nested arrays of numbers: {problem}")
    })?;
    let tensor = |(name, value): (String, Box<RawValue>)| {
        let nested = |problem| format!("{name}: {problem}");
        let (shape, texts) = arrays(value.get()).map_err(nested)?;
        let data = texts.into_iter().map(exact).collect::<Result<_, _>>().map_err(nested)?;
        Ok((name, Tensor { shape, data }))
    };
    entries.into_iter().map(tensor).collect()
}

/// The shape and the entries' texts of a list of numbers or of rows of them.
fn arrays(text: &str) -> Result<(Vec<usize>, Vec<&str>), String> {
    let entries = |text| -> Result<Vec<&str>, String> {
        let entries: Vec<&RawValue> = serde_json::from_str(text)
            .map_err(|_| format!("expected an array of numbers, found {}", short(text)))?;
        Ok(entries.into_iter().map(RawValue::get).collect())
    };
    let outer = entries(text)?;
    if !outer.first().is_some_and(|first| first.starts_with('[')) {
        return Ok((vec![outer.len()], outer));
    }
    let rows: Vec<Vec<&str>> = outer.iter().map(|row| entries(row)).collect::<Result<_, _>>()?;
    let cols = rows[0].len();
    if let Some(row) = rows.iter().position(|row| row.len() != cols) {
        let found = rows[row].len();
        return Err(format!("row {row} has {found} entries, but row 0 has {cols}"));
    }
    Ok((vec![rows.len(), cols], rows.concat()))
}

/// The double that a JSON number stands for. One with a point or an exponent is rounded, as
/// always; one that is written as an integer must be a double exactly.
fn exact(text: &str) -> Result<f64, String> {
    let number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let value: f64 =
        text.parse().ok().filter(|x: &f64| number && x.is_finite()).ok_or_else(|| {
            format!("expected a number that a double can hold, found {}", short(text))
        })?;
    if let Ok(integer) = text.parse::<BigInt>() {
        let rounded = num_bigint::ToBigInt::to_bigint(&value).expect("finite");
        if rounded != integer {
            return Err(format!("the integer {} is no double; {rounded} is", short(text)));
        }
    }
    Ok(value)
}

/// The beginning of a text, for a message of one line.
fn short(text: &str) -> String {
    let mut line: String = text.chars().take(40).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    format!("`{line}`")
}

/// The entries of a JSON object, none of which comes twice.
struct Object(BTreeMap<String, Box<RawValue>>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    if entries.contains_key(&name) {
                        return Err(A::Error::custom(format_args!("{name:?} comes twice")));
                    }
                    entries.insert(name, value);
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x0001, 1.0 / 16_777_216.0),
            (0x3c00, 1.0),
            (0xc500, -5.0),
            (0x7bff, 65504.0),
            (0x0400, 1.0 / 16384.0),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:x}");
        }
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        for (text, value) in [
            ("0", 0.0),
            ("-3", -3.0),
            ("0.1", 0.1),
            ("1e3", 1000.0),
            ("9007199254740992", 9_007_199_254_740_992.0),
            ("100000000000000000000000", 1e23),
        ] {
            let found = exact(text);
            // 10²³ is the first power of ten that is no double.
            if text.len() == 24 {
                assert!(found.is_err(), "{text}");
            } else {
                assert_eq!(found, Ok(value), "{text}");
            }
        }
        assert_eq!(exact("10000000000000000000000"), Ok(1e22));
        for text in ["9007199254740993", "1e400", "null", "\"1\"", "[1]", "true"] {
            assert!(exact(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_of_tensors() {
        assert_eq!(place("layers.12.weight"), Some((12, 0, 2)));
        assert_eq!(place("layers.0.bias"), Some((0, 1, 1)));
        for name in
            ["layers.00.bias", "layers.+1.bias", "layers.0.scale", "0.weight", "layers.bias"]
        {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
