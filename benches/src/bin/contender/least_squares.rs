//! Minimum-norm least squares on both sides of p = n.

use crate::data::Folder;
use crate::harness::Work;
use numerics::{Matrix, linalg};

/// How many columns the systems have.
#[derive(Clone, Debug)]
pub(crate) struct Columns(Vec<usize>);

const SWEEP: [usize; 20] = [
    10, 20, 50, 100, 150, 180, 190, 195, 200, 205, 210, 220, 250, 300, 400, 600, 800, 1000, 1500,
    2000,
];

/// Reads a number of columns, or `sweep`.
pub(crate) fn parse_columns(text: &str) -> Result<Columns, String> {
    let one = || text.parse().ok().filter(|p| (1..=2000).contains(p)).map(|p| vec![p]);
    let columns = if text == "sweep" { Some(SWEEP.to_vec()) } else { one() };
    columns.map(Columns).ok_or_else(|| "expected 1 to 2000, or sweep".to_owned())
}

/// One solution for each number of columns; checks the sum of their norms.
pub(crate) fn solve(data: &Folder, columns: &Columns) -> Result<Work, String> {
    let (all, b) = (data.matrix("lstsq_A", 2000)?, data.matrix("lstsq_b", 1)?);
    let first = |&p: &usize| Matrix::from_fn(all.rows, p, |i, j| all[(i, j)]);
    let systems: Vec<Matrix> = columns.0.iter().map(first).collect();
    let unit = format!("{} systems", systems.len());
    let run = move || {
        let norm = |a: &Matrix| {
            let found = linalg::min_norm_least_squares(a, &b).expect("the numbers are finite");
            numerics::dot(&found.solution.data, &found.solution.data).sqrt()
        };
        systems.iter().map(norm).sum()
    };
    Ok(Work { unit, units: 1, run: Box::new(run) })
}
