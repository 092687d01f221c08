//! NumPy's `.npy` files: one array each.
//!
//! The format (NumPy Enhancement Proposal 1): the magic bytes `\x93NUMPY`, a version, the
//! length of a header, the header, which is a Python dictionary such as
//! `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`, and the entries as raw bytes.
//! Read here are little-endian arrays in row-major ("C") order of the three types that
//! [`Element`] knows; anything else is refused with a message that says how to convert it.

use crate::error::{Error, read, write_atomically};
use std::path::Path;

const MAGIC: &[u8] = b"\x93NUMPY";

/// An array of any rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Array<T> {
    /// Lengths of the axes, outermost first; empty for a single number.
    pub shape: Vec<usize>,
    /// The entries in row-major order.
    pub data: Vec<T>,
}

/// A type of entry: `u8`, `f32` or `f64`.
pub trait Element: Copy {
    /// NumPy's name of the type in a header.
    const DESCR: &'static str;
    /// One entry out of `size_of::<Self>()` bytes.
    fn from_bytes(bytes: &[u8]) -> Self;
    /// Appends the entry's bytes.
    fn write_bytes(self, out: &mut Vec<u8>);
}

macro_rules! element {
    ($type:ty, $descr:literal) => {
        impl Element for $type {
            const DESCR: &'static str = $descr;

            fn from_bytes(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("one entry's bytes"))
            }

            fn write_bytes(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    };
}
element!(u8, "|u1");
element!(f32, "<f4");
element!(f64, "<f8");

/// Reads the array in a file.
///
/// # Errors
///
/// If the file cannot be read, is not an `.npy` file, holds another type of entries or another
/// order, or has too few or too many bytes.
pub fn load<T: Element>(path: &Path) -> Result<Array<T>, Error> {
    parse(&read(path)?).map_err(|problem| Error::content(path, problem))
}

/// Writes the array to a file, which is complete or as before at any moment.
///
/// # Errors
///
/// If the file cannot be written.
///
/// # Panics
///
/// If the shape does not have as many entries as there are.
pub fn save<T: Element>(path: &Path, array: &Array<T>) -> Result<(), Error> {
    write_atomically(path, &format(array))
}

/// The array in the bytes of a file, or what is wrong with them.
pub(crate) fn parse<T: Element>(bytes: &[u8]) -> Result<Array<T>, String> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err("not an .npy file: it does not begin with \\x93NUMPY".into());
    };
    let truncated = || "truncated inside the header".to_string();
    let (version, rest) = rest.split_first_chunk::<2>().ok_or_else(truncated)?;
    let (len, rest) = match version {
        [1, _] => {
            let (len, rest) = rest.split_first_chunk().ok_or_else(truncated)?;
            (usize::from(u16::from_le_bytes(*len)), rest)
        }
        [2 | 3, _] => {
            let (len, rest) = rest.split_first_chunk().ok_or_else(truncated)?;
            (u32::from_le_bytes(*len) as usize, rest)
        }
        [major, minor] => return Err(format!("unknown .npy version {major}.{minor}")),
    };
    let (header, body) = rest.split_at_checked(len).ok_or_else(truncated)?;
    let header = std::str::from_utf8(header).map_err(|_| "the header is not text".to_string())?;

    let descr = field(header, "descr")?.trim_matches(['\'', '"']);
    if descr != T::DESCR {
        return Err(format!(
            "expected entries of type '{}', found '{descr}': convert with numpy's astype",
            T::DESCR
        ));
    }
    match field(header, "fortran_order")? {
        "False" => {}
        "True" => {
            return Err("expected row-major order, found Fortran order: \
                        save numpy's ascontiguousarray(a)"
                .into());
        }
        other => return Err(format!("fortran_order is {other}, neither True nor False")),
    }
    let shape = parse_shape(field(header, "shape")?)?;

    let expected = shape
        .iter()
        .try_fold(size_of::<T>(), |product, &len| product.checked_mul(len))
        .ok_or_else(|| format!("shape {shape:?} has more bytes than this machine can address"))?;
    if body.len() != expected {
        let what = if body.len() < expected { "truncated" } else { "trailing bytes" };
        return Err(format!(
            "{what}: shape {shape:?} of '{descr}' takes {expected} bytes, found {}",
            body.len()
        ));
    }
    Ok(Array { shape, data: body.chunks_exact(size_of::<T>()).map(T::from_bytes).collect() })
}

/// The value of a key in the header's dictionary, as it is spelled there.
fn field<'a>(header: &'a str, key: &str) -> Result<&'a str, String> {
    let missing = || format!("the header has no '{key}': {}", header.trim_end());
    let quoted = [format!("'{key}'"), format!("\"{key}\"")];
    let start = quoted.iter().find_map(|key| Some(header.find(key)? + key.len()));
    let value = header[start.ok_or_else(missing)?..].trim_start();
    let value = value.strip_prefix(':').ok_or_else(missing)?.trim_start();
    // A value ends at its comma or at the end of the dictionary; a tuple, which has commas of
    // its own, at its closing bracket.
    let end = if value.starts_with('(') {
        value.find(')').map(|end| end + 1)
    } else {
        value.find([',', '}'])
    };
    Ok(value[..end.ok_or_else(missing)?].trim_end())
}

/// A Python tuple of lengths: `()`, `(5000,)`, `(5620, 65)`.
fn parse_shape(text: &str) -> Result<Vec<usize>, String> {
    let lengths = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let lengths = lengths.map(|inner| inner.split(',').map(str::trim).filter(|s| !s.is_empty()));
    lengths
        .and_then(|lengths| lengths.map(|length| length.parse().ok()).collect())
        .ok_or_else(|| format!("the shape {text} is not a tuple of lengths"))
}

/// The bytes of a version 1.0 file, as NumPy writes them: the header is filled up with spaces so
/// that the entries begin at a multiple of 64.
pub(crate) fn format<T: Element>(array: &Array<T>) -> Vec<u8> {
    let entries = array.shape.iter().product::<usize>();
    assert_eq!(array.data.len(), entries, "the entries do not fill the shape {:?}", array.shape);
    let mut shape: String = array.shape.iter().map(|len| format!("{len}, ")).collect();
    // Python wants the comma after a single length and NumPy leaves out any other last one.
    shape.truncate(shape.len().saturating_sub(if array.shape.len() == 1 { 1 } else { 2 }));
    let dictionary =
        format!("{{'descr': '{}', 'fortran_order': False, 'shape': ({shape}), }}", T::DESCR);
    let prefix = MAGIC.len() + 4;
    let len = (prefix + dictionary.len() + 1).next_multiple_of(64) - prefix;
    let short = u16::try_from(len).expect("a shape of a few lengths");

    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&[1, 0]);
    bytes.extend_from_slice(&short.to_le_bytes());
    bytes.extend_from_slice(format!("{dictionary:width$}\n", width = len - 1).as_bytes());
    for &entry in &array.data {
        entry.write_bytes(&mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array() -> Array<f64> {
        Array { shape: vec![2, 3], data: vec![0.1, -0.0, f64::MIN_POSITIVE / 4.0, 1e300, 4.0, 5.0] }
    }

    /// A version 1.0 file with this header and body.
    fn file(header: &str, body: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(body);
        bytes
    }

    fn problem<T: Element + std::fmt::Debug>(bytes: &[u8]) -> String {
        parse::<T>(bytes).unwrap_err()
    }

    /// `np.save` of `np.array([[1, 2], [3, 4.5]], "<f4")`, byte for byte.
    #[test]
    fn the_bytes_are_numpys() {
        let expected = Array { shape: vec![2, 2], data: vec![1.0_f32, 2.0, 3.0, 4.5] };
        let mut bytes = b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, \
                          'shape': (2, 2), }"
            .to_vec();
        bytes.resize(127, b' ');
        bytes.push(b'\n');
        bytes.extend(b"\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x90\x40");
        assert_eq!(format(&expected), bytes);
        assert_eq!(parse(&bytes), Ok(expected));
    }

    #[test]
    fn files_come_back_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.npy");
        save(&path, &array()).unwrap();
        let read: Array<f64> = load(&path).unwrap();
        assert_eq!(read.shape, [2, 3]);
        let bits = |a: &Array<f64>| a.data.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&read), bits(&array()));
    }

    #[test]
    fn every_rank() {
        for (shape, text) in [
            (vec![], "()"),
            (vec![3], "(3,)"),
            (vec![0, 2], "(0, 2)"),
            (vec![1, 2, 2], "(1, 2, 2)"),
        ] {
            let len = shape.iter().product();
            let array = Array { shape, data: vec![7_u8; len] };
            let bytes = format(&array);
            assert!(String::from_utf8_lossy(&bytes).contains(&format!("'shape': {text}, ")));
            assert_eq!(parse(&bytes), Ok(array));
        }
    }

    #[test]
    fn other_spellings_of_the_header() {
        let header = "{\"shape\":(1,),\"fortran_order\":False,\"descr\":\"|u1\"}";
        assert_eq!(parse(&file(header, &[9])), Ok(Array { shape: vec![1], data: vec![9_u8] }));
        let mut wide = b"\x93NUMPY\x02\x00".to_vec();
        wide.extend((header.len() as u32).to_le_bytes());
        wide.extend(header.as_bytes());
        wide.push(9);
        assert_eq!(parse(&wide), Ok(Array { shape: vec![1], data: vec![9_u8] }));
    }

    #[test]
    fn wrong_types_and_orders() {
        assert_eq!(
            problem::<u8>(&format(&array())),
            "expected entries of type '|u1', found '<f8': convert with numpy's astype"
        );
        let fortran = file("{'descr': '|u1', 'fortran_order': True, 'shape': (1,), }", &[0]);
        assert!(problem::<u8>(&fortran).contains("found Fortran order"));
    }

    #[test]
    fn wrong_lengths() {
        let bytes = format(&array());
        assert_eq!(
            problem::<f64>(&bytes[..bytes.len() - 1]),
            "truncated: shape [2, 3] of '<f8' takes 48 bytes, found 47"
        );
        let mut long = bytes.clone();
        long.push(0);
        assert!(problem::<f64>(&long).starts_with("trailing bytes: "));
        // Cut anywhere, a file is refused; cut inside the header, it says so.
        for end in 0..bytes.len() {
            let problem = problem::<f64>(&bytes[..end]);
            assert_eq!(problem.contains("inside the header"), (6..128).contains(&end), "{problem}");
        }
    }

    #[test]
    fn broken_headers() {
        for (header, expected) in [
            ("{'fortran_order': False, 'shape': (1,), }", "has no 'descr'"),
            ("{'descr': '|u1', 'shape': (1,), }", "has no 'fortran_order'"),
            ("{'descr': '|u1', 'fortran_order': False, }", "has no 'shape'"),
            ("{'descr': '|u1', 'fortran_order': False, 'shape': (1,", "has no 'shape'"),
            (
                "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,), }",
                "not a tuple of lengths",
            ),
            ("{'descr': '|u1', 'fortran_order': False, 'shape': 1, }", "not a tuple of lengths"),
            ("{'descr': '|u1', 'fortran_order': 0, 'shape': (1,), }", "neither True nor False"),
            (
                "{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999, 9999999999), }",
                "more bytes than",
            ),
        ] {
            let problem = problem::<u8>(&file(header, &[0]));
            assert!(problem.contains(expected), "{problem}");
        }
        assert!(problem::<u8>(b"PK\x03\x04").contains("not an .npy file"));
        assert!(problem::<u8>(b"\x93NUMPY\x09\x00").contains("unknown .npy version 9.0"));
    }
}
