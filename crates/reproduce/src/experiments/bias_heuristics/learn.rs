//! One network at each rate.

use nn::data::Split;
use nn::{Loss, Network, Objective, Optimiser, Params, Schedule, Stream, Trainer};
use numerics::Matrix;

use super::networks::matched;
use super::tasks::{Examples, Parts};
use super::{Best, Cell, Heuristics, Outcome};
use crate::Experiment;

pub(super) fn run(cell: &Cell, digits: &Split) -> Outcome {
    let stream = |purpose: &str| Stream::new(Heuristics::ID, cell.seed, purpose);
    let Parts([train, validation, test]) = cell.task.examples(&cell.setting, cell.seed, digits);
    let weights = stream("weights");
    let (width, network, params) =
        matched(cell.task, cell.residual, cell.depth, cell.setting.parameters, &weights);
    let loss = cell.task.loss();
    let steps = cell.setting.epochs * cell.setting.examples.div_ceil(cell.setting.batch) as u64;
    let mut best: Option<(f64, f64, Params)> = None;
    for &rate in &cell.setting.rates {
        let objective = Objective::new(&*network, loss, &train.inputs, &train.targets);
        let schedule = Schedule::Cosine { initial: rate, steps };
        let adam = Optimiser::adam(params.len());
        let mut trainer = Trainer::new(objective, params.clone(), adam, schedule)
            .minibatches(cell.setting.batch, stream("minibatches"));
        trainer.run(steps, |_, _| ());
        let found = error(loss, &*network, trainer.params(), &validation);
        // A run that diverged is below nothing.
        if found.is_finite() && best.as_ref().is_none_or(|(least, ..)| found < *least) {
            best = Some((found, rate, trainer.params().clone()));
        }
    }
    let best = best.map(|(validation, rate, params)| Best {
        rate,
        validation,
        test: error(loss, &*network, &params, &test),
    });
    Outcome { width, parameters: params.len(), best: best.filter(|best| best.test.is_finite()) }
}

/// The mean squared error, or the share of wrong answers; NaN if an output is not finite.
fn error(loss: Loss, network: &dyn Network, params: &Params, examples: &Examples) -> f64 {
    let outputs = network.predict(params, &examples.inputs);
    if outputs.data.iter().any(|y| !y.is_finite()) {
        return f64::NAN;
    }
    match loss {
        Loss::MeanSquared => {
            let pairs = outputs.data.iter().zip(&examples.targets.data);
            let squares: Vec<f64> = pairs.map(|(y, t)| (y - t) * (y - t)).collect();
            numerics::sum(&squares) / squares.len() as f64
        }
        Loss::CrossEntropy => wrong(&outputs, &examples.targets),
    }
}

/// The share of rows whose largest output is not in the target's column; the first of equals counts.
fn wrong(outputs: &Matrix, targets: &Matrix) -> f64 {
    let is_wrong = |&row: &usize| {
        let y = outputs.row(row);
        let best = (1..y.len()).fold(0, |best, j| if y[j] > y[best] { j } else { best });
        targets.row(row)[best] == 0.0
    };
    (0..outputs.rows).filter(is_wrong).count() as f64 / outputs.rows as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_answers_are_counted() {
        let outputs = Matrix::from_rows(&[[0.1, 0.9], [0.8, 0.3], [0.5, 0.5]]);
        let targets = Matrix::from_rows(&[[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(wrong(&outputs, &targets), 1.0 / 3.0);
    }
}
