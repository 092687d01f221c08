//! Which binds, what a size can represent or what training finds? Error against parameters, linear
//! pieces, depth and data.

mod construct;
mod figures;
mod results;
mod tables;
mod target;
mod verdicts;

use autodiff::Fun;
use geometry::ReluNetwork;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use numerics::{Matrix, linalg};
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};
use results::Results;
use target::{Target, grid};

/// Error against parameters, pieces, depth and data.
pub struct Efficiency;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The sizes at which each target is tried.
    sizes: Vec<(Target, Vec<usize>)>,
    /// Hidden layers with their width, all with about the same number of parameters.
    depths: Vec<(usize, usize)>,
    /// The targets of the sweep over depths.
    depth_targets: Vec<Target>,
    /// Numbers of noisy examples of the lesson's curve, and the hidden units that learn from them.
    examples: Vec<usize>,
    example_units: usize,
    /// The noise's standard deviation, that of the target being 1.
    noise: f64,
    seeds: u64,
    /// Grid points on [−1, 1], where errors are measured and most networks trained.
    points: usize,
    /// Full-batch Adam with the rate falling from this one to 0 as a cosine.
    rate: f64,
    steps: u64,
}

/// How a network gets its weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fit {
    /// Written down.
    Construction,
    /// Random hidden layers, the last one by least squares.
    LastLayer,
    /// All layers by Adam.
    Training,
}

impl Fit {
    const ALL: [Fit; 3] = [Fit::Construction, Fit::LastLayer, Fit::Training];

    /// How tables and figures call it.
    fn name(self) -> &'static str {
        match self {
            Fit::Construction => "written down",
            Fit::LastLayer => "last layer",
            Fit::Training => "trained",
        }
    }

    /// How the report's values call it.
    fn key(self) -> &'static str {
        match self {
            Fit::Construction => "construction",
            Fit::LastLayer => "last_layer",
            Fit::Training => "training",
        }
    }
}

/// Which sweep a network belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sweep {
    /// One family of networks, growing.
    Size(usize),
    /// So many hidden layers at a fixed number of parameters.
    Depth(usize),
    /// One network and so many noisy examples.
    Examples(usize),
}

/// One network.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    sweep: Sweep,
    target: Target,
    widths: Vec<usize>,
    fit: Fit,
    seed: u64,
    points: usize,
    rate: f64,
    steps: u64,
    noise: f64,
}

/// What became of it.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// Mean squared error on the grid as a share of the target's variance.
    error: f64,
    parameters: usize,
    /// Linear pieces on (−1, 1), counted exactly.
    pieces: usize,
}

impl Experiment for Efficiency {
    const ID: &'static str = "spline.efficiency";
    const QUESTION: &'static str =
        "Which binds, what a network of a given size can represent or what training finds?";
    const CLAIMS: &'static [&'static str] = &["E09", "E10"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let units = vec![4, 8, 16, 32, 64];
        match profile {
            Profile::Full => Constants {
                sizes: vec![
                    (Target::Curve, units.clone()),
                    (Target::Walk, units),
                    (Target::Square, vec![1, 2, 3, 4, 5, 6]),
                    (Target::Sawtooth, vec![2, 4, 8, 16]),
                ],
                depths: vec![(1, 66), (2, 12), (3, 9), (4, 7), (6, 6)],
                depth_targets: vec![Target::Curve, Target::Walk],
                examples: vec![16, 32, 64, 128, 256, 512],
                example_units: 32,
                noise: 0.3,
                seeds: 20,
                points: 257,
                rate: 0.01,
                steps: 2000,
            },
            Profile::Quick => Constants {
                sizes: vec![
                    (Target::Curve, vec![4, 8]),
                    (Target::Walk, vec![4, 8]),
                    (Target::Square, vec![1, 2]),
                    (Target::Sawtooth, vec![2, 4]),
                ],
                depths: vec![(1, 8), (2, 3)],
                examples: vec![8, 32],
                example_units: 8,
                seeds: 3,
                points: 33,
                steps: 60,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut push = |sweep, target, widths: Vec<usize>, fit, seed| {
            let noise = if matches!(sweep, Sweep::Examples(_)) { constants.noise } else { 0.0 };
            let (points, rate, steps) = (constants.points, constants.rate, constants.steps);
            let seed = seed + shift;
            cells.push(Cell { sweep, target, widths, fit, seed, points, rate, steps, noise });
        };
        for (target, sizes) in &constants.sizes {
            for &size in sizes {
                for fit in Fit::ALL {
                    // What is written down for a fixed target is the same for every seed.
                    let fixed = fit == Fit::Construction && *target != Target::Walk;
                    for seed in 0..if fixed { 1 } else { constants.seeds } {
                        push(Sweep::Size(size), *target, target.widths(size), fit, seed);
                    }
                }
            }
        }
        for &target in &constants.depth_targets {
            for &(depth, width) in &constants.depths {
                let widths = [&[1], &vec![width; depth][..], &[1]].concat();
                for seed in 0..constants.seeds {
                    push(Sweep::Depth(depth), target, widths.clone(), Fit::Training, seed);
                }
            }
        }
        for &examples in &constants.examples {
            let widths = vec![1, constants.example_units, 1];
            for seed in 0..constants.seeds {
                push(Sweep::Examples(examples), Target::Curve, widths.clone(), Fit::Training, seed);
            }
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let values = cell.target.values(cell.points, cell.seed);
        let mlp = relu_network(&cell.widths);
        let params = match (cell.fit, cell.sweep) {
            (Fit::Construction, Sweep::Size(size)) => {
                construct::network(cell.target, size, &values)
            }
            (Fit::LastLayer, _) => last_layer(&mlp, initial(&mlp, cell), &values),
            (_, Sweep::Examples(examples)) => {
                let (inputs, targets) = noisy(cell, examples, &values);
                train(&mlp, cell, &inputs, &targets)
            }
            _ => train(&mlp, cell, &grid(cell.points), &values),
        };
        let fit = mlp.predict(&params, &grid(cell.points));
        let gaps: Vec<f64> = fit.data.iter().zip(&values.data).map(|(f, y)| f - y).collect();
        let network = ReluNetwork::from_params(&params).expect("the layers fit together");
        Outcome {
            error: numerics::dot(&gaps, &gaps) / gaps.len() as f64,
            parameters: params.len(),
            pieces: geometry::breakpoints(&network, 1.0).expect("one input").len() + 1,
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        Findings {
            values: results.values(),
            tables: vec![tables::sizes(&results), tables::largest(&results)],
            figures: vec![figures::sizes(&results), figures::one_page(&results)],
            claims: verdicts::settle(&results),
        }
    }
}

/// A ReLU network with PyTorch's initialisation.
fn relu_network(widths: &[usize]) -> Mlp {
    Mlp::new(widths, Fun::Relu, Parametrisation::Standard(Init::Torch))
}

fn initial(mlp: &Mlp, cell: &Cell) -> Params {
    let purpose = format!("init {:?} {:?}", cell.target, cell.widths);
    mlp.init(&mut Stream::new(Efficiency::ID, cell.seed, &purpose))
}

fn train(mlp: &Mlp, cell: &Cell, inputs: &Matrix, targets: &Matrix) -> Params {
    let params = initial(mlp, cell);
    let optimiser = Optimiser::adam(params.len());
    let schedule = Schedule::Cosine { initial: cell.rate, steps: cell.steps };
    let objective = Objective::new(mlp, Loss::MeanSquared, inputs, targets);
    let mut trainer = Trainer::new(objective, params, optimiser, schedule);
    trainer.run(cell.steps, |_, _| ());
    trainer.params().clone()
}

/// `examples` points drawn from the grid, with noise on their values.
fn noisy(cell: &Cell, examples: usize, values: &Matrix) -> (Matrix, Matrix) {
    let mut stream = Stream::new(Efficiency::ID, cell.seed, &format!("examples {examples}"));
    let places: Vec<usize> =
        (0..examples).map(|_| stream.below(values.rows as u64) as usize).collect();
    let t = grid(cell.points).data;
    let inputs = places.iter().map(|&place| t[place]).collect();
    let targets =
        places.iter().map(|&place| values.data[place] + cell.noise * stream.normal()).collect();
    (Matrix::from_vec(examples, 1, inputs), Matrix::from_vec(examples, 1, targets))
}

/// The parameters with the last layer replaced by the least-squares one.
fn last_layer(mlp: &Mlp, mut params: Params, values: &Matrix) -> Params {
    let hidden = &mlp.widths()[..mlp.widths().len() - 1];
    let units = hidden[hidden.len() - 1];
    let mut features = grid(values.rows);
    for layer in 0..hidden.len() - 1 {
        let weight = params.get(&format!("layers.{layer}.weight")).expect("a hidden layer");
        let bias = params.get(&format!("layers.{layer}.bias")).expect("a hidden layer");
        let weight = Matrix::from_vec(hidden[layer], hidden[layer + 1], weight.to_vec());
        features = features.matmul(&weight);
        for row in features.data.chunks_mut(bias.len()) {
            for (entry, bias) in row.iter_mut().zip(bias) {
                let z = *entry + bias;
                *entry = if z > 0.0 { z } else { 0.0 };
            }
        }
    }
    let with_one =
        Matrix::from_fn(
            values.rows,
            units + 1,
            |i, j| {
                if j < units { features.row(i)[j] } else { 1.0 }
            },
        );
    let found = linalg::min_norm_least_squares_svd(&with_one, values).expect("finite features");
    let (read_out, bias) = found.solution.data.split_at(units);
    let last = hidden.len() - 1;
    let slot = |what: &str| format!("layers.{last}.{what}");
    params.get_mut(&slot("weight")).expect("a last layer").copy_from_slice(read_out);
    params.get_mut(&slot("bias")).expect("a last layer").copy_from_slice(bias);
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(fit: Fit) -> Cell {
        let constants = Efficiency::constants(Profile::Quick);
        let cells = Efficiency::cells(&constants, 0);
        let wanted = |cell: &Cell| cell.fit == fit && cell.target == Target::Walk;
        cells.into_iter().rfind(wanted).expect("the walk is fitted in every way")
    }

    /// With the same hidden layers no other last layer has a smaller error.
    #[test]
    fn the_last_layer_by_least_squares_leaves_no_gradient() {
        let cell = cell(Fit::LastLayer);
        let values = cell.target.values(cell.points, cell.seed);
        for widths in [vec![1, 8, 1], vec![1, 5, 6, 1]] {
            let mlp = relu_network(&widths);
            let params = last_layer(&mlp, initial(&mlp, &cell), &values);
            let mut gradient = params.zeros_like();
            let inputs = grid(cell.points);
            let mut objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &values);
            objective.full(&params, gradient.data_mut());
            let last = format!("layers.{}", widths.len() - 2);
            for slot in ["weight", "bias"] {
                let part = gradient.get(&format!("{last}.{slot}")).expect("a last layer");
                assert!(part.iter().all(|g| g.abs() < 1e-10), "{widths:?} {slot}: {part:?}");
            }
        }
    }

    /// A hidden layer of w units has at most w + 1 pieces, and the construction uses w of them.
    #[test]
    fn pieces_are_those_that_the_units_allow() {
        for fit in Fit::ALL {
            let cell = cell(fit);
            let outcome = Efficiency::run(&cell, &Data::none());
            let units = cell.widths[1];
            assert!(outcome.pieces <= units + 1, "{fit:?}");
            if fit == Fit::Construction {
                assert_eq!(outcome.pieces, units);
            }
        }
    }

    #[test]
    fn the_depths_have_about_equal_budgets() {
        let parameters = |&(depth, width): &(usize, usize)| {
            relu_network(&[&[1], &vec![width; depth][..], &[1]].concat())
                .init(&mut Stream::new("test", 0, "init"))
                .len()
        };
        let budgets: Vec<usize> =
            Efficiency::constants(Profile::Full).depths.iter().map(parameters).collect();
        assert!(budgets.iter().all(|budget| (180..=230).contains(budget)), "{budgets:?}");
    }
}
