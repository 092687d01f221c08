//! The lesson's three networks, computed in either precision.

use autodiff::Fun;
use nn::{Init, Mlp, Parametrisation, Stream};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Net {
    /// One layer.
    ShallowLinear,
    /// Many layers without activations.
    DeepLinear,
    /// As many, with ReLU after all but the last.
    DeepRelu,
}

impl Net {
    pub(super) const ALL: [Self; 3] = [Self::ShallowLinear, Self::DeepLinear, Self::DeepRelu];

    /// How the stream of its weights is called.
    pub(super) fn purpose(self) -> &'static str {
        match self {
            Self::ShallowLinear => "shallow linear",
            Self::DeepLinear => "deep linear",
            Self::DeepRelu => "deep relu",
        }
    }

    /// Its name in tables and figures.
    pub(super) fn name(self, depth: usize) -> String {
        match self {
            Self::ShallowLinear => "1 linear".to_owned(),
            Self::DeepLinear => format!("{depth} linear"),
            Self::DeepRelu => format!("{depth} ReLU"),
        }
    }
}

/// How every operation is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Precision {
    /// To 24 bits, as the lesson's program does.
    Single,
    /// To 53 bits.
    Double,
}

impl Precision {
    pub(super) const ALL: [Self; 2] = [Self::Single, Self::Double];

    /// The relative tolerance of `torch.linalg.matrix_rank`: the larger side times the spacing of
    /// numbers at 1.
    pub(super) fn rank_tolerance(self, rows: usize, cols: usize) -> f64 {
        let spacing = match self {
            Self::Single => f64::from(f32::EPSILON),
            Self::Double => f64::EPSILON,
        };
        (if rows > cols { rows } else { cols }) as f64 * spacing
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Double => "double",
        }
    }
}

/// The nearest number in single precision. A sum, a product or a quotient of two such numbers that
/// is rounded to double first and then to single is the one that single precision gives: 53 bits
/// are more than twice 24 and two (Figueroa 1995).
pub(super) fn single(x: f64) -> f64 {
    f64::from(x as f32)
}

/// x W + b.
pub(super) struct Layer {
    pub(super) weight: Matrix,
    pub(super) bias: Vec<f64>,
}

impl Layer {
    /// The outputs for the inputs `x`, one a row.
    pub(super) fn apply(&self, x: &Matrix, precision: Precision) -> Matrix {
        match precision {
            Precision::Single => self.apply_rounded(x, single),
            Precision::Double => self.apply_rounded(x, |value| value),
        }
    }

    /// Products are added in the order of the inputs, then the bias; `round` follows every
    /// operation.
    fn apply_rounded(&self, x: &Matrix, round: impl Fn(f64) -> f64) -> Matrix {
        let mut out = Matrix::zeros(x.rows, self.bias.len());
        for i in 0..x.rows {
            for (&x, weights) in x.row(i).iter().zip(self.weight.data.chunks(self.bias.len())) {
                for (sum, weight) in out.row_mut(i).iter_mut().zip(weights) {
                    *sum = round(*sum + round(x * weight));
                }
            }
            for (sum, bias) in out.row_mut(i).iter_mut().zip(&self.bias) {
                *sum = round(*sum + bias);
            }
        }
        out
    }
}

/// A network of square layers.
pub(super) struct Network {
    net: Net,
    pub(super) layers: Vec<Layer>,
}

impl Network {
    /// A network with weights that are single-precision numbers, so that both precisions compute
    /// the same network.
    pub(super) fn draw(
        net: Net,
        width: usize,
        depth: usize,
        init: Init,
        stream: &mut Stream,
    ) -> Self {
        let depth = if net == Net::ShallowLinear { 1 } else { depth };
        let widths = vec![width; depth + 1];
        let params = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(init)).init(stream);
        let slot = |name: String| -> Vec<f64> {
            let values = params.get(&name).expect("a layer of the network");
            values.iter().map(|&value| single(value)).collect()
        };
        let layer = |l| Layer {
            weight: Matrix::from_vec(width, width, slot(format!("layers.{l}.weight"))),
            bias: slot(format!("layers.{l}.bias")),
        };
        Self { net, layers: (0..depth).map(layer).collect() }
    }

    /// The inputs, and what each layer puts out.
    pub(super) fn activations(&self, inputs: &Matrix, precision: Precision) -> Vec<Matrix> {
        let mut activations = vec![inputs.clone()];
        for (l, layer) in self.layers.iter().enumerate() {
            let mut out = layer.apply(&activations[l], precision);
            if self.net == Net::DeepRelu && l + 1 < self.layers.len() {
                for value in out.data.iter_mut().filter(|value| **value < 0.0) {
                    *value = 0.0;
                }
            }
            activations.push(out);
        }
        activations
    }

    /// The single affine map that the layers are if there is no activation between them:
    /// (x W + b) V + c = x (W V) + (b V + c).
    pub(super) fn composed(&self) -> Layer {
        let width = self.layers[0].bias.len();
        let identity = Layer { weight: Matrix::identity(width), bias: vec![0.0; width] };
        self.layers.iter().fold(identity, |before, layer| {
            let bias = Matrix::from_vec(1, width, before.bias);
            Layer {
                weight: before.weight.matmul(&layer.weight),
                bias: layer.apply(&bias, Precision::Double).data,
            }
        })
    }
}

/// Standard normal inputs in single precision, one a row.
pub(super) fn inputs(rows: usize, width: usize, stream: &mut Stream) -> Matrix {
    Matrix::from_fn(rows, width, |_, _| single(stream.normal()))
}

/// The rows minus their mean, rounded after every operation.
pub(super) fn centred(rows: &Matrix, precision: Precision) -> Matrix {
    match precision {
        Precision::Single => centred_rounded(rows, single),
        Precision::Double => centred_rounded(rows, |value| value),
    }
}

fn centred_rounded(rows: &Matrix, round: impl Fn(f64) -> f64) -> Matrix {
    let mut mean = vec![0.0; rows.cols];
    for i in 0..rows.rows {
        for (sum, value) in mean.iter_mut().zip(rows.row(i)) {
            *sum = round(*sum + value);
        }
    }
    for sum in &mut mean {
        *sum = round(*sum / rows.rows as f64);
    }
    Matrix::from_fn(rows.rows, rows.cols, |i, j| round(rows[(i, j)] - mean[j]))
}

/// How many columns are not zero throughout.
pub(super) fn live(rows: &Matrix) -> usize {
    (0..rows.cols).filter(|&j| (0..rows.rows).any(|i| rows[(i, j)] != 0.0)).count()
}

/// How far the rows are apart: the root mean square distance from their mean over their root mean
/// square length. Zero if they are all one point. Computed in double precision.
pub(super) fn spread(rows: &Matrix) -> f64 {
    let length = |rows: &Matrix| numerics::dot(&rows.data, &rows.data).sqrt();
    let (around_mean, all) = (length(&centred(rows, Precision::Double)), length(rows));
    if all == 0.0 { 0.0 } else { around_mean / all }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding doubles is computing in singles.
    #[test]
    fn rounded_doubles_are_singles() {
        let mut stream = Stream::new("test", 0, "singles");
        for _ in 0..10_000 {
            let (a, b) = (stream.normal() as f32, (stream.normal() * 1e-4) as f32);
            let (x, y) = (f64::from(a), f64::from(b));
            assert_eq!(single(x + y), f64::from(a + b));
            assert_eq!(single(x - y), f64::from(a - b));
            assert_eq!(single(x * y), f64::from(a * b));
            assert_eq!(single(x / y), f64::from(a / b));
        }
    }

    #[test]
    fn in_double_precision_it_is_the_networks_of_the_library() {
        let mut stream = Stream::new("test", 0, "network");
        let network = Network::draw(Net::DeepRelu, 6, 5, Init::Torch, &mut stream);
        let inputs = inputs(9, 6, &mut stream);
        let mlp = Mlp::new(&[6; 6], Fun::Relu, Parametrisation::Standard(Init::Torch));
        let mut params = mlp.init(&mut Stream::new("test", 0, "other"));
        for (l, layer) in network.layers.iter().enumerate() {
            let slot = |name: &str| format!("layers.{l}.{name}");
            let weight = params.get_mut(&slot("weight")).expect("a layer");
            weight.copy_from_slice(&layer.weight.data);
            params.get_mut(&slot("bias")).expect("a layer").copy_from_slice(&layer.bias);
        }
        let outputs = network.activations(&inputs, Precision::Double).pop();
        assert_eq!(outputs, Some(mlp.predict(&params, &inputs)));
    }

    #[test]
    fn a_column_of_zeros_is_dead() {
        assert_eq!(live(&Matrix::from_rows(&[[0.0, 0.0, 1.0], [0.0, -2.0, 1.0]])), 2);
    }

    #[test]
    fn a_point_has_no_spread_and_opposite_points_have_all() {
        assert_eq!(spread(&Matrix::from_rows(&[[3.0, 1.0], [3.0, 1.0]])), 0.0);
        assert_eq!(spread(&Matrix::from_rows(&[[3.0, 1.0], [-3.0, -1.0]])), 1.0);
        assert_eq!(spread(&Matrix::zeros(2, 2)), 0.0);
        // Around the mean 2 the two are 1 off; their lengths are 1 and 3.
        assert_eq!(spread(&Matrix::from_rows(&[[1.0], [3.0]])), 1.0 / 5.0_f64.sqrt());
    }
}
