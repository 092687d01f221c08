//! One hash per kernel over many inputs: the strictest test a kernel can have.
//!
//! Every result is hashed to the last bit (NaNs as one value, since their
//! payloads differ between processors). `golden.txt` keeps the hashes; they are
//! the same on every machine and at every vector level. The self-check of
//! [`crate::self_check`] uses few inputs per kernel, the test below many.
//!
//! A change of bits on purpose raises [`crate::NUMERICS_VERSION`] and rewrites
//! the file:
//!
//! ```text
//! CREASE_BLESS=1 cargo test --package numerics golden
//! ```

use crate::{Product, dot, matmul, slices, sum};

/// Inputs per kernel in the self-check and in the test.
pub(crate) const QUICK: usize = 64;
#[cfg(test)]
const FULL: usize = 20_000;

/// The committed file.
const GOLDEN: &str = include_str!("../golden.txt");

/// A line of the file.
#[derive(PartialEq, Debug)]
pub(crate) struct Golden {
    pub(crate) kernel: &'static str,
    pub(crate) quick: u64,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) full: u64,
}

/// The committed hashes, in the order of [`hashes`].
pub(crate) fn committed() -> impl Iterator<Item = Golden> {
    GOLDEN.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut words = line.split_whitespace();
        let mut word = || words.next().expect("golden.txt: three words a line");
        let kernel = word();
        let mut hash =
            || u64::from_str_radix(word(), 16).expect("golden.txt: a hash is hexadecimal");
        Golden { kernel, quick: hash(), full: hash() }
    })
}

/// The hash of every kernel over about `size` inputs each ([`QUICK`] or more).
pub(crate) fn hashes(size: usize) -> Vec<(&'static str, u64)> {
    type Map = fn(&[f64], &mut [f64]);
    let maps: [(&str, Map); 10] = [
        ("exp", slices::exp),
        ("ln", slices::ln),
        ("log1p", slices::log1p),
        ("sigmoid", slices::sigmoid),
        ("softplus", slices::softplus),
        ("tanh", slices::tanh),
        ("erf", slices::erf),
        ("sin", slices::sin),
        ("cos", slices::cos),
        ("sqrt", slices::sqrt),
    ];
    let x = inputs(size);
    let mut out = vec![0.0; x.len()];
    let mut all = Vec::new();
    for (kernel, map) in maps {
        map(&x, &mut out);
        all.push((kernel, hash(&out)));
    }

    let (x, y) = (Random(1).uniform(size, 1.0), Random(2).uniform(size, 1.0));
    // Every length from the whole down by a factor of 2/3 meets odd ends.
    let lengths = || std::iter::successors(Some(size), |&n| (n > 1).then_some(n * 2 / 3));
    all.push(("sum", hash(&lengths().map(|n| sum(&x[..n])).collect::<Vec<_>>())));
    all.push(("dot", hash(&lengths().map(|n| dot(&x[..n], &y[..n])).collect::<Vec<_>>())));

    // Odd shapes; the larger one is cut into blocks and packed.
    let (m, k, n) = if size <= QUICK { (6, 5, 23) } else { (37, 338, 59) };
    let (a, b) = (Random(3).uniform(m * k, 1.0), Random(4).uniform(k * n, 1.0));
    for (kernel, product) in
        [("matmul_nn", Product::Nn), ("matmul_tn", Product::Tn), ("matmul_nt", Product::Nt)]
    {
        let mut out = vec![0.0; m * n];
        matmul(product, m, k, n, &a, &b, &mut out);
        all.push((kernel, hash(&out)));
    }
    all
}

/// Uniform numbers of three scales, random bit patterns, and special values.
fn inputs(size: usize) -> Vec<f64> {
    let mut random = Random(0);
    let mut x = random.uniform(size / 4, 1.0);
    x.extend(random.uniform(size / 4, 20.0));
    x.extend(random.uniform(size / 4, 750.0));
    x.extend((0..size / 4).map(|_| f64::from_bits(random.next())));
    for special in [0.0, 1.0, f64::INFINITY, f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1)] {
        x.extend([special, -special]);
    }
    x.push(f64::NAN);
    x
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e3779b97f4a7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb);
        z ^ (z >> 31)
    }

    /// `n` numbers between -scale and scale.
    fn uniform(&mut self, n: usize, scale: f64) -> Vec<f64> {
        let unit = f64::EPSILON / 2.0;
        (0..n).map(|_| scale * (2.0 * ((self.next() >> 11) as f64 * unit) - 1.0)).collect()
    }
}

/// A multiplicative hash that depends on every bit and on the order.
fn hash(values: &[f64]) -> u64 {
    values.iter().fold(0, |hash: u64, x| {
        let bits = if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
        (hash.rotate_left(23) ^ bits).wrapping_mul(0x9e3779b97f4a7c15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, NUMERICS_VERSION};

    /// The file as it should be, at the vector level in force.
    fn render() -> String {
        let mut text = format!(
            "# Bit hashes of every kernel, numerics version {NUMERICS_VERSION}: \
             with few inputs (self-check) and with many (test).\n"
        );
        for ((kernel, quick), (_, full)) in hashes(QUICK).into_iter().zip(hashes(FULL)) {
            text += &format!("{kernel:<10} {quick:016x} {full:016x}\n");
        }
        text
    }

    #[test]
    fn golden_hashes_hold_at_every_level() {
        if std::env::var_os("CREASE_BLESS").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden.txt");
            std::fs::write(path, render()).expect("golden.txt can be written");
            return;
        }
        for level in Level::available() {
            let found = level.run(render);
            assert!(found == GOLDEN, "{level}: bits changed; golden.txt should read\n{found}");
        }
    }

    #[test]
    fn a_hash_sees_one_bit_and_the_order() {
        assert_ne!(hash(&[1.0, 2.0]), hash(&[2.0, 1.0]));
        assert_ne!(hash(&[1.0]), hash(&[1.0f64.next_up()]));
        assert_ne!(hash(&[0.0]), hash(&[-0.0]));
        assert_eq!(hash(&[f64::NAN]), hash(&[-f64::NAN]));
    }

    #[test]
    fn splitmix64_gives_its_published_values() {
        let mut random = Random(1234567);
        let found: [u64; 3] = std::array::from_fn(|_| random.next());
        assert_eq!(found, [6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }
}
