//! The lesson's training loop from stored initial weights, loss by loss.

use nn::{Loss, Objective, Optimiser, Params, Schedule, Trainer};
use report::{Profile, Table, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

use crate::{Data, Experiment, Findings, claims, lesson};

/// The port of the width demonstration.
pub struct EnginePort;

/// What was fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The largest accepted deviation of a loss.
    tolerance: f64,
    /// Hidden sizes for which the reference was recorded and is run.
    widths: Vec<usize>,
}

/// One recorded run of the reference implementation (NumPy 2.4, float64), with
/// all that a port needs to repeat it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Recorded {
    width: usize,
    n_points: usize,
    lr: f64,
    n_epochs: u64,
    init: Weights,
    #[serde(rename = "loss_before_update_at_epoch")]
    losses: BTreeMap<u64, f64>,
    final_mse: f64,
    #[serde(rename = "final")]
    trained: Weights,
    #[serde(rename = "final_pred_at_indices")]
    predictions: BTreeMap<usize, f64>,
}

/// Weights by the lesson's names: hidden slopes, hidden biases, output weights,
/// output bias.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
struct Weights {
    w1: Vec<f64>,
    #[serde(rename = "b1")]
    b1: Vec<f64>,
    w2: Vec<f64>,
    #[serde(rename = "b2")]
    b2: Vec<f64>,
}

/// The largest deviations of the port from the record.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    parameters: usize,
    final_mse: f64,
    /// How many recorded losses were met and compared.
    losses: usize,
    loss_gap: f64,
    final_mse_gap: f64,
    weight_gap: f64,
    prediction_gap: f64,
}

impl Experiment for EnginePort {
    const ID: &'static str = "engine.port";
    const QUESTION: &'static str =
        "Does the engine compute what the lesson's NumPy loop computes, loss by loss?";
    const CLAIMS: &'static [&'static str] = &["U019"];
    type Constants = Constants;
    type Cell = Recorded;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let widths = match profile {
            Profile::Full => vec![4, 8, 16],
            Profile::Quick => vec![4],
        };
        Constants { tolerance: 1e-10, widths }
    }

    fn cells(constants: &Constants, _shift: u64) -> Vec<Recorded> {
        let wanted = |run: &Recorded| constants.widths.contains(&run.width);
        recorded_runs().into_iter().filter(wanted).collect()
    }

    fn run(recorded: &Recorded, _: &Data) -> Outcome {
        let mlp = lesson::width_network(recorded.width);
        let inputs = lesson::grid(recorded.n_points);
        let targets = lesson::targets(&inputs);
        let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        let rate = Schedule::Constant(recorded.lr);
        let mut trainer = Trainer::new(objective, recorded.init.params(), Optimiser::sgd(), rate);

        let (mut losses, mut loss_gap) = (0, Largest::default());
        trainer.run(recorded.n_epochs, |epoch, loss| {
            if let Some(expected) = recorded.losses.get(&epoch) {
                losses += 1;
                loss_gap.see(loss, *expected);
            }
        });
        let params = trainer.params();
        let predictions = mlp.predict(params, &inputs);
        let squares: Vec<f64> =
            predictions.data.iter().zip(&targets.data).map(|(p, t)| (p - t) * (p - t)).collect();
        let final_mse = numerics::sum(&squares) / squares.len() as f64;

        let (mut final_mse_gap, mut weight_gap, mut prediction_gap) =
            (Largest::default(), Largest::default(), Largest::default());
        final_mse_gap.see(final_mse, recorded.final_mse);
        for (&found, &expected) in params.data().iter().zip(recorded.trained.params().data()) {
            weight_gap.see(found, expected);
        }
        for (&index, &expected) in &recorded.predictions {
            prediction_gap.see(predictions.data[index], expected);
        }
        Outcome {
            parameters: params.len(),
            final_mse,
            losses,
            loss_gap: loss_gap.0,
            final_mse_gap: final_mse_gap.0,
            weight_gap: weight_gap.0,
            prediction_gap: prediction_gap.0,
        }
    }

    fn report(constants: &Constants, runs: &[(Recorded, Outcome)]) -> Findings {
        let mut table = Table::new(
            "deviations",
            "The largest deviation of the port from the recorded NumPy run, from the same \
             initial weights.",
        )
        .column("hidden units", "int")
        .column("parameters", "int")
        .column("final MSE", "f8")
        .column("losses compared", "int")
        .column("loss", "sci1")
        .column("final MSE (gap)", "sci1")
        .column("weights", "sci1")
        .column("predictions", "sci1");
        let mut worst = Largest::default();
        let mut whole = true;
        // The losses of every run, and its final error.
        let mut compared = 0;
        for (recorded, outcome) in runs {
            table.push([
                recorded.width.into(),
                outcome.parameters.into(),
                outcome.final_mse.into(),
                outcome.losses.into(),
                outcome.loss_gap.into(),
                outcome.final_mse_gap.into(),
                outcome.weight_gap.into(),
                outcome.prediction_gap.into(),
            ]);
            for gap in [outcome.loss_gap, outcome.final_mse_gap] {
                worst.see(gap, 0.0);
            }
            compared += outcome.losses as u64 + 1;
            whole &= outcome.parameters == 3 * recorded.width + 1;
            whole &= outcome.losses == recorded.losses.len();
        }
        let agrees = worst.0 <= constants.tolerance && whole;
        let effect = report::Format::Scientific(1).number(worst.0);
        Findings {
            values: json!({ "worst_loss_gap": worst.0, "numbers_compared": compared }),
            tables: vec![table],
            figures: vec![],
            claims: vec![claims::settle(
                "U019",
                if agrees { Verdict::Holds } else { Verdict::DoesNotHold },
                format!("largest deviation of a loss = {effect}"),
                compared,
            )],
        }
    }
}

/// The runs of the reference implementation that were recorded.
fn recorded_runs() -> Vec<Recorded> {
    #[derive(Deserialize)]
    struct File {
        runs: BTreeMap<String, Recorded>,
    }
    let file: File = serde_json::from_str(include_str!("engine_port_vectors.json"))
        .expect("the recorded runs are well-formed");
    let mut runs: Vec<Recorded> = file.runs.into_values().collect();
    runs.sort_by_key(|run| run.width);
    runs
}

impl Weights {
    /// The same numbers as the network's parameters.
    fn params(&self) -> Params {
        let mut params = Params::new();
        let slots = [
            ("layers.0.weight", &self.w1),
            ("layers.0.bias", &self.b1),
            ("layers.1.weight", &self.w2),
            ("layers.1.bias", &self.b2),
        ];
        for (name, values) in slots {
            let is_column = name == "layers.1.weight";
            let (rows, cols) = if is_column { (values.len(), 1) } else { (1, values.len()) };
            params.push(name, rows, cols).copy_from_slice(values);
        }
        params
    }
}

/// The largest |found - expected| so far; NaN stays.
#[derive(Default)]
struct Largest(f64);

impl Largest {
    fn see(&mut self, found: f64, expected: f64) {
        let gap = (found - expected).abs();
        if gap > self.0 || gap.is_nan() {
            self.0 = gap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    #[test]
    fn the_record_holds_three_whole_runs() {
        let runs = recorded_runs();
        let widths: Vec<usize> = runs.iter().map(|run| run.width).collect();
        assert_eq!(widths, [4, 8, 16]);
        for run in runs {
            assert_eq!(run.init.params().len(), 3 * run.width + 1);
            assert_eq!(run.losses.len(), 15);
        }
    }

    #[test]
    fn a_wrong_loss_is_seen() {
        let mut recorded = recorded_runs().remove(0);
        recorded.n_epochs = 10;
        let right = EnginePort::run(&recorded, &Data::none());
        *recorded.losses.get_mut(&9).expect("a recorded epoch") += 1e-9;
        let wrong = EnginePort::run(&recorded, &Data::none());
        let (right_gap, wrong_gap) = (right.loss_gap, wrong.loss_gap);
        assert!(right_gap < 1e-13 && wrong_gap > 0.9e-9, "{right_gap:e} {wrong_gap:e}");
    }

    /// A run that ends too early agrees as far as it goes, which is not enough.
    #[test]
    fn a_loss_that_is_not_met_is_missed() {
        let mut recorded = recorded_runs().remove(0);
        recorded.n_epochs = 10;
        let outcome = EnginePort::run(&recorded, &Data::none());
        assert_eq!(outcome.losses, recorded.losses.range(..10).count());
        let constants = EnginePort::constants(Profile::Quick);
        let cut = Outcome { final_mse_gap: 0.0, ..outcome };
        let findings = EnginePort::report(&constants, &[(recorded, cut)]);
        assert_eq!(findings.claims[0].verdict, Verdict::DoesNotHold);
    }

    #[test]
    fn the_quick_profile_agrees() {
        let report = Entry::of::<EnginePort>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!(report.claims[0].verdict, Verdict::Holds, "{}", report.values);
    }
}
