//! Deep networks without activations, and the ranks of what networks put out:
//! are twenty linear layers one, and does ReLU raise the rank?
//!
//! The lesson's program ran in single precision, so everything is computed twice,
//! in double precision and with every operation rounded to single; ranks of linear networks
//! also without any rounding.

mod exact;
mod figures;
mod network;
mod rank;
mod tables;
mod verdicts;

use nn::{Init, Stream};
use numerics::Matrix;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::stats::largest_magnitude;
use crate::{Data, Experiment, Findings};
use network::{Net, Network, Precision};
use rank::{Measure, Ranks};

/// The rank demonstration.
pub struct LinearCollapse;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The lesson's initialisation first.
    inits: Vec<Init>,
    seeds: u64,
    width: usize,
    depth: usize,
    inputs: usize,
    /// How far the composed map may be off, relative to the largest output.
    tolerance: f64,
    resamples: usize,
}

/// Three networks with one initialisation.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    init: Init,
    seed: u64,
    width: usize,
    depth: usize,
    inputs: usize,
    /// Whether the singular values are kept.
    spectra: bool,
}

/// What they put out.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The largest distance between the deep linear network and the composed map,
    /// relative to the largest output.
    composed_gap: f64,
    /// The exact ranks of the shallow and of the deep linear network's outputs, or less.
    exact_ranks: [usize; 2],
    outputs: Vec<Output>,
}

/// The outputs of one network in one precision.
#[derive(Serialize, Deserialize)]
struct Output {
    net: Net,
    precision: Precision,
    /// How far the inputs are apart before the first layer and after each one.
    spreads: Vec<f64>,
    /// How many numbers enter the last layer that are not zero for every input.
    live: usize,
    /// Of the outputs as they are.
    ranks: Ranks,
    /// Of the outputs minus their mean over the inputs.
    centred: Ranks,
    /// The singular values of the outputs.
    spectrum: Option<Vec<f64>>,
}

impl Experiment for LinearCollapse {
    const ID: &'static str = "depth.linear-collapse";
    const QUESTION: &'static str =
        "Are twenty linear layers one, and does ReLU raise the rank of what a network puts out?";
    const CLAIMS: &'static [&'static str] = &["U078", "U079", "U080"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                inits: vec![Init::Torch, Init::HeNormal],
                seeds: 40,
                width: 64,
                depth: 20,
                inputs: 100,
                tolerance: 1e-12,
                resamples: 2000,
            },
            Profile::Quick => Constants {
                seeds: 5,
                width: 8,
                inputs: 12,
                resamples: 200,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let &Constants { width, depth, inputs, .. } = constants;
        let cell = |init, seed| {
            let spectra = seed == 0;
            Cell { init, seed: seed + shift, width, depth, inputs, spectra }
        };
        let inits = constants.inits.iter();
        inits.flat_map(|&init| (0..constants.seeds).map(move |seed| cell(init, seed))).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let inputs = network::inputs(
            cell.inputs,
            cell.width,
            &mut Stream::new(Self::ID, cell.seed, "inputs"),
        );
        let mut outputs = Vec::new();
        let mut composed_gap = 0.0;
        let mut exact_ranks = [0; 2];
        for net in Net::ALL {
            let purpose = format!("{} {:?}", net.purpose(), cell.init);
            let mut stream = Stream::new(Self::ID, cell.seed, &purpose);
            let network = Network::draw(net, cell.width, cell.depth, cell.init, &mut stream);
            match net {
                Net::ShallowLinear => exact_ranks[0] = exact::rank(&network, &inputs),
                Net::DeepLinear => exact_ranks[1] = exact::rank(&network, &inputs),
                Net::DeepRelu => {}
            }
            for precision in Precision::ALL {
                let activations = network.activations(&inputs, precision);
                let last = &activations[activations.len() - 1];
                if (net, precision) == (Net::DeepLinear, Precision::Double) {
                    composed_gap = gap(last, &network.composed().apply(&inputs, precision));
                }
                let centred = network::centred(last, precision);
                let spectrum = rank::singular_values(last);
                let tolerance = precision.rank_tolerance(last.rows, last.cols);
                outputs.push(Output {
                    net,
                    precision,
                    live: network::live(&activations[activations.len() - 2]),
                    spreads: activations.iter().map(network::spread).collect(),
                    ranks: Ranks::of(&spectrum, tolerance),
                    centred: Ranks::of(&rank::singular_values(&centred), tolerance),
                    spectrum: cell.spectra.then_some(spectrum),
                });
            }
        }
        Outcome { composed_gap, exact_ranks, outputs }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        let comparisons = verdicts::comparisons(&results);
        Findings {
            values: json!({
                "composed_gap": results.composed_gap(),
                "printed": tables::printed_values(&results),
                "factor_a_layer": tables::factors(&results),
                "last_spread": tables::last_spreads(&results),
                "relu_rank_is_live": tables::rank_is_live(&results),
                "relu_higher": comparisons.iter().filter(|c| c.relu_is_higher()).count(),
                "relu_lower": comparisons.iter().filter(|c| c.relu_is_lower()).count(),
                "comparisons": comparisons.len(),
                "tolerances": Precision::ALL.map(|p| p.rank_tolerance(constants.inputs, constants.width)),
                "deep_below_shallow": tables::deep_below_shallow(&results),
            }),
            tables: vec![tables::printed(&results), tables::measures(&comparisons)],
            figures: vec![figures::spectra(&results), figures::spreads(&results)],
            claims: verdicts::settle(&results, &comparisons),
        }
    }
}

/// All runs, to be asked for by initialisation, network and precision.
struct Results<'a> {
    constants: &'a Constants,
    runs: &'a [(Cell, Outcome)],
}

impl<'a> Results<'a> {
    /// The outputs of one kind of network, seed after seed.
    fn outputs(&self, init: Init, net: Net, precision: Precision) -> Vec<&'a Output> {
        let of_init = self.runs.iter().filter(move |(cell, _)| cell.init == init);
        let outputs = of_init.flat_map(|(_, outcome)| &outcome.outputs);
        outputs.filter(|output| (output.net, output.precision) == (net, precision)).collect()
    }

    /// A measure of rank of the outputs, seed after seed.
    fn ranks(&self, setting: Setting, net: Net) -> Vec<f64> {
        let Setting { init, precision, centred, measure } = setting;
        let rank =
            |output: &&Output| measure.of(if centred { &output.centred } else { &output.ranks });
        self.outputs(init, net, precision).iter().map(rank).collect()
    }

    /// Every way in which ranks are compared.
    fn settings(&self) -> Vec<Setting> {
        let mut settings = Vec::new();
        for &init in &self.constants.inits {
            for precision in Precision::ALL {
                for centred in [false, true] {
                    let setting = |measure| Setting { init, precision, centred, measure };
                    settings.extend(Measure::ALL.map(setting));
                }
            }
        }
        settings
    }

    /// The exact ranks of the shallow (0) or of the deep (1) linear network's outputs.
    fn exact_ranks(&self, init: Init, net: usize) -> Vec<f64> {
        let of_init = self.runs.iter().filter(|(cell, _)| cell.init == init);
        of_init.map(|(_, outcome)| outcome.exact_ranks[net] as f64).collect()
    }

    /// The largest distance of any deep linear network to its composed map.
    fn composed_gap(&self) -> f64 {
        let gaps: Vec<f64> = self.runs.iter().map(|(_, outcome)| outcome.composed_gap).collect();
        crate::stats::quantile(&gaps, 1.0)
    }
}

/// One way to measure the rank of outputs.
#[derive(Clone, Copy)]
struct Setting {
    init: Init,
    precision: Precision,
    /// Is the mean over the inputs taken away first?
    centred: bool,
    measure: Measure,
}

/// How an initialisation is called.
fn init_name(init: Init) -> &'static str {
    match init {
        Init::Torch => "default",
        Init::HeNormal => "He",
        _ => unreachable!("{init:?} is not among the constants"),
    }
}

/// The largest |a − b| over the largest |a|.
fn gap(a: &Matrix, b: &Matrix) -> f64 {
    let differences = a.data.iter().zip(&b.data).map(|(a, b)| a - b);
    largest_magnitude(differences) / largest_magnitude(a.data.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_relative_to_the_first() {
        let a = Matrix::from_rows(&[[4.0, -8.0]]);
        let b = Matrix::from_rows(&[[4.0, -7.0]]);
        assert_eq!(gap(&a, &b), 0.125);
    }

    /// A network with one weight changed after composing must be told from the map.
    #[test]
    fn the_collapse_is_seen_and_so_is_its_failure() {
        let constants = LinearCollapse::constants(Profile::Quick);
        for cell in LinearCollapse::cells(&constants, 0) {
            let outcome = LinearCollapse::run(&cell, &Data::none());
            assert!(outcome.composed_gap < 1e-12, "{}", outcome.composed_gap);
        }
        let mut stream = Stream::new("test", 0, "network");
        let mut network = Network::draw(Net::DeepLinear, 8, 20, Init::Torch, &mut stream);
        let composed = network.composed();
        let inputs = network::inputs(12, 8, &mut stream);
        network.layers[7].weight[(0, 0)] += 0.01;
        let outputs = network.activations(&inputs, Precision::Double).pop().expect("outputs");
        assert!(gap(&outputs, &composed.apply(&inputs, Precision::Double)) > 1e-9);
    }
}
