//! What is no network.

/// Why weights do not make a ReLU network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// Nothing maps inputs to outputs.
    #[error("a network needs at least one layer")]
    NoLayer,
    /// A weight matrix without rows or without columns.
    #[error("layer {layer}: the weight is {rows} x {cols}; a layer needs an input and an output")]
    EmptyLayer {
        /// Which layer, from 0.
        layer: usize,
        /// Its outputs.
        rows: usize,
        /// Its inputs.
        cols: usize,
    },
    /// A weight that does not take what the layer before gives.
    #[error("layer {layer}: the weight takes {found} inputs, but layer {} gives {expected}", layer - 1)]
    Inputs {
        /// Which layer, from 0.
        layer: usize,
        /// Outputs of the layer before.
        expected: usize,
        /// Columns of the weight.
        found: usize,
    },
    /// A bias that does not fit its weight.
    #[error("layer {layer}: the weight gives {expected} outputs, but the bias has {found} entries")]
    Bias {
        /// Which layer, from 0.
        layer: usize,
        /// Rows of the weight.
        expected: usize,
        /// Length of the bias.
        found: usize,
    },
    /// NaN or infinity among the numbers.
    #[error("layer {layer}: the {array} has an entry that is not finite")]
    NotFinite {
        /// Which layer, from 0.
        layer: usize,
        /// `weight` or `bias`.
        array: &'static str,
    },
    /// Parameters that are not those of a multi-layer perceptron.
    #[error("expected the parameter {expected}, found {found}")]
    Parameter {
        /// The name that should come next.
        expected: String,
        /// The name that comes next.
        found: String,
    },
    /// A network whose regions are no intervals or polygons.
    #[error("expected a network of {expected}, this one has {found} inputs")]
    Dimension {
        /// Inputs that can be treated.
        expected: &'static str,
        /// Inputs of the network.
        found: usize,
    },
    /// A box that is none.
    #[error("the box |x| < R needs an R from 1e-100 to 1e100, got {0:?}")]
    HalfWidth(f64),
}
