//! A network one number at a time.

use crate::data::Folder;
use crate::harness::Work;
use autodiff::scalar::{Num, Tape};

const WIDTHS: [usize; 4] = [2, 16, 16, 1];
const POINTS: usize = 100;

/// The mean hinge loss with a penalty on the weights, and its gradient; checks the loss plus the
/// sum of the gradient's absolute values.
pub(crate) fn step(data: &Folder) -> Result<Work, String> {
    let (x, y) = (data.matrix("scalar_x", WIDTHS[0])?, data.load("scalar_y")?);
    let mut params = Vec::new();
    for (layer, sizes) in WIDTHS.windows(2).enumerate() {
        for unit in data.load(&format!("scalar_W{layer}"))?.chunks(sizes[0]) {
            params.extend_from_slice(unit);
            params.push(0.0);
        }
    }
    let run = move || {
        let tape = Tape::default();
        let params: Vec<Num> = params.iter().map(|&p| tape.num(p)).collect();
        let (one, mut total) = (tape.num(1.0), tape.num(0.0));
        for (point, &label) in x.data.chunks_exact(WIDTHS[0]).zip(&y) {
            let inputs = point.iter().map(|&x| tape.num(x)).collect();
            let margin = one - network(&params, inputs) * tape.num(label);
            total = total + margin.relu();
        }
        let squares = params[1..].iter().fold(params[0] * params[0], |sum, &p| sum + p * p);
        let loss = total * tape.num(1.0 / POINTS as f64) + squares * tape.num(1e-4);
        let gradient = loss.gradient();
        loss.value + params.iter().map(|&p| gradient.of(p).abs()).sum::<f64>()
    };
    Ok(Work { unit: "forward and backward".to_owned(), units: 1, run: Box::new(run) })
}

/// The output; a unit's weights are followed by its bias.
fn network<'t>(mut params: &[Num<'t>], inputs: Vec<Num<'t>>) -> Num<'t> {
    let mut layer = inputs;
    for &width in &WIDTHS[1..] {
        let (units, rest) = params.split_at(width * (layer.len() + 1));
        params = rest;
        let unit = |unit: &[Num<'t>]| {
            let (bias, weights) = unit.split_last().expect("a bias");
            let z = weights.iter().zip(&layer).fold(*bias, |z, (&w, &h)| z + w * h);
            if rest.is_empty() { z } else { z.relu() }
        };
        layer = units.chunks_exact(layer.len() + 1).map(unit).collect();
    }
    layer[0]
}
