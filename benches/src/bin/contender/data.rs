//! The inputs and initial weights that all peers share.

use nn::Params;
use numerics::Matrix;
use std::path::{Path, PathBuf};

/// A folder of raw little-endian numbers, one array a file.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// All numbers of an array.
    pub(crate) fn load(&self, name: &str) -> Result<Vec<f64>, String> {
        let path = self.0.join(format!("{name}.f64"));
        let bytes = std::fs::read(&path).map_err(|error| {
            format!(
                "{}: {error}\nwrite the inputs with benches/peers/data.py and name their folder \
                 in PEERS_DATA",
                path.display()
            )
        })?;
        let (numbers, _) = bytes.as_chunks::<8>();
        Ok(numbers.iter().map(|&number| f64::from_le_bytes(number)).collect())
    }

    /// The first numbers of an array.
    pub(crate) fn first(&self, name: &str, count: usize) -> Result<Vec<f64>, String> {
        let mut data = self.load(name)?;
        if count == 0 || count > data.len() {
            return Err(format!("{name}: it has 1 to {} numbers, not {count}", data.len()));
        }
        data.truncate(count);
        Ok(data)
    }

    /// An array of rows of `cols` numbers.
    pub(crate) fn matrix(&self, name: &str, cols: usize) -> Result<Matrix, String> {
        let data = self.load(name)?;
        if data.len() % cols != 0 {
            return Err(format!("{name}: expected rows of {cols} numbers, found {}", data.len()));
        }
        Ok(Matrix::from_vec(data.len() / cols, cols, data))
    }

    /// Labels as rows with a one in the column of the class.
    pub(crate) fn one_hot(&self, name: &str, classes: usize) -> Result<Matrix, String> {
        let labels = self.load(name)?;
        let one = |i: usize, j: usize| if labels[i] == j as f64 { 1.0 } else { 0.0 };
        Ok(Matrix::from_fn(labels.len(), classes, one))
    }

    /// The parameters of a network with these widths: stored weights, one row an output, and
    /// biases 0.
    pub(crate) fn network(&self, prefix: &str, widths: &[usize]) -> Result<Params, String> {
        let mut params = Params::new();
        for (layer, sizes) in widths.windows(2).enumerate() {
            let stored = self.matrix(&format!("{prefix}_W{layer}"), sizes[0])?.transpose();
            params
                .push(&format!("layers.{layer}.weight"), sizes[0], sizes[1])
                .copy_from_slice(&stored.data);
            params.push(&format!("layers.{layer}.bias"), 1, sizes[1]);
        }
        Ok(params)
    }
}
