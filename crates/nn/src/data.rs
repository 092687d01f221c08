//! The data sets in the repository's `data` folder, whose README has sources and licences.
//!
//! A file is used only if its SHA-256 is the one written here, so that a number in the book can
//! never come from other data than it says.

use crate::error::{Error, read};
use crate::npy::{self, Array, Element};
use numerics::Matrix;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Inputs with their classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// One example a row.
    pub inputs: Matrix,
    /// The class of each row, below `classes`.
    pub labels: Vec<u8>,
    /// How many classes there are.
    pub classes: usize,
}

/// A data set with its official split.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// To learn from.
    pub train: Dataset,
    /// To measure on, and for nothing else.
    pub test: Dataset,
}

/// A file with the checksum that it must have.
struct File {
    name: &'static str,
    sha256: &'static str,
}

const OPTDIGITS: File = File {
    name: "optdigits.npy",
    sha256: "a045163fb00b34c2d6f15bec1812ad7922ac26b3efd2485e99ffb10a01e0c36a",
};
const MNIST1D_INPUTS: File = File {
    name: "mnist1d_x.npy",
    sha256: "20a2f45cc39d7c33623d5e0df197e763968b82699339b300917d456a61892da7",
};
const MNIST1D_LABELS: File = File {
    name: "mnist1d_y.npy",
    sha256: "31dba23f829f33db0f6bb020819c737c5945bd3aa49731aa9b3c56fccbd66fab",
};

/// Handwritten digits: 8 × 8 images with ink from 0 to 1 (the file's sixteenths, exactly), 3,823
/// by 30 writers to train on and 1,797 by 13 other writers to test on.
///
/// `folder` is the repository's `data` folder.
///
/// # Errors
///
/// If `optdigits.npy` is not there or is not the file that it should be.
///
/// ```
/// let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
/// let digits = nn::data::optdigits(folder.as_ref())?;
/// assert_eq!((digits.train.inputs.rows, digits.train.inputs.cols), (3823, 64));
/// # Ok::<(), nn::Error>(())
/// ```
pub fn optdigits(folder: &Path) -> Result<Split, Error> {
    const TRAIN: usize = 3823;
    const PIXELS: usize = 64;
    let file: Array<u8> = OPTDIGITS.load(folder, &[5620, PIXELS + 1])?;
    let part = |rows: &[u8]| {
        let rows = rows.chunks_exact(PIXELS + 1);
        let ink = rows.clone().flat_map(|row| &row[..PIXELS]).map(|&ink| f64::from(ink) / 16.0);
        Dataset::new(ink.collect(), rows.map(|row| row[PIXELS]).collect(), PIXELS)
    };
    let (train, test) = file.data.split_at(TRAIN * (PIXELS + 1));
    Ok(Split { train: part(train), test: part(test) })
}

/// MNIST-1D: signals of 40 samples, 4,000 to train on and 1,000 to test on.
///
/// `folder` is the repository's `data` folder.
///
/// # Errors
///
/// If `mnist1d_x.npy` or `mnist1d_y.npy` is not there or is not the file that it should be.
pub fn mnist1d(folder: &Path) -> Result<Split, Error> {
    const TRAIN: usize = 4000;
    const SAMPLES: usize = 40;
    let inputs: Array<f32> = MNIST1D_INPUTS.load(folder, &[5000, SAMPLES])?;
    let labels: Array<u8> = MNIST1D_LABELS.load(folder, &[5000])?;
    let part = |inputs: &[f32], labels: &[u8]| {
        let inputs = inputs.iter().map(|&x| f64::from(x)).collect();
        Dataset::new(inputs, labels.to_vec(), SAMPLES)
    };
    let (train, test) = inputs.data.split_at(TRAIN * SAMPLES);
    let (train_labels, test_labels) = labels.data.split_at(TRAIN);
    Ok(Split { train: part(train, train_labels), test: part(test, test_labels) })
}

impl File {
    fn load<T: Element>(&self, folder: &Path, shape: &[usize]) -> Result<Array<T>, Error> {
        const RESTORE: &str = "restore it with `git checkout -- data` in the repository";
        let path = folder.join(self.name);
        if !path.exists() {
            return Err(Error::content(&path, format!("no such file: {RESTORE}")));
        }
        let bytes = read(&path)?;
        let found = hex(&Sha256::digest(&bytes));
        if found != self.sha256 {
            return Err(Error::content(
                &path,
                format!("expected SHA-256 {}, found {found}: {RESTORE}", self.sha256),
            ));
        }
        let array: Array<T> =
            npy::parse(&bytes).map_err(|problem| Error::content(&path, problem))?;
        // The checksum has fixed the shape.
        assert_eq!(array.shape, shape, "{} changed together with its checksum", self.name);
        Ok(array)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Dataset {
    /// Ten classes of rows of `cols` entries.
    fn new(inputs: Vec<f64>, labels: Vec<u8>, cols: usize) -> Self {
        Self { inputs: Matrix { rows: labels.len(), cols, data: inputs }, labels, classes: 10 }
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no example.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The labels as a matrix of targets, one column a class: 1 in the column of the label,
    /// otherwise 0.
    pub fn one_hot(&self) -> Matrix {
        let mut data = vec![0.0; self.len() * self.classes];
        for (row, &label) in data.chunks_exact_mut(self.classes).zip(&self.labels) {
            row[usize::from(label)] = 1.0;
        }
        Matrix { rows: self.len(), cols: self.classes, data }
    }

    /// The share of rows whose largest output is in the column of the label; the first of equal
    /// outputs counts.
    ///
    /// # Panics
    ///
    /// If `outputs` has not a row for each example and a column for each class.
    #[track_caller]
    pub fn accuracy(&self, outputs: &Matrix) -> f64 {
        assert!(
            outputs.rows == self.len() && outputs.cols == self.classes,
            "{} examples of {} classes, but {}x{} outputs",
            self.len(),
            self.classes,
            outputs.rows,
            outputs.cols
        );
        let rows = outputs.data.chunks_exact(self.classes).zip(&self.labels);
        let right = rows.filter(|(row, label)| {
            let best = (1..row.len()).fold(0, |best, j| if row[j] > row[best] { j } else { best });
            best == usize::from(**label)
        });
        right.count() as f64 / self.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");

    fn counts(set: &Dataset) -> Vec<usize> {
        (0..set.classes as u8).map(|c| set.labels.iter().filter(|&&l| l == c).count()).collect()
    }

    #[test]
    fn digits_are_split_by_writer_as_the_source_says() {
        let Split { train, test } = optdigits(FOLDER.as_ref()).unwrap();
        assert_eq!(counts(&train), [376, 389, 380, 389, 387, 376, 377, 387, 380, 382]);
        assert_eq!(counts(&test), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        assert_eq!((train.inputs.rows, train.inputs.cols, train.len()), (3823, 64, 3823));
        assert_eq!((test.inputs.rows, test.inputs.cols, test.len()), (1797, 64, 1797));
        // The first test image, a zero: scikit-learn's `load_digits().images[0][:2]`.
        let top = [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0];
        assert_eq!(test.inputs.data[..16], top.map(|ink| f64::from(ink) / 16.0));
        assert_eq!(test.labels[0], 0);
    }

    #[test]
    fn signals_have_their_shapes() {
        let Split { train, test } = mnist1d(FOLDER.as_ref()).unwrap();
        assert_eq!((train.inputs.rows, train.inputs.cols, train.len()), (4000, 40, 4000));
        assert_eq!((test.inputs.rows, test.inputs.cols, test.len()), (1000, 40, 1000));
        assert!(counts(&train).iter().chain(&counts(&test)).all(|&count| count > 0));
        assert!(train.inputs.data.iter().all(|x| x.abs() < 10.0));
    }

    #[test]
    fn one_hot_rows_point_at_their_label() {
        let test = mnist1d(FOLDER.as_ref()).unwrap().test;
        let targets = test.one_hot();
        for (row, &label) in targets.data.chunks_exact(10).zip(&test.labels) {
            assert_eq!(row.iter().sum::<f64>(), 1.0);
            assert_eq!(row[usize::from(label)], 1.0);
        }
    }

    #[test]
    fn accuracy_counts_the_largest_outputs() {
        let test = mnist1d(FOLDER.as_ref()).unwrap().test;
        let mut outputs = test.one_hot();
        assert_eq!(test.accuracy(&outputs), 1.0);
        for row in outputs.data.chunks_exact_mut(10) {
            row.reverse();
        }
        assert_eq!(test.accuracy(&outputs), 0.0);
        // All outputs equal: the first class, right as often as it occurs.
        outputs.data.fill(0.5);
        assert_eq!(test.accuracy(&outputs), counts(&test)[0] as f64 / 1000.0);
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = optdigits(folder.path()).unwrap_err().to_string();
        assert!(error.contains("optdigits.npy: no such file: restore it with"), "{error}");
    }

    #[test]
    fn one_changed_byte_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = fs::read(Path::new(FOLDER).join("optdigits.npy")).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(folder.path().join("optdigits.npy"), bytes).unwrap();
        let error = optdigits(folder.path()).unwrap_err().to_string();
        assert!(error.contains("expected SHA-256 a045163f"), "{error}");
        assert!(error.contains("git checkout -- data"), "{error}");
    }
}
