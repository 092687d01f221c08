//! Named random streams: the only source of randomness.
//!
//! A stream is named by an experiment, a seed and a purpose, and the name is the whole of its
//! state: one more draw for the data can never move the initial weights, because the two come
//! from different streams.
//!
//! The generator is ChaCha with 8 rounds, whose output is fixed by a specification with
//! published vectors. Every distribution on top of it is defined here, in a few lines each, and
//! pinned by vectors in the tests, since the distributions of general libraries may change
//! between releases and some differ between platforms. A draw always consumes a number of words
//! that its definition states, so a position in a stream is one integer.

use numerics::elementary::{cos, ln};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A random stream with a name.
///
/// ```
/// use nn::Stream;
///
/// let mut weights = Stream::new("uat.protocol", 0, "weights");
/// let mut noise = Stream::new("uat.protocol", 0, "noise");
/// assert_ne!(weights.next_u64(), noise.next_u64());
///
/// let again = Stream::new("uat.protocol", 0, "noise").next_u64();
/// assert_eq!(again, Stream::new("uat.protocol", 0, "noise").next_u64());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    rng: ChaCha8Rng,
}

/// Where a [`Stream`] stands: enough to go on from there, in a form that a file can hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamState {
    /// The ChaCha key, which stands for the stream's name.
    pub key: [u8; 32],
    /// How many 64-bit words have been drawn.
    pub drawn: u64,
}

impl Stream {
    /// The stream of that name, at its beginning.
    ///
    /// The ChaCha key is the SHA-256 hash of the three parts, each spelled as its length in bytes
    /// (a 64-bit little-endian integer) followed by its bytes; the seed's bytes are little-endian.
    /// With the lengths, no two names share a spelling. Nonce and counter begin at zero.
    pub fn new(experiment: &str, seed: u64, purpose: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [experiment.as_bytes(), &seed.to_le_bytes(), purpose.as_bytes()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self { rng: ChaCha8Rng::from_seed(hash.finalize().into()) }
    }

    /// The present position, to go on from with [`Stream::resume`].
    pub fn state(&self) -> StreamState {
        // Draws are whole 64-bit words and the position counts 32-bit ones. The cast is exact
        // for the first 2^64 draws.
        StreamState { key: self.rng.get_seed(), drawn: (self.rng.get_word_pos() / 2) as u64 }
    }

    /// The stream that goes on where `state` was taken.
    pub fn resume(state: &StreamState) -> Self {
        let mut rng = ChaCha8Rng::from_seed(state.key);
        rng.set_word_pos(2 * u128::from(state.drawn));
        Self { rng }
    }

    /// Uniform over all 64-bit integers. Draws one word: two consecutive words of ChaCha's
    /// key stream, the lower one first.
    pub fn next_u64(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// Uniform over the multiples of 2⁻⁵³ in [0, 1). Draws one word and keeps its upper 53 bits.
    pub fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.next_u64() >> 11) as f64 * STEP
    }

    /// `low + (high - low) * u` for a [uniform](Stream::uniform) u. Rounding may return `high`
    /// itself. Draws one word.
    pub fn uniform_in(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Standard normal. Draws two words.
    ///
    /// Box and Muller (1958): for independent uniforms u and v, √(−2 ln(1 − u)) · cos 2πv. Taking
    /// 1 − u keeps the logarithm finite. The twin value, with the sine, is thrown away, so that
    /// no half-used pair hides in the state. The largest possible magnitude is √(106 ln 2) ≈ 8.57.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * ln(1.0 - self.uniform())).sqrt();
        radius * cos(std::f64::consts::TAU * self.uniform())
    }

    /// Uniform over the integers below `n`, without bias. Draws one word and, each time
    /// with a probability below `n` / 2⁶⁴, one more.
    ///
    /// Lemire, "Fast random integer generation in an interval" (2019): a word x maps to the upper
    /// half of the 128-bit product x · n, and the few words whose lower half lies below
    /// 2⁶⁴ mod n are refused, which leaves every result the same number of words.
    ///
    /// # Panics
    ///
    /// If `n` is zero: there is no integer to draw.
    pub fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "below(0): there is no integer below zero to draw");
        let mut product = u128::from(self.next_u64()) * u128::from(n);
        // The remainder is below n, so most draws need no division to be accepted.
        if (product as u64) < n {
            let refused = n.wrapping_neg() % n;
            while (product as u64) < refused {
                product = u128::from(self.next_u64()) * u128::from(n);
            }
        }
        (product >> 64) as u64
    }

    /// Puts `items` in uniformly random order (Fisher and Yates, from the last place to the
    /// second, each exchanged with a place drawn [below](Stream::below) its successor).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            // The index is at most `last`, so it fits whatever the width of `usize`.
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// The numbers 0, …, n − 1 in uniformly random order: a [shuffle](Stream::shuffle).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        self.shuffle(&mut order);
        order
    }

    /// Fills `out`, first to last, with calls of [`Stream::uniform_in`].
    pub fn fill_uniform_in(&mut self, low: f64, high: f64, out: &mut [f64]) {
        for x in out {
            *x = self.uniform_in(low, high);
        }
    }

    /// Fills `out`, first to last, with calls of [`Stream::normal`].
    pub fn fill_normal(&mut self, out: &mut [f64]) {
        for x in out {
            *x = self.normal();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::elementary::erf;

    const SAMPLES: usize = 100_000;

    fn stream(purpose: &str) -> Stream {
        Stream::new("nn.stream", 0, purpose)
    }

    fn draw(mut sample: impl FnMut() -> f64) -> Vec<f64> {
        (0..SAMPLES).map(|_| sample()).collect()
    }

    /// The Kolmogorov-Smirnov statistic √n · sup |F_n − F|. Above 1.95 with probability 0.001
    /// when the samples come from F; these streams are fixed, so a test passes always or never.
    fn kolmogorov_smirnov(mut samples: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
        samples.sort_by(f64::total_cmp);
        let n = samples.len() as f64;
        let mut largest = 0.0;
        for (i, &x) in samples.iter().enumerate() {
            let (below, above) = (cdf(x) - i as f64 / n, (i + 1) as f64 / n - cdf(x));
            for gap in [below, above] {
                if gap > largest {
                    largest = gap;
                }
            }
        }
        largest * n.sqrt()
    }

    fn normal_cdf(x: f64) -> f64 {
        0.5 * (1.0 + erf(x * std::f64::consts::FRAC_1_SQRT_2))
    }

    fn chi_square(counts: &[u64]) -> f64 {
        let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
        counts.iter().map(|&c| (c as f64 - expected) * (c as f64 - expected) / expected).sum()
    }

    /// Strombergson, "Test vectors for the stream cipher ChaCha" (IETF draft, 2013), TC1: key and
    /// nonce all zero, 8 rounds; the first block of the key stream.
    #[test]
    fn chacha8_agrees_with_the_published_vector() {
        let published = "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e\
                         984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42";
        let mut zero = Stream::resume(&StreamState { key: [0; 32], drawn: 0 });
        let words = (0..8).map(|_| zero.next_u64());
        let bytes: String =
            words.flat_map(u64::to_le_bytes).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(bytes, published);
    }

    /// Computed by an independent program from the definitions above.
    #[test]
    fn values_never_change() {
        let fresh = || Stream::new("nn.stream", 7, "vectors");
        assert_eq!(fresh().state().key[..4], [0xbe, 0x70, 0x90, 0x34]);

        let mut s = fresh();
        let words =
            [0x143dff3d4fb6ca1e, 0x48d6d8fbae7da69c, 0x87d0d88eb1ab19c2, 0x782ccaf8d397a65b];
        assert_eq!(words.map(|_| s.next_u64()), words);

        let mut s = fresh();
        let uniforms =
            [0.07907099959239894, 0.28452831406183643, 0.5305304859518113, 0.4694334847914363];
        assert_eq!(uniforms.map(|_| s.uniform()), uniforms);

        let mut s = fresh();
        let mut spread = [0.0; 2];
        s.fill_uniform_in(-3.0, 3.0, &mut spread);
        assert_eq!(spread, [-2.525574002445606, -1.2928301156289814]);

        let mut normals = [0.0; 4];
        fresh().fill_normal(&mut normals);
        assert_eq!(
            normals,
            [-0.08736727544236755, -1.2071473582996435, -0.4654073308783971, -0.5008491445798895]
        );

        let mut s = fresh();
        assert_eq!([0; 12].map(|_| s.below(10)), [0, 2, 5, 4, 1, 5, 4, 6, 9, 0, 6, 3]);

        assert_eq!(fresh().permutation(10), [5, 6, 7, 1, 8, 9, 3, 4, 2, 0]);
    }

    /// One of the first four words lies in the refused quarter: five are consumed.
    #[test]
    fn below_refuses_what_would_bias_it() {
        let mut s = Stream::new("nn.stream", 7, "vectors");
        let drawn = [0; 4].map(|_| s.below(3 << 62));
        assert_eq!(
            drawn,
            [1093951869850032022, 7339920073240367953, 6494639515182939332, 1732176445471213219]
        );
        assert_eq!(s.state().drawn, 5);
        assert_eq!([0; 3].map(|_| s.below(1)), [0; 3]);
    }

    #[test]
    fn every_part_of_the_name_counts() {
        let names = [("a", 0, "b"), ("a", 1, "b"), ("a", 256, "b"), ("ab", 0, ""), ("", 0, "ab")];
        let first = names.map(|(e, s, p)| Stream::new(e, s, p).next_u64());
        for (i, a) in first.iter().enumerate() {
            assert!(!first[..i].contains(a), "{:?} repeats an earlier stream", names[i]);
        }
    }

    #[test]
    fn a_resumed_stream_goes_on() {
        // Past the generator's buffer of 32 words, and from both sides of its edge.
        for drawn in [0, 1, 31, 32, 33, 1000] {
            let mut s = stream("resume");
            for _ in 0..drawn {
                s.next_u64();
            }
            let state = s.state();
            assert_eq!(state.drawn, drawn);
            let mut resumed = Stream::resume(&state);
            assert_eq!([0; 70].map(|_| resumed.next_u64()), [0; 70].map(|_| s.next_u64()));
        }
    }

    #[test]
    fn uniforms_are_uniform() {
        let mut s = stream("uniform");
        let samples = draw(|| s.uniform());
        assert!(samples.iter().all(|x| (0.0..1.0).contains(x)));
        assert!(kolmogorov_smirnov(samples.clone(), |x| x) < 1.95);
        // The same test sees a one per cent change of shape.
        let bent = samples.iter().map(|x| x * (0.98 + 0.02 * x)).collect();
        assert!(kolmogorov_smirnov(bent, |x| x) > 1.95);
    }

    #[test]
    fn normals_are_normal() {
        let mut s = stream("normal");
        let samples = draw(|| s.normal());
        assert!(kolmogorov_smirnov(samples.clone(), normal_cdf) < 1.95);
        let wide = samples.iter().map(|x| 1.03 * x).collect();
        assert!(kolmogorov_smirnov(wide, normal_cdf) > 1.95);

        // Moments 0, 1, 0, 3, each within four standard errors: the variance of a sample's k-th
        // power is the moment 2k less the square of the moment k.
        let n = SAMPLES as f64;
        let mut power = vec![1.0; SAMPLES];
        for (moment, variance) in [(0.0, 1.0_f64), (1.0, 2.0), (0.0, 15.0), (3.0, 96.0)] {
            for (p, x) in power.iter_mut().zip(&samples) {
                *p *= x;
            }
            let mean = power.iter().sum::<f64>() / n;
            assert!((mean - moment).abs() < 4.0 * (variance / n).sqrt(), "{mean} {moment}");
        }

        // Successive normals share no word.
        let products: f64 = samples.windows(2).map(|pair| pair[0] * pair[1]).sum();
        assert!(products.abs() < 4.0 * n.sqrt(), "{products}");
    }

    #[test]
    fn integers_are_uniform() {
        let mut s = stream("below");
        let mut counts = [0; 7];
        for _ in 0..SAMPLES {
            counts[s.below(7) as usize] += 1;
        }
        // Six degrees of freedom: above 22.5 with probability 0.001.
        assert!(chi_square(&counts) < 22.5, "{counts:?}");
    }

    #[test]
    fn permutations_are_uniform() {
        let mut s = stream("shuffle");
        let mut counts = [0; 24];
        for _ in 0..24_000 {
            let order = s.permutation(4);
            let rank = order.iter().enumerate().fold(0, |rank, (i, x)| {
                rank * (4 - i) + order[i + 1..].iter().filter(|later| *later < x).count()
            });
            counts[rank] += 1;
        }
        // 23 degrees of freedom: above 49.7 with probability 0.001.
        assert!(chi_square(&counts) < 49.7, "{counts:?}");
        assert!(s.permutation(0).is_empty());
        assert_eq!(s.permutation(1), [0]);
    }

    #[test]
    #[should_panic(expected = "no integer below zero")]
    fn below_zero_is_refused() {
        stream("zero").below(0);
    }
}
