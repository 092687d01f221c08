//! The lesson's width table, over seeds: does a wider network that is trained
//! by its protocol approximate better, and if not, what would?
//!
//! The protocol is run as it is written, then with one thing changed at a time.

mod figures;
mod setting;
mod tables;
mod verdicts;

use nn::Stream;
use numerics::Matrix;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Data, Experiment, Findings, lesson};
use setting::Setting;

/// The width demonstration.
pub struct UatProtocol;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Hidden sizes of the lesson's table.
    widths: Vec<usize>,
    /// Each change of the protocol with the hidden sizes it is run at.
    changes: Vec<(Setting, Vec<usize>)>,
    seeds: u64,
    points: usize,
    /// The lesson's learning rate, and a larger one.
    rate: f64,
    larger_rate: f64,
    /// The product of rate and width where the rate goes by the width.
    rate_times_width: f64,
    /// The lesson's steps, and how many times as many are tried.
    steps: u64,
    steps_factor: u64,
    /// The standard deviation of the slopes of spread units.
    slope_std: f64,
    /// How often the samples are drawn anew for an interval.
    resamples: usize,
    /// Every how many points a fit is kept for the figure.
    curve_stride: usize,
}

/// One network.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    setting: Setting,
    hidden: usize,
    seed: u64,
    points: usize,
    rate: f64,
    /// None where nothing is trained.
    steps: u64,
    /// The standard deviation of the slopes if the units are spread.
    slope_std: Option<f64>,
    /// Keep the fit at every so many points.
    curve_stride: Option<usize>,
}

/// What became of it.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The final mean squared error; none if training diverged.
    mse: Option<f64>,
    /// The root mean square of the hidden units' slopes w before training.
    slope_before: f64,
    /// The same after training; none if training diverged.
    slope_after: Option<f64>,
    /// The root mean square distance of the fit to the straight line nearest to
    /// it, over that of the target to its own: 0 is a line, 1 bends as much as
    /// the target.
    bend: Option<f64>,
    /// Some of the fit's values.
    curve: Option<Vec<f64>>,
}

impl Experiment for UatProtocol {
    const ID: &'static str = "uat.protocol";
    const QUESTION: &'static str =
        "Does the lesson's width demonstration show that wider networks approximate better?";
    const CLAIMS: &'static [&'static str] = &["U020", "U021", "U022"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        // Least squares costs next to nothing, ten times the steps ten times as much.
        let changes = |all: &[usize], some: &[usize], few: &[usize]| {
            let widths = |setting| match setting {
                Setting::LeastSquares => all.to_vec(),
                Setting::TenfoldSteps => few.to_vec(),
                _ => some.to_vec(),
            };
            Setting::CHANGES.map(|setting| (setting, widths(setting))).to_vec()
        };
        let widths = match profile {
            Profile::Full => vec![4, 8, 16, 32, 64, 128, 256],
            Profile::Quick => vec![4, 8, 16, 32],
        };
        match profile {
            Profile::Full => Constants {
                changes: changes(&widths, &[4, 16, 64, 256], &[4, 16, 64]),
                widths,
                seeds: 20,
                points: 1000,
                rate: 0.01,
                larger_rate: 0.03,
                rate_times_width: 2.56,
                steps: 3000,
                steps_factor: 10,
                slope_std: 4.0,
                resamples: 2000,
                curve_stride: 5,
            },
            Profile::Quick => Constants {
                changes: changes(&widths, &widths, &widths),
                widths,
                seeds: 4,
                points: 60,
                steps: 60,
                resamples: 200,
                curve_stride: 3,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { widths, changes, points, slope_std, curve_stride, .. } = constants;
        let as_written = (Setting::AsWritten, widths.clone());
        let settings = std::iter::once(&as_written).chain(changes);
        let mut cells = Vec::new();
        for (setting, widths) in settings {
            for &hidden in widths {
                for seed in 0..constants.seeds {
                    cells.push(Cell {
                        setting: *setting,
                        hidden,
                        seed: seed + shift,
                        points: *points,
                        rate: setting.rate(constants, hidden),
                        steps: setting.steps(constants),
                        slope_std: setting.spreads().then_some(*slope_std),
                        curve_stride: (seed == 0).then_some(*curve_stride),
                    });
                }
            }
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let inputs = lesson::grid(cell.points);
        let targets = lesson::targets(&inputs);
        let mlp = lesson::width_network(cell.hidden);
        let stream =
            |purpose: &str| Stream::new(Self::ID, cell.seed, &format!("{purpose} {}", cell.hidden));
        let mut params = mlp.init(&mut stream("init"));
        if let Some(slope_std) = cell.slope_std {
            lesson::spread(&mut params, slope_std, &mut stream("spread"));
        }
        let slope_before = slopes(&params);
        let params = cell.setting.fit(&mlp, params, &inputs, &targets, cell.rate, cell.steps);
        let fit = mlp.predict(&params, &inputs);
        let mse = mean_square(&fit.data, &targets.data);
        let finite = |value: f64| mse.is_finite().then_some(value);
        let distance = |curve: &Matrix| line_distance(&inputs.data, &curve.data);
        let kept = |stride| fit.data.iter().copied().step_by(stride).collect();
        Outcome {
            mse: finite(mse),
            slope_before,
            slope_after: finite(slopes(&params)),
            bend: finite((distance(&fit) / distance(&targets)).sqrt()),
            curve: cell.curve_stride.filter(|_| mse.is_finite()).map(kept),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        let inputs = lesson::grid(constants.points);
        let line = line_distance(&inputs.data, &lesson::targets(&inputs).data);
        let verdicts = verdicts::Verdicts::new(&results);
        Findings {
            values: json!({
                "straight_line_mse": line,
                "as_written": results.by_width(Setting::AsWritten),
                "settings": results.by_setting(),
                "decision": verdicts.values(),
                "numpy": tables::numpy_agreement(&results),
            }),
            tables: vec![
                tables::width_table(&results),
                tables::settings(&results),
                tables::why(&results),
            ],
            figures: vec![
                figures::fits(&results),
                figures::errors(&results, line),
                figures::existence(&results),
                figures::slopes(&results),
            ],
            claims: verdicts.settle(),
        }
    }
}

/// All runs, to be asked for by setting and width.
struct Results<'a> {
    constants: &'a Constants,
    runs: &'a [(Cell, Outcome)],
}

impl Results<'_> {
    /// The runs of one setting at one width, seed after seed.
    fn at(&self, setting: Setting, hidden: usize) -> impl Iterator<Item = &Outcome> {
        let wanted = move |cell: &Cell| cell.setting == setting && cell.hidden == hidden;
        self.runs.iter().filter(move |(cell, _)| wanted(cell)).map(|(_, outcome)| outcome)
    }

    /// The errors of one setting at one width; a diverged run counts as infinite.
    fn errors(&self, setting: Setting, hidden: usize) -> Vec<f64> {
        self.at(setting, hidden).map(|outcome| outcome.mse.unwrap_or(f64::INFINITY)).collect()
    }

    /// The widths that a setting was run at.
    fn widths(&self, setting: Setting) -> &[usize] {
        let change = self.constants.changes.iter().find(|(other, _)| *other == setting);
        change.map_or(&self.constants.widths, |(_, widths)| widths)
    }

    /// Medians for the prose, by width.
    fn by_width(&self, setting: Setting) -> serde_json::Value {
        let median = |hidden: &usize| {
            let median = crate::stats::median(&self.errors(setting, *hidden));
            (hidden.to_string(), report::number(median))
        };
        self.widths(setting).iter().map(median).collect()
    }

    fn by_setting(&self) -> serde_json::Value {
        let settings = self.constants.changes.iter();
        settings.map(|(setting, _)| (setting.key().to_owned(), self.by_width(*setting))).collect()
    }
}

fn mean_square(a: &[f64], b: &[f64]) -> f64 {
    let squares: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).collect();
    numerics::sum(&squares) / squares.len() as f64
}

/// The mean squared distance of points to the straight line that is nearest to
/// them in least squares.
fn line_distance(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mean_x, mean_y) = (numerics::sum(x) / n, numerics::sum(y) / n);
    let centred = |v: &[f64], mean: f64| -> Vec<f64> { v.iter().map(|v| v - mean).collect() };
    let (x, y) = (centred(x, mean_x), centred(y, mean_y));
    let slope = numerics::dot(&x, &y) / numerics::dot(&x, &x);
    let line: Vec<f64> = x.iter().map(|x| slope * x).collect();
    mean_square(&line, &y)
}

/// The root mean square of the hidden units' slopes.
fn slopes(params: &nn::Params) -> f64 {
    let weights = params.get("layers.0.weight").expect("a network of two layers");
    (numerics::dot(weights, weights) / weights.len() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_no_distance_to_its_line() {
        let x = [0.0, 1.0, 2.0, 4.0];
        assert!(line_distance(&x, &x.map(|x| 3.0 - 2.0 * x)) < 1e-30);
        // The nearest line to a symmetric tent is level.
        assert_eq!(line_distance(&[-1.0, 0.0, 1.0], &[0.0, 3.0, 0.0]), 2.0);
    }

    #[test]
    fn every_change_is_run_where_the_table_is() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = UatProtocol::constants(profile);
            for (setting, widths) in &constants.changes {
                assert!(widths.iter().all(|width| constants.widths.contains(width)), "{setting:?}");
                let widest = widths.last() == constants.widths.last();
                assert!(widest || *setting == Setting::TenfoldSteps, "{setting:?}");
            }
        }
    }

    #[test]
    fn shifting_moves_every_seed() {
        let constants = UatProtocol::constants(Profile::Quick);
        let seeds = |shift| -> Vec<u64> {
            UatProtocol::cells(&constants, shift).iter().map(|cell| cell.seed).collect()
        };
        assert!(seeds(0).iter().zip(seeds(1000)).all(|(a, b)| a + 1000 == b));
    }
}
