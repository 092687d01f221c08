//! Recurrent layers: a state that reads a sequence step by step.

use super::blocks::{each_block, last, stack};
use super::{Layer, check_batch, exactly};
use crate::{Init, Params, Stream};
use autodiff::{Fun, IndexTable, Shape, Tape, Var};

/// Which states a recurrent layer hands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// h_1 … h_P: outputs are (n P) × H.
    All,
    /// h_P, which has read everything: outputs are n × H.
    Last,
}

/// Elman's recurrent layer (1990), with PyTorch's tanh: from h_0 = 0 on,
///
/// h_t = tanh(x_t W + b + h_{t−1} U),  t = 1 … P.
///
/// | | shape |
/// | --- | --- |
/// | inputs | (n P) × C |
/// | `input.weight` (W) | C × H |
/// | `input.bias` (b) | 1 × H. PyTorch's `RNN` has a second bias, which is only added to it |
/// | `hidden.weight` (U) | H × H |
/// | outputs | (n P) × H or n × H, see [`States`] |
///
/// All entries are drawn with H as both fans, which is PyTorch's default for [`Init::Torch`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elman {
    /// P.
    pub positions: usize,
    /// C.
    pub inputs: usize,
    /// H.
    pub state: usize,
    /// What is handed on.
    pub states: States,
    /// The initial law.
    pub init: Init,
}

impl Layer for Elman {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        let Self { inputs, state, init, .. } = *self;
        let mut weight = |slot: &str, rows, params: &mut Params| {
            let entries = params.push(&format!("{name}.{slot}.weight"), rows, state);
            init.weight(state, state).fill(stream, entries);
        };
        weight("input", inputs, params);
        weight("hidden", state, params);
        let bias = params.push(&format!("{name}.input.bias"), 1, state);
        init.bias(state).fill(stream, bias);
    }

    fn slots(&self) -> usize {
        3
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        check_batch("a recurrent layer", tape, x, self.positions, self.inputs);
        let [w, u, b] = exactly("a recurrent layer", params);
        let bias = by_example(tape, b, tape.shape(x).rows / self.positions);
        unroll(tape, x, self.positions, self.state, self.states, &mut |tape, x, h| {
            let sum = both(tape, [w, u], [x, h], bias);
            tape.map(Fun::Tanh, sum)
        })
    }
}

/// The gated recurrent unit (Cho et al. 2014) in PyTorch's form, where the reset gate acts after
/// the product: from h_0 = 0 on,
///
/// r_t = σ(x_t W_r + b_r + h_{t−1} U_r + c_r),
/// z_t = σ(x_t W_z + b_z + h_{t−1} U_z + c_z),
/// n_t = tanh(x_t W_n + b_n + r_t ⊙ (h_{t−1} U_n + c_n)),
/// h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}.
///
/// | | shape |
/// | --- | --- |
/// | inputs | (n P) × C |
/// | `input.weight` (W_r, W_z, W_n side by side) | C × 3 H |
/// | `hidden.weight` (U_r, U_z, U_n) | H × 3 H |
/// | `input.bias` (b_r, b_z, b_n), `hidden.bias` (c_r, c_z, c_n) | 1 × 3 H |
/// | outputs | (n P) × H or n × H, see [`States`] |
///
/// All entries are drawn with H as both fans, which is PyTorch's default for [`Init::Torch`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gru {
    /// P.
    pub positions: usize,
    /// C.
    pub inputs: usize,
    /// H.
    pub state: usize,
    /// What is handed on.
    pub states: States,
    /// The initial law.
    pub init: Init,
}

impl Layer for Gru {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        let Self { inputs, state, init, .. } = *self;
        for (slot, rows) in [("input", inputs), ("hidden", state)] {
            let weight = params.push(&format!("{name}.{slot}.weight"), rows, 3 * state);
            init.weight(state, state).fill(stream, weight);
            let bias = params.push(&format!("{name}.{slot}.bias"), 1, 3 * state);
            init.bias(state).fill(stream, bias);
        }
    }

    fn slots(&self) -> usize {
        4
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        check_batch("a gated recurrent unit", tape, x, self.positions, self.inputs);
        let [w, b, u, c] = exactly("a gated recurrent unit", params);
        let (examples, state) = (tape.shape(x).rows / self.positions, self.state);
        let [[w_r, w_z, w_n], [u_r, u_z, u_n]] = [w, u].map(|matrix| gates(tape, matrix, state));
        let [[b_r, b_z, b_n], [c_r, c_z, c_n]] = [b, c].map(|bias| gates(tape, bias, state));
        let (b_r, b_z) = (tape.add(b_r, c_r), tape.add(b_z, c_z));
        let [b_r, b_z, b_n, c_n] =
            [b_r, b_z, b_n, c_n].map(|bias| by_example(tape, bias, examples));
        unroll(tape, x, self.positions, state, self.states, &mut |tape, x, h| {
            let r = both(tape, [w_r, u_r], [x, h], b_r);
            let r = tape.map(Fun::Sigmoid, r);
            let z = both(tape, [w_z, u_z], [x, h], b_z);
            let z = tape.map(Fun::Sigmoid, z);
            let input = tape.matmul_tn(w_n, x);
            let input = tape.add(input, b_n);
            let memory = tape.matmul_tn(u_n, h);
            let memory = tape.add(memory, c_n);
            let kept = tape.mul(r, memory);
            let sum = tape.add(input, kept);
            let n = tape.map(Fun::Tanh, sum);
            // (1 − z) n + z h = n + z (h − n)
            let back = tape.sub(h, n);
            let back = tape.mul(z, back);
            tape.add(n, back)
        })
    }
}

/// The columns of the reset gate, the update gate and the proposal.
fn gates(tape: &mut Tape, matrix: Var, state: usize) -> [Var; 3] {
    [0, 1, 2].map(|gate| {
        let (row, part) = (Shape::new(1, 3 * state), Shape::new(1, state));
        let table = tape.table(IndexTable::run(row, part, gate * state));
        tape.gather(matrix, table)
    })
}

/// A bias as a column for each example.
fn by_example(tape: &mut Tape, bias: Var, examples: usize) -> Var {
    let column = tape.transpose(bias);
    tape.spread_cols(column, examples)
}

/// Wᵀ x + Uᵀ h + b, for an example a column.
fn both(tape: &mut Tape, [w, u]: [Var; 2], [x, h]: [Var; 2], bias: Var) -> Var {
    let input = tape.matmul_tn(w, x);
    let memory = tape.matmul_tn(u, h);
    let sum = tape.add(input, memory);
    tape.add(sum, bias)
}

/// Runs `step` from a state of zeros on through the P `positions` of all examples at once.
///
/// For that the batch `x`, (n P) × C, is turned to (P C) × n: the inputs of one step are then
/// consecutive rows, C × n, and a state is H × n. Products with n columns are fast, too.
#[track_caller]
fn unroll(
    tape: &mut Tape,
    x: Var,
    positions: usize,
    state: usize,
    states: States,
    step: &mut dyn FnMut(&mut Tape, Var, Var) -> Var,
) -> Var {
    let shape = tape.shape(x);
    let examples = shape.rows / positions;
    let by_example = tape.reshape(x, examples, positions * shape.cols);
    let by_step = tape.transpose(by_example);
    let mut h = tape.constant(state, examples, 0.0);
    let mut advance = |tape: &mut Tape, [x]: [Var; 1]| {
        h = step(tape, x, h);
        h
    };
    match states {
        States::All => {
            let states = each_block(tape, positions, [by_step], stack, &mut advance);
            let by_example = tape.transpose(states);
            tape.reshape(by_example, examples * positions, state)
        }
        States::Last => {
            let last = each_block(tape, positions, [by_step], last, &mut advance);
            tape.transpose(last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, params, predict, random};
    use super::*;
    use numerics::Matrix;
    use numerics::elementary::{sigmoid, tanh};

    const ELMAN: Elman =
        Elman { positions: 4, inputs: 2, state: 3, states: States::All, init: Init::Torch };
    const GRU: Gru =
        Gru { positions: 3, inputs: 2, state: 2, states: States::All, init: Init::Torch };

    #[test]
    fn derivatives() {
        check(&ELMAN, random(8, 2, "x"));
        check(&GRU, random(6, 2, "x"));
        check(&Elman { states: States::Last, ..ELMAN }, random(8, 2, "x"));
    }

    #[test]
    fn the_last_state_is_the_last_of_all() {
        let x = random(8, 2, "x");
        let all = predict(&ELMAN, &x);
        let last = predict(&Elman { states: States::Last, ..ELMAN }, &x);
        assert_eq!(last.data, [&all.data[9..12], &all.data[21..]].concat());
    }

    /// x W for a row x.
    fn product(x: &[f64], w: &[f64], cols: usize) -> Vec<f64> {
        (0..cols).map(|j| x.iter().enumerate().map(|(i, x)| x * w[i * cols + j]).sum()).collect()
    }

    /// The formula, one example and one step at a time.
    #[test]
    fn the_gated_unit_is_what_it_says() {
        let params = params(&GRU);
        let get = |slot: &str| params.get(&format!("layer.{slot}")).unwrap();
        let x = random(6, 2, "x");
        let mut expected = Vec::new();
        for example in x.data.chunks(6) {
            let mut h = vec![0.0; 2];
            for x in example.chunks(2) {
                let input = product(x, get("input.weight"), 6);
                let hidden = product(&h, get("hidden.weight"), 6);
                let (b, c) = (get("input.bias"), get("hidden.bias"));
                h = (0..2)
                    .map(|j| {
                        let gate = |k: usize| sigmoid(input[k] + b[k] + hidden[k] + c[k]);
                        let (r, z) = (gate(j), gate(2 + j));
                        let n = tanh(input[4 + j] + b[4 + j] + r * (hidden[4 + j] + c[4 + j]));
                        (1.0 - z) * n + z * h[j]
                    })
                    .collect();
                expected.extend_from_slice(&h);
            }
        }
        for (found, expected) in predict(&GRU, &x).data.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-15);
        }
    }

    /// A state depends on what came before, not on what comes after, and one example not on another.
    #[test]
    fn the_future_is_not_seen() {
        let x = random(8, 2, "x");
        let mut changed = x.clone();
        changed.data[2 * 2] += 1.0; // The third step of the first example.
        let same = |layer: &dyn Layer| -> Vec<bool> {
            let (y, z): (Matrix, Matrix) = (predict(layer, &x), predict(layer, &changed));
            let rows = y.data.chunks(y.cols).zip(z.data.chunks(y.cols));
            rows.map(|(y, z)| y == z).collect()
        };
        let expected = [true, true, false, false, true, true, true, true];
        assert_eq!(same(&ELMAN), expected);
        assert_eq!(same(&Gru { positions: 4, ..GRU }), expected);
    }

    #[test]
    #[should_panic(expected = "needs examples of 4 positions with 2 channels, got a batch 6x2")]
    fn a_batch_must_fit() {
        predict(&ELMAN, &random(6, 2, "x"));
    }
}
