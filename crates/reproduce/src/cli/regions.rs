//! `regions`: the linear regions of a network that a user brings.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use geometry::{Counts, Interval, ReluNetwork};
use report::{to_json, write_atomic};

use super::weights;
use crate::figure::{Drawing, LinePlot, Polygons};
use crate::{Entry, Error};

/// Count and draw the linear regions of a ReLU network
///
/// The file has the arrays `layers.N.weight` (outputs x inputs, as PyTorch exports them) and
/// `layers.N.bias`; layers follow each other in the order of their numbers, which may have gaps.
/// There is a ReLU after each layer but the last. The network has one or two inputs.
///
/// The counts are exact for the open box |x_i| < R: no sampling, no tolerance.
#[derive(Debug, clap::Args)]
#[command(after_help = "What is counted:
  convex cells                  pieces into which the creases cut the box
  distinct activation patterns  on/off patterns of all hidden units that occur
  distinct affine maps          different A x + c among them, of all outputs together
  linear pieces                 of one input: the pieces of the graph, no two neighbours alike

JSON files are one object, such as
  {\"layers.0.weight\": [[1, 0], [0, 1]], \"layers.0.bias\": [0, -0.5],
   \"layers.1.weight\": [[1, 1]], \"layers.1.bias\": [0]}

Examples:
  cargo reproduce regions --weights model.safetensors --svg regions.svg
  cargo reproduce regions --weights model.json --box 1e9 --json")]
pub(super) struct Args {
    /// The weights: FILE.safetensors (F64, F32, F16 or BF16) or FILE.json
    #[arg(long, value_name = "FILE")]
    weights: PathBuf,
    /// Half the width of the box |x_i| < R
    #[arg(long = "box", value_name = "R", default_value_t = 1.0, allow_negative_numbers = true)]
    half_width: f64,
    /// Also draw: the cells coloured by the norm of the gradient, with the line where the output
    /// is zero or the two outputs are equal; for one input, the function with its breakpoints
    #[arg(long, value_name = "OUT")]
    svg: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What the command finds.
#[derive(serde::Serialize)]
struct Answer {
    inputs: usize,
    hidden: Vec<usize>,
    outputs: usize,
    #[serde(rename = "box")]
    half_width: f64,
    convex_cells: usize,
    distinct_activation_patterns: usize,
    distinct_affine_maps: usize,
    /// Of a network of one input: the pieces of its graph.
    #[serde(skip_serializing_if = "Option::is_none")]
    linear_pieces: Option<usize>,
}

impl Answer {
    fn of(network: &ReluNetwork, half_width: f64) -> Result<Self, geometry::Error> {
        let Counts { convex_cells, distinct_activation_patterns, distinct_affine_maps } =
            geometry::count(network, half_width)?;
        let linear_pieces = match network.inputs() {
            1 => Some(geometry::breakpoints(network, half_width)?.len() + 1),
            _ => None,
        };
        Ok(Self {
            inputs: network.inputs(),
            hidden: network.hidden().iter().map(|layer| layer.bias.len()).collect(),
            outputs: network.outputs(),
            half_width,
            convex_cells,
            distinct_activation_patterns,
            distinct_affine_maps,
            linear_pieces,
        })
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends = [&[self.inputs][..], &self.hidden, &[self.outputs]].concat();
        let widths: Vec<String> = ends.iter().map(usize::to_string).collect();
        writeln!(f, "network {} in the open box |x_i| < {:?}", widths.join("-"), self.half_width)?;
        writeln!(f, "    convex cells                  {}", self.convex_cells)?;
        writeln!(f, "    distinct activation patterns  {}", self.distinct_activation_patterns)?;
        write!(f, "    distinct affine maps          {}", self.distinct_affine_maps)?;
        if let Some(pieces) = self.linear_pieces {
            write!(f, "\n    linear pieces                 {pieces}")?;
        }
        Ok(())
    }
}

/// How many outputs a picture of a function of one input can tell apart.
const CURVES: usize = 4;

impl Args {
    pub(super) fn execute(self, _: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        if let Some(path) = self.svg.as_ref().filter(|path| path.file_name().is_none()) {
            let problem = io::Error::new(io::ErrorKind::InvalidInput, "this names no file");
            return Err(Error::io("write", path)(problem));
        }
        let network = weights::load(&self.weights)?;
        let refused = |error: geometry::Error| self.refused(error.to_string());
        let answer = Answer::of(&network, self.half_width).map_err(refused)?;
        if let Some(path) = &self.svg {
            let svg = match network.inputs() {
                1 => self.curves(&network)?,
                _ => self.partition(&network)?,
            };
            write_atomic(path, svg.as_bytes())?;
        }
        if self.json {
            write!(out, "{}", to_json(&answer))?;
            return Ok(());
        }
        writeln!(out, "{answer}")?;
        Ok(())
    }

    fn refused(&self, problem: String) -> Error {
        Error::Weights { path: self.weights.clone(), problem }
    }

    /// The cells of a network of two inputs.
    fn partition(&self, network: &ReluNetwork) -> Result<String, Error> {
        let r = self.half_width;
        let mut plot = Polygons::new("x₁", "x₂", (-r, r), (-r, r)).quantity("norm of the gradient");
        let cells = geometry::cells(network, r).map_err(|e| self.refused(e.to_string()))?;
        for cell in cells {
            let norm = cell.piece.slope.data.iter().map(|a| a * a).sum::<f64>().sqrt();
            if !norm.is_finite() {
                return Err(self.refused("a gradient is too large to be drawn".into()));
            }
            let corners: Vec<_> = cell.vertices.iter().map(|&[x, y]| (x, y)).collect();
            plot = plot.polygon(&corners, norm);
            let line = match network.outputs() {
                1 => cell.level_set(0, 0.0),
                2 => cell.boundary(0, 1),
                _ => None,
            };
            if let Some(ends) = line {
                plot = plot.boundary(&ends.map(|[x, y]| (x, y)));
            }
        }
        Ok(plot.svg())
    }

    /// The graph of a network of one input.
    fn curves(&self, network: &ReluNetwork) -> Result<String, Error> {
        let (r, outputs) = (self.half_width, network.outputs());
        if outputs > CURVES {
            let problem = format!("--svg draws up to {CURVES} outputs, this network has {outputs}");
            return Err(self.refused(problem));
        }
        let refused = |error: geometry::Error| self.refused(error.to_string());
        let intervals = geometry::intervals(network, r).map_err(refused)?;
        let breakpoints = geometry::breakpoints(network, r).map_err(refused)?;
        let at = |k: usize, interval: &Interval, x: f64| (x, interval.piece.output(&[x])[k]);
        let mut plot = LinePlot::new("x", "output").x_range(-r, r);
        for k in 0..outputs {
            let first = std::iter::once(at(k, &intervals[0], -r));
            let ends = intervals.iter().map(|interval| at(k, interval, interval.to));
            let name = if outputs == 1 { String::new() } else { format!("output {}", k + 1) };
            plot = plot.colour(k).line(&name, &first.chain(ends).collect::<Vec<_>>());
        }
        let bends: Vec<_> = breakpoints.iter().map(|&x| (x, network.output(&[x])[0])).collect();
        Ok(if bends.is_empty() { plot } else { plot.points("breakpoints", &bends) }.svg())
    }
}
