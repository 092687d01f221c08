//! dfdx: shapes in the types where they are fixed, its own optimisers for classifiers.

use dfdx::losses::cross_entropy_with_logits_loss as cross_entropy;
use dfdx::nn::builders::{Linear, ReLU};
use dfdx::optim::{Adam, AdamConfig, Sgd, SgdConfig};
use dfdx::prelude::*;
use peers::{Network, Regression, Task, load};

type Matrix = Tensor<(usize, usize), f64, Cpu>;
type Row = Tensor<(usize,), f64, Cpu>;

fn main() {
    let task = Task::from_arguments();
    match task.workload.as_str() {
        "uat" | "deep" => regression(&task),
        "digits" => digits(&task),
        "wide" => wide(&task),
        "exp" => function(&task),
        _ => task.unknown(),
    }
}

/// Weights as rows of inputs, and biases.
fn build(device: &Cpu, network: &Network) -> Vec<(Matrix, Row)> {
    let build = |(weight, inputs, outputs): (&[f64], usize, usize)| {
        let transposed =
            (0..inputs * outputs).map(|k| weight[k % outputs * inputs + k / outputs]).collect();
        let weight: Vec<f64> = transposed;
        (device.tensor_from_vec(weight, (inputs, outputs)), device.zeros_like(&(outputs,)))
    };
    network.layers().map(build).collect()
}

fn regression(task: &Task) {
    let device = Cpu::default();
    let work = Regression::load(task);
    let n = work.x.len();
    let x: Matrix = device.tensor_from_vec(work.x.clone(), (n, 1));
    let y: Matrix = device.tensor_from_vec(work.y.clone(), (n, 1));
    let error = |layers: &[(Matrix, Row)]| {
        let mut h = x.leaky_trace();
        for (layer, (weight, bias)) in layers.iter().enumerate() {
            let outputs = work.network.widths[layer + 1];
            let bias = bias.retaped::<OwnedTape<f64, Cpu>>();
            h = h.matmul(weight.clone()) + bias.broadcast_like::<_, Axis<0>>(&(n, outputs));
            if layer + 1 < layers.len() {
                h = if work.sigmoid { h.sigmoid() } else { h.relu() };
            }
        }
        (h - y.clone()).square().mean::<Rank0, _>()
    };
    task.time(1, || {
        let mut layers = build(&device, &work.network);
        for _ in 0..work.steps {
            let gradient = error(&layers).backward();
            for (weight, bias) in &mut layers {
                *weight = weight.clone() - gradient.get(weight) * work.rate;
                *bias = bias.clone() - gradient.get(bias) * work.rate;
            }
        }
        error(&layers).array()
    });
}

type Classifier<const I: usize, const H: usize, const J: usize> =
    ((Linear<I, H>, ReLU), (Linear<H, J>, ReLU), Linear<J, 10>);

/// A classifier with the network's weights.
macro_rules! classifier {
    ($device:expr, $network:expr, $classifier:ty) => {{
        let mut classifier = $device.build_module::<$classifier, f64>();
        let (first, second, last) = (&mut classifier.0.0, &mut classifier.1.0, &mut classifier.2);
        first.weight.copy_from(&$network.weights[0]);
        second.weight.copy_from(&$network.weights[1]);
        last.weight.copy_from(&$network.weights[2]);
        first.bias.copy_from(&vec![0.0; $network.widths[1]]);
        second.bias.copy_from(&vec![0.0; $network.widths[2]]);
        last.bias.copy_from(&vec![0.0; $network.widths[3]]);
        classifier
    }};
}

fn one_hot(labels: impl Iterator<Item = f64>) -> Vec<f64> {
    let row = |label: f64| (0..10).map(move |class| f64::from(u8::from(f64::from(class) == label)));
    labels.flat_map(row).collect()
}

fn digits(task: &Task) {
    let device = Cpu::default();
    let (x, y, order) = (load("digits_x"), load("digits_y"), load("digits_perm"));
    let network = Network::digits();
    let batch = |rows: &[f64]| {
        let inputs = rows.iter().flat_map(|&row| x[64 * row as usize..][..64].iter().copied());
        let targets = one_hot(rows.iter().map(|&row| y[row as usize]));
        let x = device.tensor_from_vec(inputs.collect(), (rows.len(), Const::<64>));
        (x, device.tensor_from_vec(targets, (rows.len(), Const::<10>)))
    };
    let settings = AdamConfig { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weight_decay: None };
    let all: Vec<f64> = (0..y.len()).map(|row| row as f64).collect();
    task.time(1, || {
        let mut classifier = classifier!(device, network, Classifier<64, 300, 100>);
        let mut adam = Adam::new(&classifier, settings);
        let mut gradient = classifier.alloc_grads();
        for epoch in order.chunks(y.len()).take(task.number("epochs", 20)) {
            for rows in epoch.chunks(64) {
                let (x, y) = batch(rows);
                gradient = cross_entropy(classifier.forward_mut(x.trace(gradient)), y).backward();
                adam.update(&mut classifier, &gradient).expect("all parameters are used");
                classifier.zero_grads(&mut gradient);
            }
        }
        let (x, y) = batch(&all);
        cross_entropy(classifier.forward(x), y).array()
    });
}

fn wide(task: &Task) {
    let device = Cpu::default();
    let x: Tensor<Rank2<128, 784>, f64, _> = device.tensor(load("wide_x"));
    let y: Tensor<Rank2<128, 10>, f64, _> = device.tensor(one_hot(load("wide_y").into_iter()));
    let network = Network::wide();
    let mut classifier = classifier!(device, network, Classifier<784, 1024, 1024>);
    let settings = SgdConfig { lr: 0.01, momentum: None, weight_decay: None };
    let mut sgd = Sgd::new(&classifier, settings);
    let mut buffers = Some(classifier.alloc_grads());
    let mut step = || {
        let x = x.trace(buffers.take().expect("they are put back"));
        let loss = cross_entropy(classifier.forward_mut(x), y.clone());
        let value = loss.array();
        let mut gradient = loss.backward();
        sgd.update(&mut classifier, &gradient).expect("all parameters are used");
        classifier.zero_grads(&mut gradient);
        buffers = Some(gradient);
        value
    };
    task.time(5, || (0..5).map(|_| step()).last().unwrap_or(f64::NAN));
}

fn function(task: &Task) {
    let n = task.number("n", 8192);
    let x: Row = Cpu::default().tensor_from_vec(load("exp_x")[..n].to_vec(), (n,));
    let function = match task.text("mode", "exp") {
        "exp" => Tensor::exp,
        "sigmoid" => Tensor::sigmoid,
        "tanh" => Tensor::tanh,
        "sin" => Tensor::sin,
        _ => task.unknown(),
    };
    task.time(200 * n, || {
        let mut out = function(x.clone());
        for _ in 1..200 {
            out = function(x.clone());
        }
        out.sum::<Rank0, _>().array()
    });
}
