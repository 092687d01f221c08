//! candle: its own layers, losses and optimisers, as its guide has them.

use candle_core::{Device, Result, Tensor, Var};
use candle_nn::{AdamW, Linear, Module, Optimizer, ParamsAdamW, SGD, loss, ops};
use peers::{Network, Regression, Task, load};

fn main() -> Result<()> {
    let task = Task::from_arguments();
    match task.workload.as_str() {
        "uat" | "deep" => regression(&task),
        "digits" => digits(&task),
        "wide" => wide(&task),
        "exp" => function(&task),
        _ => task.unknown(),
    }
}

fn tensor(numbers: &[f64], shape: &[usize]) -> Result<Tensor> {
    Tensor::from_slice(numbers, shape, &Device::Cpu)
}

fn labels(numbers: &[f64]) -> Result<Tensor> {
    let labels: Vec<u32> = numbers.iter().map(|&number| number as u32).collect();
    Tensor::from_vec(labels, numbers.len(), &Device::Cpu)
}

/// The layers and their parameters.
fn build(network: &Network) -> Result<(Vec<Linear>, Vec<Var>)> {
    let (mut layers, mut params) = (Vec::new(), Vec::new());
    for (weight, inputs, outputs) in network.layers() {
        let weight = Var::from_tensor(&tensor(weight, &[outputs, inputs])?)?;
        let bias = Var::from_tensor(&tensor(&vec![0.0; outputs], &[outputs])?)?;
        layers.push(Linear::new(weight.as_tensor().clone(), Some(bias.as_tensor().clone())));
        params.extend([weight, bias]);
    }
    Ok((layers, params))
}

fn forward(layers: &[Linear], x: &Tensor, unit: fn(&Tensor) -> Result<Tensor>) -> Result<Tensor> {
    let mut h = layers[0].forward(x)?;
    for layer in &layers[1..] {
        h = layer.forward(&unit(&h)?)?;
    }
    Ok(h)
}

fn regression(task: &Task) -> Result<()> {
    let work = Regression::load(task);
    let x = tensor(&work.x, &[work.x.len(), 1])?;
    let y = tensor(&work.y, &[work.y.len(), 1])?;
    let unit = if work.sigmoid { ops::sigmoid } else { Tensor::relu };
    let descend = || {
        let (layers, params) = build(&work.network)?;
        let error = || loss::mse(&forward(&layers, &x, unit)?, &y);
        let mut sgd = SGD::new(params, work.rate)?;
        for _ in 0..work.steps {
            sgd.backward_step(&error()?)?;
        }
        error()?.to_scalar()
    };
    task.time(1, || descend().expect("a run of candle"));
    Ok(())
}

fn digits(task: &Task) -> Result<()> {
    let (x, y) = (load("digits_x"), labels(&load("digits_y"))?);
    let rows = x.len() / 64;
    let x = tensor(&x, &[rows, 64])?;
    let order = load("digits_perm");
    let adam = ParamsAdamW { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0.0 };
    let network = Network::digits();
    let learn = || {
        let (layers, params) = build(&network)?;
        let mut adam = AdamW::new(params, adam.clone())?;
        for epoch in order.chunks(rows).take(task.number("epochs", 20)) {
            for batch in epoch.chunks(64) {
                let rows = labels(batch)?;
                let (x, y) = (x.index_select(&rows, 0)?, y.index_select(&rows, 0)?);
                let loss = loss::cross_entropy(&forward(&layers, &x, Tensor::relu)?, &y)?;
                adam.backward_step(&loss)?;
            }
        }
        loss::cross_entropy(&forward(&layers, &x, Tensor::relu)?, &y)?.to_scalar()
    };
    task.time(1, || learn().expect("a run of candle"));
    Ok(())
}

fn wide(task: &Task) -> Result<()> {
    let (x, y) = (tensor(&load("wide_x"), &[128, 784])?, labels(&load("wide_y"))?);
    let (layers, params) = build(&Network::wide())?;
    let mut sgd = SGD::new(params, 0.01)?;
    let mut step = || {
        let loss = loss::cross_entropy(&forward(&layers, &x, Tensor::relu)?, &y)?;
        sgd.backward_step(&loss)?;
        loss.to_scalar()
    };
    task.time(5, || (0..5).map(|_| step().expect("a step of candle")).last().unwrap_or(f64::NAN));
    Ok(())
}

fn function(task: &Task) -> Result<()> {
    let n = task.number("n", 8192);
    let x = tensor(&load("exp_x")[..n], &[n])?;
    let function = match task.text("mode", "exp") {
        "exp" => Tensor::exp,
        "sigmoid" => ops::sigmoid,
        "tanh" => Tensor::tanh,
        "sin" => Tensor::sin,
        _ => task.unknown(),
    };
    let repeat = || {
        let mut out = function(&x)?;
        for _ in 1..200 {
            out = function(&x)?;
        }
        out.sum_all()?.to_scalar()
    };
    task.time(200 * n, || repeat().expect("a run of candle"));
    Ok(())
}
