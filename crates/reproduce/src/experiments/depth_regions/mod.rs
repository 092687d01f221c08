//! `depth.regions`: how many linear regions do networks have, and does depth multiply them?
//!
//! Three numbers are often taken for one another: the most that a network of some shape can have
//! (bounds, exact integers), how many one has at random weights, and how many are left or made by
//! training. All are counted exactly here, with the same number of hidden units at every depth.

mod figures;
mod findings;
mod networks;
mod tables;
mod verdicts;

use geometry::{ReluNetwork, breakpoints, count};
use nn::{Loss, Mlp, Objective, Optimiser, Params, Schedule, Stream, Trainer};
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};

/// Linear regions against depth.
pub struct Regions;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Random lines in the plane.
    lines: Vec<usize>,
    /// Hidden units of every random network, in layers of equal width.
    units: usize,
    depths: Vec<usize>,
    /// Standard deviations of the biases; weights are He's.
    biases: Vec<f64>,
    /// Seeds for networks of one and of two inputs.
    seeds: [u64; 2],
    /// Half the width of a box that has practically all regions of a random network.
    everywhere: f64,
    /// Depths of the trained networks, whose inputs lie in |xᵢ| < 1.
    trained_depths: Vec<usize>,
    /// Seeds of each.
    trained_seeds: u64,
    trained_bias: f64,
    /// Depth of the network in the figure, whose seed is the first.
    pictured_depth: usize,
    points: usize,
    steps: u64,
    rate: f64,
    /// Folds of the sawtooth, one layer of two units each.
    folds: Vec<usize>,
    /// The bounds are compared for so many units a layer and so many layers of weights, and for
    /// every number of inputs up to the last.
    bounds: [usize; 3],
}

/// One network.
#[derive(Serialize, Deserialize)]
pub struct Cell(Network);

/// Where a network comes from.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Network {
    /// Standard normal weights and biases, one hidden layer, two inputs.
    Lines { lines: usize, box_size: f64, seed: u64 },
    /// He's weights, normal biases, not trained.
    Random { inputs: usize, widths: Vec<usize>, bias: f64, box_size: f64, seed: u64 },
    /// The tent map, composed with itself.
    Sawtooth { folds: usize },
    /// Before and after training.
    Trained {
        widths: Vec<usize>,
        bias: f64,
        points: usize,
        steps: u64,
        rate: f64,
        seed: u64,
        /// Whether the parameters are kept, for a figure.
        pictured: bool,
    },
}

/// Its regions.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// Convex cells; of the sawtooth, linear pieces on (0, 1).
    cells: usize,
    training: Option<Training>,
}

/// What training did.
#[derive(Serialize, Deserialize)]
struct Training {
    /// Cells afterwards, in the same box.
    cells: usize,
    /// Mean squared error on the training points, none if it diverged.
    error: Option<f64>,
    /// All parameters before and after, of the network in the figure.
    params: Option<[Vec<f64>; 2]>,
}

impl Experiment for Regions {
    const ID: &'static str = "depth.regions";
    const QUESTION: &'static str = "Does depth multiply the linear regions of a network?";
    const CLAIMS: &'static [&'static str] = &["U036", "U037", "U038", "U039"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            lines: vec![2, 3, 5, 8, 12],
            units: 48,
            depths: vec![1, 2, 3, 4, 6, 8, 12],
            biases: vec![1.0, 0.1, 0.0],
            seeds: [50, 20],
            everywhere: 1e6,
            trained_depths: vec![1, 2, 4, 8],
            trained_seeds: 20,
            trained_bias: 0.1,
            pictured_depth: 2,
            points: 256,
            steps: 400,
            rate: 0.01,
            folds: (1..=12).collect(),
            bounds: [512, 4, 3072],
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                lines: vec![2, 3],
                units: 12,
                depths: vec![1, 2, 3],
                seeds: [3, 3],
                trained_depths: vec![1, 2],
                trained_seeds: 3,
                points: 32,
                steps: 20,
                folds: vec![1, 2, 3],
                bounds: [8, 4, 20],
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { units, everywhere: box_size, points, steps, rate, .. } = *constants;
        let layers = |depth: usize| vec![units / depth; depth];
        let mut cells = Vec::new();
        for &lines in &constants.lines {
            let seeds = (0..constants.seeds[1]).map(|seed| seed + shift);
            cells.extend(seeds.map(|seed| Network::Lines { lines, box_size, seed }));
        }
        for (inputs, seeds) in [1, 2].into_iter().zip(constants.seeds) {
            for &bias in &constants.biases {
                for &depth in &constants.depths {
                    cells.extend((0..seeds).map(|seed| Network::Random {
                        inputs,
                        widths: layers(depth),
                        bias,
                        box_size,
                        seed: seed + shift,
                    }));
                }
            }
        }
        cells.extend(constants.folds.iter().map(|&folds| Network::Sawtooth { folds }));
        for &depth in &constants.trained_depths {
            cells.extend((0..constants.trained_seeds).map(|seed| Network::Trained {
                pictured: (depth, seed) == (constants.pictured_depth, 0),
                widths: layers(depth),
                bias: constants.trained_bias,
                points,
                steps,
                rate,
                seed: seed + shift,
            }));
        }
        cells.into_iter().map(Cell).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let cells = |network: &ReluNetwork, box_size| {
            count(network, box_size).expect("one or two inputs").convex_cells
        };
        let stream = |seed, purpose: &str| Stream::new(Self::ID, seed, purpose);
        match cell.0 {
            Network::Lines { lines, box_size, seed } => {
                let network = networks::lines(lines, &mut stream(seed, &format!("{lines} lines")));
                Outcome { cells: cells(&network, box_size), training: None }
            }
            Network::Random { inputs, ref widths, bias, box_size, seed } => {
                let purpose = format!("{inputs} inputs, {} layers", widths.len());
                let mlp = networks::mlp(inputs, widths);
                let params = networks::init(&mlp, bias, &mut stream(seed, &purpose));
                let network = ReluNetwork::from_params(&params).expect("a network");
                Outcome { cells: cells(&network, box_size), training: None }
            }
            Network::Sawtooth { folds } => {
                let bends = breakpoints(&networks::sawtooth(folds), 2.0).expect("one input");
                let inside = bends.iter().filter(|x| (0.0 < **x) && (**x < 1.0)).count();
                Outcome { cells: inside + 1, training: None }
            }
            Network::Trained { ref widths, bias, points, steps, rate, seed, pictured } => {
                let mlp = networks::mlp(2, widths);
                let purpose = format!("trained, {} layers", widths.len());
                let start = networks::init(&mlp, bias, &mut stream(seed, &purpose));
                let (error, end) = train(&mlp, &start, points, steps, rate, seed);
                let [before, after] = [&start, &end].map(|params| {
                    // A run that diverged has no regions; nothing is learnt from it.
                    ReluNetwork::from_params(params).map_or(0, |network| cells(&network, 1.0))
                });
                let params = pictured.then(|| [start.data().to_vec(), end.data().to_vec()]);
                let training = Some(Training { cells: after, error, params });
                Outcome { cells: before, training }
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}

/// Adam with all points in every step and a rate that falls to zero: the error on the points, and
/// the parameters.
fn train(
    mlp: &Mlp,
    start: &Params,
    points: usize,
    steps: u64,
    rate: f64,
    seed: u64,
) -> (Option<f64>, Params) {
    let mut stream = Stream::new(Regions::ID, seed, "points");
    let (inputs, targets) = networks::waves(points, &mut stream);
    let objective = Objective::new(mlp, Loss::MeanSquared, &inputs, &targets);
    let schedule = Schedule::Cosine { initial: rate, steps };
    let mut trainer =
        Trainer::new(objective, start.clone(), Optimiser::adam(start.len()), schedule);
    trainer.run(steps, |_, _| ());
    let end = trainer.params().clone();
    let predicted = mlp.predict(&end, &inputs).data;
    let squares = predicted.iter().zip(&targets.data).map(|(p, t)| (p - t) * (p - t));
    let error = squares.sum::<f64>() / points as f64;
    (error.is_finite().then_some(error), end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    #[test]
    fn training_lowers_the_error() {
        let error = |steps| {
            let cell = Cell(Network::Trained {
                widths: vec![12, 12],
                bias: 0.1,
                points: 64,
                steps,
                rate: 0.01,
                seed: 3,
                pictured: false,
            });
            let training = Regions::run(&cell, &Data::none()).training.expect("it was trained");
            training.error.expect("it converges")
        };
        let (short, long) = (error(2), error(200));
        assert!(long < 0.5 * short, "{short} {long}");
    }

    #[test]
    fn units_are_the_same_at_every_depth() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = Regions::constants(profile);
            for Cell(network) in Regions::cells(&constants, 0) {
                if let Network::Random { widths, .. } | Network::Trained { widths, .. } = network {
                    assert_eq!(widths.iter().sum::<usize>(), constants.units);
                }
            }
        }
    }

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let report = Entry::of::<Regions>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!((report.tables.len(), report.figures.len()), (4, 3));
    }
}
