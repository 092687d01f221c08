//! The tangent kernel of a network of two wide layers.

use crate::data::Folder;
use crate::harness::Work;
use autodiff::{Fun, Tape, Var};
use nn::Params;
use ntk::{EmpiricalNtk, Inputs, Outputs};

const WIDTHS: [usize; 4] = [10, 512, 512, 1];

/// ReLU layers z = (w / sqrt(fan_in)) W h + 0.1 b with w = √2, √2 and 1; checks the trace, one
/// entry and the sum.
pub(crate) fn gram(data: &Folder, inputs: usize) -> Result<Work, String> {
    let mut params = Params::new();
    for (layer, sizes) in WIDTHS.windows(2).enumerate() {
        let weight = data.matrix(&format!("ntk_W{layer}"), sizes[0])?.transpose();
        params.push(&format!("w{layer}"), sizes[0], sizes[1]).copy_from_slice(&weight.data);
        let bias = data.load(&format!("ntk_b{layer}"))?;
        params.push(&format!("b{layer}"), 1, sizes[1]).copy_from_slice(&bias);
    }
    let mut x = data.matrix("ntk_x", WIDTHS[0])?;
    if inputs == 0 || inputs > x.rows {
        return Err(format!("--N: expected 1 to {} inputs, got {inputs}", x.rows));
    }
    x.data.truncate(inputs * x.cols);
    x.rows = inputs;
    let run = move || {
        let ntk = EmpiricalNtk::new(&forward, &params);
        let kernel = ntk.by_factors(Inputs::One(&x), Outputs::Full).expect("rows do not meet");
        let k = kernel.matrix;
        let trace: f64 = (0..inputs).map(|i| k[(i, i)]).sum();
        let sum: f64 = k.data.iter().sum();
        trace + k.data[1 % k.cols] + sum / inputs as f64
    };
    Ok(Work { unit: format!("1 Gram matrix, n = {inputs}"), units: 1, run: Box::new(run) })
}

fn forward(tape: &mut Tape, params: &[Var], x: Var) -> Var {
    let mut h = x;
    for (layer, (sizes, slots)) in WIDTHS.windows(2).zip(params.chunks_exact(2)).enumerate() {
        let hidden = layer + 2 < WIDTHS.len();
        let spread: f64 = if hidden { 2.0 } else { 1.0 };
        let weight = tape.scale(slots[0], (spread / sizes[0] as f64).sqrt());
        let bias = tape.scale(slots[1], 0.1);
        h = tape.affine(h, weight, bias);
        if hidden {
            h = tape.map(Fun::Relu, h);
        }
    }
    h
}
