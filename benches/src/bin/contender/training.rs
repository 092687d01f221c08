//! Networks in training.

use crate::data::Folder;
use crate::harness::Work;
use autodiff::Fun;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use numerics::Matrix;
use reproduce::lesson;

/// Units of each hidden layer, with the name that the files have for it.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    name: String,
    widths: Vec<usize>,
}

/// Reads `60` (one layer) or `20x2` (two layers of twenty).
pub(crate) fn parse_layers(text: &str) -> Result<Layers, String> {
    let (units, layers) = text.split_once('x').unwrap_or((text, "1"));
    let number = |part: &str| part.parse::<usize>().ok().filter(|&n| n > 0);
    match (number(units), number(layers)) {
        (Some(units), Some(layers)) => {
            Ok(Layers { name: text.to_owned(), widths: vec![units; layers] })
        }
        _ => Err("expected units, or units x layers, such as 60 or 20x2".to_owned()),
    }
}

fn recipe(widths: &[usize], activation: Fun) -> Mlp {
    Mlp::new(widths, activation, Parametrisation::Standard(Init::Torch))
}

// ANCHOR: descend
/// Full-batch gradient descent on the mean squared error; checks the final error.
fn descend(
    mlp: Mlp,
    params: Params,
    inputs: Matrix,
    targets: Matrix,
    rate: f64,
    steps: u64,
) -> Work {
    let run = move || {
        let mut objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        let (optimiser, schedule) = (Optimiser::sgd(), Schedule::Constant(rate));
        let mut trainer = Trainer::new(objective.clone(), params.clone(), optimiser, schedule);
        trainer.run(steps, |_, _| ());
        objective.loss(trainer.params())
    };
    Work { unit: format!("{steps} steps"), units: 1, run: Box::new(run) }
}
// ANCHOR_END: descend

/// The lesson's loop.
pub(crate) fn uat(data: &Folder, hidden: usize, steps: u64) -> Result<Work, String> {
    let mut params = Params::new();
    for (layer, (rows, cols)) in [(1, hidden), (hidden, 1)].into_iter().enumerate() {
        let stored = data.load(&format!("uat_{hidden}_W{}", layer + 1))?;
        params.push(&format!("layers.{layer}.weight"), rows, cols).copy_from_slice(&stored);
        params.push(&format!("layers.{layer}.bias"), 1, cols);
    }
    let mlp = recipe(&[1, hidden, 1], Fun::Sigmoid);
    let (x, y) = (data.matrix("uat_x", 1)?, data.matrix("uat_y", 1)?);
    Ok(descend(mlp, params, x, y, 0.01, steps))
}

/// The lesson's loop at a size of one's choice, on the lesson's target, from weights of its own: no
/// peer runs it. The unit is one step.
pub(crate) fn growth(points: usize, hidden: usize, layers: usize, steps: u32) -> Work {
    let widths = [&[1], &vec![hidden; layers][..], &[1]].concat();
    let mlp = recipe(&widths, Fun::Sigmoid);
    let params = mlp.init(&mut Stream::new("bench", 0, "growth"));
    let inputs = lesson::grid(points);
    let targets = lesson::targets(&inputs);
    let work = descend(mlp, params, inputs, targets, 0.01, steps.into());
    Work { unit: "1 step".to_owned(), units: steps, ..work }
}

/// One of the lesson's five networks, all layers trained.
pub(crate) fn deep(data: &Folder, layers: Layers, steps: u64) -> Result<Work, String> {
    let widths = [&[1], &layers.widths[..], &[1]].concat();
    let params = data.network(&format!("deep_{}", layers.name), &widths)?;
    let mlp = recipe(&widths, Fun::Relu);
    let (x, y) = (data.matrix("deep_x", 1)?, data.matrix("deep_y", 1)?);
    Ok(descend(mlp, params, x, y, 0.005, steps))
}

/// A classifier of digits, trained by Adam on minibatches in a stored order; checks the mean
/// cross-entropy at the end.
pub(crate) fn digits(data: &Folder, epochs: usize) -> Result<Work, String> {
    const BATCH: usize = 64;
    let widths = [64, 300, 100, 10];
    let start = data.network("digits", &widths)?;
    let mlp = recipe(&widths, Fun::Relu);
    let (x, y) = (data.matrix("digits_x", 64)?, data.one_hot("digits_y", 10)?);
    let order: Vec<usize> = data.load("digits_perm")?.iter().map(|&row| row as usize).collect();
    if epochs * x.rows > order.len() {
        return Err(format!("there are orders for {} epochs only", order.len() / x.rows));
    }
    let run = move || {
        let mut objective = Objective::new(&mlp, Loss::CrossEntropy, &x, &y);
        let (mut params, mut adam) = (start.clone(), Optimiser::adam(start.len()));
        let mut gradient = vec![0.0; start.len()];
        for epoch in order.chunks_exact(x.rows).take(epochs) {
            for batch in epoch.chunks(BATCH) {
                objective.rows(&params, batch, &mut gradient);
                adam.step(1e-3, params.data_mut(), &gradient);
            }
        }
        objective.loss(&params)
    };
    Ok(Work { unit: format!("{epochs} epochs"), units: 1, run: Box::new(run) })
}

/// Steps of a large classifier, which goes on learning from call to call; checks the loss before
/// the last step.
pub(crate) fn wide(data: &Folder) -> Result<Work, String> {
    const STEPS: u32 = 5;
    let widths = [784, 1024, 1024, 10];
    let mut params = data.network("wide", &widths)?;
    let mlp = recipe(&widths, Fun::Relu);
    let (x, y) = (data.matrix("wide_x", 784)?, data.one_hot("wide_y", 10)?);
    let mut gradient = vec![0.0; params.len()];
    // The objective goes on as well, to the end of the process: what it borrows must stay.
    let (mlp, x, y): (&Mlp, &Matrix, &Matrix) =
        (Box::leak(mlp.into()), Box::leak(x.into()), Box::leak(y.into()));
    let mut objective = Objective::new(mlp, Loss::CrossEntropy, x, y);
    let run = move || {
        let mut loss = f64::NAN;
        for _ in 0..STEPS {
            loss = objective.full(&params, &mut gradient);
            Optimiser::sgd().step(0.01, params.data_mut(), &gradient);
        }
        loss
    };
    Ok(Work { unit: "1 step".to_owned(), units: STEPS, run: Box::new(run) })
}
