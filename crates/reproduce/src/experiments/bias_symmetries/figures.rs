//! The moved bump, the matrix of symmetries, the receptive fields, and where shifts are felt.

use numerics::elementary::ln;
use report::{Figure, Format};

use super::findings::{Answer, Results};
use super::measure::Symmetry;
use super::models::{Kind, POSITIONS};
use super::moved::{PICTURED, Probe};
use crate::figure::{Drawing, HeatMap, ImageGrid, LinePlot, Panels};

/// What is drawn for an error of zero: half a unit in the last place of 1.
const FLOOR: f64 = 1e-16;

fn points(values: &[f64], first: usize) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(i, &y)| ((i + first) as f64, y)).collect()
}

impl Results<'_> {
    pub(super) fn picture_figure(&self) -> Figure {
        let first = self.picture(PICTURED[0]);
        let inputs = LinePlot::new("position", "input")
            .line("bump", &points(&first.x, 0))
            .line("moved", &points(&first.moved_x, 0));
        let panels = PICTURED.iter().fold(
            Panels::new(2).panel("the input, and the input moved", inputs),
            |panels, &kind| {
                let picture = self.picture(kind);
                let plot = LinePlot::new("position", "output")
                    .colour(1)
                    .line("moved first", &points(&picture.y_of_moved, 0))
                    .context("moved after", &points(&picture.moved_y, 0));
                panels.panel(kind.title(), plot)
            },
        );
        panels.figure(
            "picture",
            "A bump on a circle is moved by ten places, beyond the right edge and back in at the \
             left. Then two random layers of each kind: what they make of the moved bump (orange), \
             and what they made of the bump, moved afterwards (grey). Where the two lie on each \
             other, the network is equivariant.",
            "Four panels. For the circular convolution the orange points lie on the grey line; for \
             the zero-padded one they leave it near both edges; for the MLP the two lines have \
             nothing to do with each other.",
        )
    }

    pub(super) fn matrix_figure(&self) -> Figure {
        let mut values = Vec::new();
        let mut words = Vec::new();
        for &kind in &self.constants.kinds {
            for symmetry in Symmetry::ALL {
                let (value, word) = match self.answer(kind, symmetry) {
                    Answer::Gap(reason) => (f64::NAN, reason.to_owned()),
                    Answer::Measured { worst, .. } => {
                        let shown = if worst < FLOOR { FLOOR } else { worst };
                        (ln(shown) / ln(10.0), Format::Scientific(0).number(worst))
                    }
                };
                values.push(value);
                words.push(word);
            }
        }
        let columns = ["shift moves", "shift ignored", "order moves", "order ignored", "future"];
        let rows: Vec<String> =
            self.constants.kinds.iter().map(|kind| kind.title().to_owned()).collect();
        HeatMap::new("symmetry", "", columns.len(), &values)
            .names(&columns.map(str::to_owned), &rows)
            .cells(&words)
            .range(-16.0, 0.0)
            .quantity("log₁₀ of the worst error")
            .sized(760.0, 600.0)
            .figure(
                "matrix",
                &format!(
                    "Architectures against symmetries: the worst error over {} seeds. Dark: met to \
                     rounding. Bright: broken as badly as by unrelated inputs. Grey: nothing to \
                     measure. Shift or order moves: outputs go along (equivariance). Ignored: \
                     outputs stay (invariance). Future: no output depends on later inputs.",
                    self.constants.seeds
                ),
                "A matrix of 21 architectures and five symmetries. Every cell is either dark, \
                 around ten to the minus sixteen, or bright, around one; nothing lies between. The \
                 MLP's row is bright throughout.",
            )
    }

    pub(super) fn fields_figure(&self) -> Figure {
        const SHOWN: [Kind; 8] = [
            Kind::ConvCircular,
            Kind::ConvZeros,
            Kind::ConvStrided,
            Kind::GraphMean,
            Kind::Gru,
            Kind::Causal,
            Kind::Attention,
            Kind::Mlp,
        ];
        let depth = self.constants.depth;
        let image = |grid: ImageGrid, kind: Kind| {
            let mut shade = vec![0.0; POSITIONS * POSITIONS];
            // The fewest layers last, on top.
            for layers in (1..=depth).rev() {
                let outputs = &self.fields(kind)[layers - 1];
                for (output, seen) in outputs.iter().enumerate() {
                    let row = output * POSITIONS / outputs.len();
                    for &input in seen {
                        shade[row * POSITIONS + input] = (depth + 1 - layers) as f64;
                    }
                }
            }
            grid.image(kind.title(), &shade)
        };
        SHOWN.iter().copied().fold(ImageGrid::new(4, POSITIONS).side(150.0), image).figure(
            "fields",
            "Who sees whom: a row for each output, a column for each input. Black: after one \
             layer. Dark grey: after two. Light grey: after three. White: not yet. A stride of 2 \
             leaves fewer outputs with each layer; the graph is a path.",
            "Eight square patterns. Convolutions and the graph: a diagonal band that widens layer \
             by layer, round the corners for the circular one. GRU and causal attention: the whole \
             lower triangle at once. Attention and MLP: everything at once.",
        )
    }

    pub(super) fn moved_figure(&self) -> Figure {
        // Below every axis nothing is drawn: rounding is shown as the floor.
        let shown = |errors: Vec<f64>| -> Vec<f64> {
            errors.into_iter().map(|error| if error < FLOOR { FLOOR } else { error }).collect()
        };
        let mut border = LinePlot::new("position", "largest error").log_y();
        for depth in Probe::BORDERS {
            let name = if depth == 1 { "1 layer".to_owned() } else { format!("{depth} layers") };
            border = border.line(&name, &points(&shown(self.moved(Probe::Border { depth })), 0));
        }
        let stride = LinePlot::new("shift", "largest error")
            .log_y()
            .points("", &points(&shown(self.moved(Probe::Stride)), 1));
        let mut pools = LinePlot::new("shift", "median error").include_y(0.0);
        for size in Probe::POOLS {
            let name = if size == 1 { "no pool".to_owned() } else { format!("pools of {size}") };
            let medians = self.moved_at(Probe::Pool { size }, 0.5);
            pools = pools.line(&name, &points(&medians, 1));
        }
        Panels::new(1)
            .row_height(270.0)
            .panel("zero padding, inputs moved by one: equivariance at each position", border)
            .panel("stride 2: equivariance at each shift", stride)
            .panel("pools of maxima: invariance at each shift, smooth inputs", pools)
            .figure(
                "moved",
                &format!(
                    "Where a shift is felt, over {} seeds, on {POSITIONS} positions; errors below \
                     10⁻¹⁶ are drawn there. Zero padding breaks equivariance near the edges, one \
                     position more on each side with each layer. A stride of 2 keeps it for even \
                     shifts. Pools soften small shifts at best; only a pool of everything removes \
                     them.",
                    self.constants.seeds
                ),
                "Three panels. Errors near one at the edges and near ten to the minus sixteen \
                 inside; alternating between both with the parity of the shift; and curves that \
                 rise from shift one towards one, zero for the largest pool.",
            )
    }
}
