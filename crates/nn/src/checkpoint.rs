//! Weights and training states in files.
//!
//! A file is in the safetensors format: named arrays as raw bytes, so that every bit comes back.
//! PyTorch reads it with `safetensors.torch.load_file`, and its layout is PyTorch's: a slot
//! called `….weight`, which is fan_in × fan_out in memory, is stored transposed, as
//! `torch.nn.Linear` has it, and a slot of one row called `….bias` is stored as a vector.
//!
//! What else a run needs to go on (the optimiser, the streams) is a line of JSON in the same
//! file's metadata. One file is renamed into place by one system call, so weights and optimiser
//! can never be of two different moments. The JSON holds floats in their shortest exact form.

use crate::error::{Error, read, write_atomically};
use crate::{Optimiser, Params, Slot, StreamState};
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensors, serialize};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What a run needs beside its parameters to go on as if it had never stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingState {
    /// How many steps have been made.
    pub steps: u64,
    /// The optimiser with its buffers.
    pub optimiser: Optimiser,
    /// The positions of the random streams, under names that the run chooses.
    pub streams: BTreeMap<String, StreamState>,
}

/// The metadata key of the JSON.
const STATE: &str = "training_state";

/// Writes the parameters.
///
/// # Errors
///
/// If the file cannot be written; the old one, if any, is then unharmed.
pub fn save_weights(path: &Path, params: &Params) -> Result<(), Error> {
    write(path, params, None)
}

/// Writes the parameters and the state of their training.
///
/// # Errors
///
/// If the file cannot be written, or if the state has a NaN or an infinity, which JSON cannot
/// hold: such a run has diverged and there is nothing to resume. The old file is then unharmed.
pub fn save_checkpoint(path: &Path, params: &Params, state: &TrainingState) -> Result<(), Error> {
    let json = serde_json::to_string(state).expect("numbers, strings and lists");
    // serde_json writes NaN and infinities as `null`, which is no number on the way back.
    if serde_json::from_str::<TrainingState>(&json).is_err() {
        return Err(Error::content(path, "not written: the optimiser's state is not finite"));
    }
    write(path, params, Some(json))
}

/// Fills the slots of `params` from a file of the same names and shapes.
///
/// # Errors
///
/// If the file cannot be read or is no safetensors file, or if its arrays are not exactly the
/// slots of `params`, in double precision. `params` is then unchanged.
pub fn load_weights(path: &Path, params: &mut Params) -> Result<(), Error> {
    fill(path, &read(path)?, params)
}

/// [`load_weights`] from the bytes of the file.
fn fill(path: &Path, bytes: &[u8], params: &mut Params) -> Result<(), Error> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|problem| {
        Error::content(path, format!("not a valid safetensors file: {problem}"))
    })?;
    if let Some(name) = tensors.names().into_iter().filter(|n| params.slot(n).is_none()).min() {
        return Err(Error::content(path, format!("the model has no parameter named {name:?}")));
    }
    let mut data = Vec::with_capacity(params.len());
    for slot in params.slots() {
        let entries = entries(&tensors, slot).map_err(|problem| Error::content(path, problem))?;
        data.extend(entries);
    }
    params.data_mut().copy_from_slice(&data);
    Ok(())
}

/// Fills the slots of `params` from a checkpoint and returns the state of their training.
///
/// # Errors
///
/// As [`load_weights`], and if the file has weights only. `params` is then unchanged.
pub fn load_checkpoint(path: &Path, params: &mut Params) -> Result<TrainingState, Error> {
    let bytes = read(path)?;
    let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|problem| {
        Error::content(path, format!("not a valid safetensors file: {problem}"))
    })?;
    let json = header.metadata().as_ref().and_then(|metadata| metadata.get(STATE));
    let json = json.ok_or_else(|| {
        Error::content(path, format!("no {STATE} in the metadata: the file has weights only"))
    })?;
    let mut state: TrainingState = serde_json::from_str(json)
        .map_err(|problem| Error::content(path, format!("broken {STATE}: {problem}")))?;
    if state.optimiser.buffers_mut().any(|buffer| buffer.len() != params.len()) {
        let problem =
            format!("broken {STATE}: the optimiser is not for {} parameters", params.len());
        return Err(Error::content(path, problem));
    }
    fill(path, &bytes, params)?;
    Ok(state)
}

fn write(path: &Path, params: &Params, state: Option<String>) -> Result<(), Error> {
    let arrays: Vec<_> = params.iter().map(|(slot, data)| (slot, to_bytes(slot, data))).collect();
    let views = arrays.iter().map(|(slot, bytes)| {
        let view = TensorView::new(Dtype::F64, stored_shape(slot), bytes);
        (&slot.name, view.expect("a shape with its entries"))
    });
    let metadata = state.map(|json| [(STATE.to_owned(), json)].into());
    let bytes = serialize(views, metadata)
        .map_err(|problem| Error::content(path, format!("not written: {problem}")))?;
    write_atomically(path, &bytes)
}

fn is_weight(slot: &Slot) -> bool {
    slot.name.ends_with(".weight")
}

fn stored_shape(slot: &Slot) -> Vec<usize> {
    if is_weight(slot) {
        vec![slot.cols, slot.rows]
    } else if slot.name.ends_with(".bias") && slot.rows == 1 {
        vec![slot.cols]
    } else {
        vec![slot.rows, slot.cols]
    }
}

fn to_bytes(slot: &Slot, data: &[f64]) -> Vec<u8> {
    let stored =
        if is_weight(slot) { transposed(data, slot.rows, slot.cols) } else { data.to_vec() };
    stored.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn entries(tensors: &SafeTensors<'_>, slot: &Slot) -> Result<Vec<f64>, String> {
    let name = &slot.name;
    let tensor = tensors.tensor(name).map_err(|_| format!("no array named {name:?}"))?;
    let expected = stored_shape(slot);
    if tensor.dtype() != Dtype::F64 || tensor.shape() != expected {
        return Err(format!(
            "{name}: expected F64 of shape {expected:?}, found {:?} of shape {:?}",
            tensor.dtype(),
            tensor.shape()
        ));
    }
    let stored: Vec<f64> = tensor
        .data()
        .chunks_exact(8)
        .map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight bytes")))
        .collect();
    Ok(if is_weight(slot) { transposed(&stored, slot.cols, slot.rows) } else { stored })
}

/// The transpose of a row-major rows × cols matrix.
fn transposed(data: &[f64], rows: usize, cols: usize) -> Vec<f64> {
    (0..cols).flat_map(|col| (0..rows).map(move |row| data[row * cols + col])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stream;
    use std::fs;

    fn params() -> Params {
        let mut params = Params::new();
        let mut stream = Stream::new("nn.checkpoint", 0, "weights");
        // More than ten layers: alphabetical order is not the order of the slots.
        for layer in 0..12 {
            stream.fill_normal(params.push(&format!("layers.{layer}.weight"), 2, 3));
            stream.fill_normal(params.push(&format!("layers.{layer}.bias"), 1, 3));
        }
        params.data_mut()[..3].copy_from_slice(&[-0.0, f64::NAN, f64::MIN_POSITIVE / 8.0]);
        params
    }

    /// A linear regression with stochastic gradients: parameters, optimiser and stream all matter.
    fn train(params: &mut Params, state: &mut TrainingState, steps: u64) {
        let mut stream = Stream::resume(&state.streams["noise"]);
        for _ in 0..steps {
            let gradient: Vec<f64> =
                params.data().iter().map(|p| p - 1.0 + 0.1 * stream.normal()).collect();
            state.optimiser.step(0.01, params.data_mut(), &gradient);
        }
        state.steps += steps;
        state.streams.insert("noise".to_owned(), stream.state());
    }

    fn start(optimiser: Optimiser) -> (Params, TrainingState) {
        let mut params = params();
        params.data_mut()[1] = 0.5;
        let noise = Stream::new("nn.checkpoint", 0, "noise").state();
        let streams = [("noise".to_owned(), noise)].into();
        (params, TrainingState { steps: 0, optimiser, streams })
    }

    fn bits(params: &Params) -> Vec<u64> {
        params.data().iter().map(|x| x.to_bits()).collect()
    }

    #[test]
    fn weights_come_back_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        save_weights(&path, &params()).unwrap();
        let mut loaded = params().zeros_like();
        load_weights(&path, &mut loaded).unwrap();
        assert_eq!(bits(&loaded), bits(&params()));
        assert_eq!(loaded.slots(), params().slots());
    }

    #[test]
    fn the_layout_is_pytorchs() {
        let mut params = Params::new();
        params.push("l.weight", 2, 3).copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        params.push("l.bias", 1, 3);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        save_weights(&path, &params).unwrap();
        let bytes = fs::read(&path).unwrap();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let weight = tensors.tensor("l.weight").unwrap();
        assert_eq!(weight.shape(), [3, 2]);
        let rows: Vec<u8> =
            [1.0_f64, 4.0, 2.0, 5.0, 3.0, 6.0].iter().flat_map(|x| x.to_le_bytes()).collect();
        assert_eq!(weight.data(), rows);
        assert_eq!(tensors.tensor("l.bias").unwrap().shape(), [3]);
    }

    #[test]
    fn a_resumed_run_is_the_straight_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.safetensors");
        let len = params().len();
        for optimiser in [Optimiser::sgd(), Optimiser::momentum(0.9, len), Optimiser::adam(len)] {
            let (mut straight, mut straight_state) = start(optimiser.clone());
            train(&mut straight, &mut straight_state, 100);

            let (mut first, mut state) = start(optimiser);
            train(&mut first, &mut state, 50);
            save_checkpoint(&path, &first, &state).unwrap();

            let mut resumed = params().zeros_like();
            let mut state = load_checkpoint(&path, &mut resumed).unwrap();
            train(&mut resumed, &mut state, 50);
            assert_eq!(bits(&resumed), bits(&straight));
            assert_eq!(state, straight_state);
        }
    }

    #[test]
    fn a_diverged_state_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.safetensors");
        let (params, mut state) = start(Optimiser::momentum(0.9, 1));
        state.optimiser.step(1.0, &mut [0.0], &[f64::INFINITY]);
        let error = save_checkpoint(&path, &params, &state).unwrap_err().to_string();
        assert!(error.ends_with("the optimiser's state is not finite"), "{error}");
        assert!(!path.exists());
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        let mut saved = Params::new();
        saved.push("a.weight", 2, 3);
        save_weights(&path, &saved).unwrap();

        let refused = |model: &mut Params, expected: &str| {
            let before = model.clone();
            let error = load_weights(&path, model).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            assert_eq!(*model, before);
        };
        let mut other_shape = Params::new();
        other_shape.push("a.weight", 3, 2).fill(1.0);
        refused(
            &mut other_shape,
            "a.weight: expected F64 of shape [2, 3], found F64 of shape [3, 2]",
        );
        let mut larger = saved.clone();
        larger.push("a.bias", 1, 3).fill(1.0);
        refused(&mut larger, "no array named \"a.bias\"");
        refused(&mut Params::new(), "the model has no parameter named \"a.weight\"");

        let error = load_checkpoint(&path, &mut saved).unwrap_err().to_string();
        assert!(error.contains("the file has weights only"), "{error}");

        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        let error = load_weights(&path, &mut saved).unwrap_err().to_string();
        assert!(error.contains("not a valid safetensors file"), "{error}");
    }
}
