//! A matrix times a vector: eight sums at a time, one in each lane.

use crate::level::vectorise;

/// Rows that are summed side by side.
const ROWS: usize = 8;

/// out_i = the sum of a_ip b_p, for A of `out.len()` x `b.len()`.
pub(super) fn column(a: &[f64], b: &[f64], out: &mut [f64]) {
    let body = {
        #[inline(always)]
        || {
            let k = b.len();
            let (eights, rest) = out.as_chunks_mut::<ROWS>();
            let (upper, lower) = a.split_at(eights.len() * ROWS * k);
            for (a, out) in upper.chunks_exact(ROWS * k).zip(eights) {
                *out = if k < 8 { eight::<4>(a, b) } else { eight::<8>(a, b) };
            }
            for (row, out) in lower.chunks_exact(k).zip(rest) {
                *out = row.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b);
            }
        }
    };
    vectorise(body);
}

/// The sums of eight rows, TERMS at a time: products lie as the rows do, and are turned by a
/// quarter before they are added, so that all arithmetic is on whole vectors.
#[inline(always)]
fn eight<const TERMS: usize>(a: &[f64], b: &[f64]) -> [f64; ROWS] {
    let k = b.len();
    let mut rows = [&a[..0]; ROWS];
    for (i, row) in rows.iter_mut().enumerate() {
        *row = &a[i * k..][..k];
    }
    let (blocks, rest) = b.as_chunks::<TERMS>();
    let mut sums = [0.0; ROWS];
    for (block, b) in blocks.iter().enumerate() {
        let mut terms = [[0.0; ROWS]; TERMS];
        for i in 0..ROWS {
            let row = &rows[i][block * TERMS..][..TERMS];
            for p in 0..TERMS {
                terms[p][i] = row[p] * b[p];
            }
        }
        for terms in &terms {
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
        }
    }
    for (p, b) in (k - rest.len()..k).zip(rest) {
        sums.iter_mut().zip(&rows).for_each(|(sum, row)| *sum += row[p] * b);
    }
    sums
}
