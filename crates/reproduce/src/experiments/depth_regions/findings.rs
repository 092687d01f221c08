//! Tables, figures and verdicts.

use geometry::bounds::{lesson, log10, montufar, serra, zaslavsky};
use geometry::{ReluNetwork, cells};
use num_bigint::BigUint;
use numerics::elementary::ln;
use report::{Figure, Settled, Table, Verdict};
use serde_json::json;

use super::{Cell, Constants, Network, Outcome, Training, networks};
use crate::figure::{Drawing, LinePlot, Panels, Polygons};
use crate::stats::{Correlation, Line, line, median, quantile, spearman};
use crate::{Findings, claims};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// The lesson's formula between proved bounds for one number of inputs.
struct Bounds {
    inputs: usize,
    formula: BigUint,
    upper: BigUint,
    lower: BigUint,
}

/// Random networks of one kind: how their number of cells goes with depth.
struct Growth {
    inputs: usize,
    bias: f64,
    medians: Vec<f64>,
    /// Of the logarithm against depth.
    line: Line,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let bounds = self.bounds();
        let growths = self.growths();
        let correlation = self.correlation(None);
        let first = |factor: u32| {
            let wrong = bounds.iter().find(|b| &b.formula * factor < b.lower);
            wrong.map(|b| b.inputs)
        };
        let growth = |g: &Growth| {
            let bias = g.bias.to_string().replace('.', "_");
            let medians = self.constants.depths.iter().zip(&g.medians);
            let medians: serde_json::Map<_, _> =
                medians.map(|(depth, m)| (format!("depth{depth}"), json!(m))).collect();
            (format!("inputs{}_bias{bias}", g.inputs), json!(medians))
        };
        let random: serde_json::Map<_, _> = growths.iter().map(growth).collect();
        let trained = |depth: &usize| {
            let [before, after] = self.median_cells(*depth);
            let error = report::number(median(&self.errors(Some(*depth))));
            let value = json!({ "before": before, "after": after, "error": error });
            (format!("depth{depth}"), value)
        };
        let trained: serde_json::Map<_, _> =
            self.constants.trained_depths.iter().map(trained).collect();
        Findings {
            values: json!({
                "random": random,
                "trained": trained,
                "scale_matters": self.scale_matters(),
                "sawtooth": self.sawtooth().last(),
                "sawtooth_one_layer": 2 * self.constants.folds.len() + 1,
                "first_wrong": first(1),
                "first_far": first(10),
                "rho": correlation.rho,
                "rho_before": self.correlation_before().rho,
            }),
            tables: vec![
                self.lines_table(),
                bounds_table(&bounds, &self.shown()),
                self.random_table(&growths),
                self.training_table(),
            ],
            figures: vec![self.partition_figure(), self.depth_figure(), self.error_figure()],
            claims: vec![
                self.one_layer(),
                self.formula(&bounds),
                self.per_parameter(&growths),
                self.error_verdict(&correlation),
            ],
        }
    }

    fn lines(&self, n: usize) -> Vec<usize> {
        let of_n = |(Cell(network), outcome): &(Cell, Outcome)| match network {
            Network::Lines { lines, .. } => (*lines == n).then_some(outcome.cells),
            _ => None,
        };
        self.runs.iter().filter_map(of_n).collect()
    }

    fn random(&self, d: usize, sd: f64, depth: usize) -> Vec<f64> {
        let wanted = |(Cell(network), outcome): &(Cell, Outcome)| match network {
            Network::Random { inputs, widths, bias, .. } => {
                let same = *inputs == d && *bias == sd && widths.len() == depth;
                same.then_some(outcome.cells as f64)
            }
            _ => None,
        };
        self.runs.iter().filter_map(wanted).collect()
    }

    fn sawtooth(&self) -> Vec<usize> {
        let pieces = |(cell, outcome): &(Cell, Outcome)| {
            matches!(cell.0, Network::Sawtooth { .. }).then_some(outcome.cells)
        };
        self.runs.iter().filter_map(pieces).collect()
    }

    /// Cells before training and what training did, at one depth or at all.
    fn trained(&self, depth: Option<usize>) -> Vec<(usize, &Training)> {
        let wanted = |(Cell(network), outcome): &(Cell, Outcome)| match network {
            Network::Trained { widths, .. } => depth.is_none_or(|depth| widths.len() == depth),
            _ => outcome.training.is_some(),
        };
        let runs = self.runs.iter().filter(|run| wanted(run));
        runs.filter_map(|(_, run)| Some((run.cells, run.training.as_ref()?))).collect()
    }

    fn errors(&self, depth: Option<usize>) -> Vec<f64> {
        // A diverged run counts as the worst.
        let error = |(_, training): &(usize, &Training)| training.error.unwrap_or(f64::INFINITY);
        self.trained(depth).iter().map(error).collect()
    }

    fn correlation(&self, depth: Option<usize>) -> Correlation {
        let after: Vec<f64> = self.trained(depth).iter().map(|run| run.1.cells as f64).collect();
        spearman(&after, &self.errors(depth))
    }

    /// The medians before and after training.
    fn median_cells(&self, depth: usize) -> [f64; 2] {
        let runs = self.trained(Some(depth));
        let before: Vec<f64> = runs.iter().map(|run| run.0 as f64).collect();
        let after: Vec<f64> = runs.iter().map(|run| run.1.cells as f64).collect();
        [median(&before), median(&after)]
    }

    /// How many random networks have another number of cells when all biases, which are not
    /// zero, are scaled from the first standard deviation to the second.
    fn scale_matters(&self) -> usize {
        let [wide, narrow] = [self.constants.biases[0], self.constants.biases[1]];
        let kinds =
            [1, 2].into_iter().flat_map(|d| self.constants.depths.iter().map(move |&l| (d, l)));
        let differ = |(inputs, depth)| {
            let pairs = self.random(inputs, wide, depth).into_iter();
            pairs.zip(self.random(inputs, narrow, depth)).filter(|(a, b)| a != b).count()
        };
        kinds.map(differ).sum()
    }

    fn correlation_before(&self) -> Correlation {
        let before: Vec<f64> = self.trained(None).iter().map(|run| run.0 as f64).collect();
        spearman(&before, &self.errors(None))
    }

    /// For every number of inputs. The lesson's layers count the last one, as its exponent does;
    /// if all were hidden, its formula would be too small by another factor.
    fn bounds(&self) -> Vec<Bounds> {
        let [width, layers, most] = self.constants.bounds;
        let widths = vec![width; layers - 1];
        let mut lower = BigUint::ZERO;
        let shown = self.shown();
        let of = |inputs| {
            // What networks of fewer inputs can do, those that ignore the others can.
            let theorem = montufar(inputs, &widths);
            if theorem > lower {
                lower = theorem;
            }
            let formula = lesson(inputs, width, layers as u32);
            // The upper bound is for the table.
            let upper =
                if shown.contains(&inputs) { serra(inputs, &widths) } else { BigUint::ZERO };
            Bounds { inputs, formula, upper, lower: lower.clone() }
        };
        (1..=most).map(of).collect()
    }

    /// Numbers of inputs in the table of bounds.
    fn shown(&self) -> Vec<usize> {
        let [width, _, most] = self.constants.bounds;
        vec![1, 2, width / 4, width / 2, width - 1, width, width + 1, most]
    }

    fn growths(&self) -> Vec<Growth> {
        let kinds =
            [1, 2].into_iter().flat_map(|d| self.constants.biases.iter().map(move |&b| (d, b)));
        let growth = |(inputs, bias)| {
            let depths = &self.constants.depths;
            let counts: Vec<Vec<f64>> =
                depths.iter().map(|&depth| self.random(inputs, bias, depth)).collect();
            let points = depths.iter().zip(&counts);
            let (x, y): (Vec<f64>, Vec<f64>) = points
                .flat_map(|(&depth, counts)| counts.iter().map(move |&c| (depth as f64, ln(c))))
                .unzip();
            let medians = counts.iter().map(|counts| median(counts)).collect();
            Growth { inputs, bias, medians, line: line(&x, &y) }
        };
        kinds.map(growth).collect()
    }

    fn lines_table(&self) -> Table {
        let mut table = Table::new(
            "lines",
            "Cells of one hidden layer of n units on two inputs with random weights: Zaslavsky's \
             bound, and the least and the largest exact count over seeds.",
        )
        .column("n", "int")
        .column("bound", "int")
        .column("least", "int")
        .column("largest", "int");
        for &n in &self.constants.lines {
            let counts = self.lines(n);
            let bound = u64::try_from(zaslavsky(2, n)).expect("a small number");
            let (least, largest) = (counts.iter().min(), counts.iter().max());
            table.push([n.into(), bound.into(), least.copied().into(), largest.copied().into()]);
        }
        table
    }

    fn random_table(&self, growths: &[Growth]) -> Table {
        let mut table = Table::new(
            "random",
            format!(
                "Median number of cells of random networks with {} hidden units in equal layers, \
                 by inputs d, standard deviation of the biases, and number L of hidden layers; the \
                 slope of the natural logarithm of the number against L, with its 95 % interval.",
                self.constants.units
            ),
        )
        .column("d", "int")
        .column("bias", "f1");
        for depth in &self.constants.depths {
            table = table.column(format!("L = {depth}"), "int");
        }
        table = table.column("slope", "f3").column("from", "f3").column("to", "f3");
        for growth in growths {
            let mut row = vec![growth.inputs.into(), growth.bias.into()];
            row.extend(growth.medians.iter().map(|m| m.round().into()));
            let [low, high] = growth.line.interval;
            row.extend([growth.line.slope.into(), low.into(), high.into()]);
            table.push_vec(row);
        }
        table
    }

    fn training_table(&self) -> Table {
        let mut table = Table::new(
            "training",
            "Networks with as many hidden units, by depth: median number of cells in the square \
             before and after training, median error on the training points, and the rank \
             correlation of cells after training and error within the depth.",
        )
        .column("depth", "int")
        .column("before", "int")
        .column("after", "int")
        .column("error", "f3")
        .column("ρ", "f2");
        let several = self.constants.trained_seeds > 3;
        for &depth in &self.constants.trained_depths {
            let rho = several.then(|| self.correlation(Some(depth)).rho);
            let [before, after] = self.median_cells(depth);
            let error = median(&self.errors(Some(depth)));
            table.push([
                depth.into(),
                before.round().into(),
                after.round().into(),
                error.into(),
                rho.into(),
            ]);
        }
        table
    }

    /// The first trained network of the pictured depth, before and after.
    fn partition_figure(&self) -> Figure {
        let mut pictured = self.runs.iter().filter_map(|(Cell(network), outcome)| match network {
            Network::Trained { widths, .. } => {
                Some((widths, outcome.training.as_ref()?.params.as_ref()?))
            }
            _ => None,
        });
        let (widths, params) = pictured.next().expect("one network is pictured");
        let names = ["before training", "after training"];
        let panels = names.into_iter().zip(params).fold(Panels::new(1), |panels, (name, data)| {
            panels.panel(name, partition(widths, data))
        });
        panels.row_height(440.0).figure(
            "partition",
            "The linear regions of one network of two inputs, before and after training, coloured \
             by the norm of the gradient, and the line on which its output is zero (orange). \
             Before training the creases pass close to the origin, since the biases are small; \
             afterwards bundles of them lie along the boundary between the classes.",
            "Two squares cut into polygons. Above, most lines run through the middle like the \
             spokes of a wheel, and an orange line with one bend crosses the square. Below, \
             bundles of lines lie askew, and an orange line with dozens of corners winds around \
             the areas of the classes.",
        )
    }

    fn depth_figure(&self) -> Figure {
        let plot = |d: usize| {
            let most = |&depth: &usize| {
                let widths = vec![self.constants.units / depth; depth];
                let bound = montufar(d, &widths);
                let exponent = log10(&bound).expect("layers at least as wide as the input");
                (depth as f64, numerics::elementary::exp(exponent * std::f64::consts::LN_10))
            };
            let most: Vec<_> = self.constants.depths.iter().map(most).collect();
            let plot =
                LinePlot::new("hidden layers", "convex cells").log_y().theory("constructed", &most);
            self.constants.biases.iter().fold(plot, |plot, &bias| {
                let point = |&depth: &usize| {
                    let counts = self.random(d, bias, depth);
                    let at = |p| quantile(&counts, p);
                    (depth as f64, at(0.5), at(0.25), at(0.75))
                };
                let points: Vec<_> = self.constants.depths.iter().map(point).collect();
                plot.band(&format!("bias {bias}"), &points)
            })
        };
        let panels = Panels::new(2).panel("one input", plot(1)).panel("two inputs", plot(2));
        panels.row_height(320.0).figure(
            "depth",
            &format!(
                "Convex cells of networks with {} hidden units against the number of layers among \
                 which the units are shared. Bands: random networks, medians and quartiles, by the \
                 standard deviation of their biases. Dashed: what weights made for it reach.",
                self.constants.units
            ),
            "Two panels with logarithmic vertical axes. In both, the dashed line of constructed \
             networks rises by orders of magnitude with depth, and the bands of random networks \
             stay flat or fall.",
        )
    }

    fn error_figure(&self) -> Figure {
        let plot =
            LinePlot::new("convex cells after training", "mean squared error").log_x().log_y();
        let plot = self.constants.trained_depths.iter().fold(plot, |plot, &depth| {
            let point = |(_, training): &(usize, &Training)| {
                Some((training.cells as f64, training.error.filter(|_| training.cells > 0)?))
            };
            let points: Vec<_> = self.trained(Some(depth)).iter().filter_map(point).collect();
            plot.points(&format!("depth {depth}"), &points)
        });
        plot.figure(
            "error",
            "Trained networks with as many hidden units: error on the training points against the \
             number of convex cells in the square, one point a network, by number of hidden layers.",
            "A cloud of points on logarithmic axes, in one colour and marker for each depth.",
        )
    }

    fn one_layer(&self) -> Settled {
        let all: Vec<(usize, BigUint, bool)> = self
            .runs
            .iter()
            .filter_map(|(Cell(network), outcome)| match network {
                Network::Lines { lines, .. } => Some((outcome.cells, zaslavsky(2, *lines), true)),
                Network::Random { inputs, widths, .. } if widths.len() == 1 => {
                    Some((outcome.cells, zaslavsky(*inputs, widths[0]), false))
                }
                _ => None,
            })
            .collect();
        let below = all.iter().all(|(cells, bound, _)| BigUint::from(*cells) <= *bound);
        let general: Vec<_> = all.iter().filter(|(.., general)| *general).collect();
        let met =
            general.iter().filter(|(cells, bound, _)| BigUint::from(*cells) == *bound).count();
        let verdict =
            if below && met == general.len() { Verdict::Holds } else { Verdict::DoesNotHold };
        let effect = format!(
            "{met} of {} arrangements of random lines meet the bound, and {} of {} networks with \
             one hidden layer exceed it",
            general.len(),
            if below { "none" } else { "some" },
            all.len()
        );
        claims::settle("U036", verdict, effect, all.len() as u64)
    }

    fn formula(&self, bounds: &[Bounds]) -> Settled {
        let [width, layers, most] = self.constants.bounds;
        let wrong: Vec<usize> =
            bounds.iter().filter(|b| b.formula < b.lower).map(|b| b.inputs).collect();
        let verdict = if wrong.is_empty() { Verdict::Holds } else { Verdict::DoesNotHold };
        let from = wrong.first().map_or("none".to_owned(), |d| format!("d = {d}"));
        let effect = format!(
            "for n = {width} and L = {layers} the formula lies below a proved lower bound for {} of \
             the d from 1 to {most}, the first being {from}; it is 0 for d above {width}",
            wrong.len()
        );
        claims::settle("U037", verdict, effect, bounds.len() as u64)
    }

    fn per_parameter(&self, growths: &[Growth]) -> Settled {
        let rising = growths.iter().filter(|g| g.line.interval[0] > 0.0).count();
        let pieces = self.sawtooth();
        let constructed = pieces.windows(2).all(|pair| pair[1] == 2 * pair[0]);
        let verdict = if rising == growths.len() {
            Verdict::Holds
        } else if rising > 0 || constructed {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        };
        let slopes: Vec<f64> = growths.iter().map(|g| g.line.slope).collect();
        let effect = format!(
            "the count at random weights grows with depth under {rising} of {} initialisations \
             (slopes of its logarithm {:.3} to {:.3} a layer); the constructed sawtooth doubles it \
             with every layer",
            growths.len(),
            quantile(&slopes, 0.0),
            quantile(&slopes, 1.0),
        );
        let n =
            self.runs.iter().filter(|(cell, _)| matches!(cell.0, Network::Random { .. })).count();
        claims::settle("U038", verdict, effect, n as u64)
    }

    fn error_verdict(&self, correlation: &Correlation) -> Settled {
        let below = correlation.interval[1] < 0.0;
        let verdict = match below {
            true if correlation.rho < -0.5 => Verdict::Holds,
            true => Verdict::HoldsWithConditions,
            false => Verdict::DoesNotHold,
        };
        let effect = format!(
            "rank correlation of cells after training and error {:.2} over all depths; with the \
             cells before training {:.2}",
            correlation.rho,
            self.correlation_before().rho
        );
        let settled = claims::settle("U039", verdict, effect, self.trained(None).len() as u64);
        Settled { interval: Some(correlation.interval), p: Some(correlation.p), ..settled }
    }
}

fn bounds_table(bounds: &[Bounds], shown: &[usize]) -> Table {
    let mut table = Table::new(
        "bounds",
        "Decimal logarithms of the lesson's formula and of two proved bounds, by number of inputs. \
         A formula of 0 has no logarithm.",
    )
    .column("d", "int")
    .column("formula", "f1")
    .column("upper (Serra)", "f1")
    .column("lower (Montúfar)", "f1");
    for b in bounds.iter().filter(|b| shown.contains(&b.inputs)) {
        let [formula, upper, lower] = [&b.formula, &b.upper, &b.lower].map(log10);
        table.push([b.inputs.into(), formula.into(), upper.into(), lower.into()]);
    }
    table
}

/// The cells of a network in the square |xᵢ| < 1.
fn partition(hidden: &[usize], data: &[f64]) -> Polygons {
    let mut params = networks::init(
        &networks::mlp(2, hidden),
        0.0,
        &mut nn::Stream::new("depth.regions", 0, "shape"),
    );
    params.data_mut().copy_from_slice(data);
    let network = ReluNetwork::from_params(&params).expect("it was counted");
    let empty =
        Polygons::new("x₁", "x₂", (-1.0, 1.0), (-1.0, 1.0)).quantity("norm of the gradient");
    cells(&network, 1.0).expect("two inputs").iter().fold(empty, |plot, cell| {
        let squares = cell.piece.slope.data.iter().map(|a| a * a).sum::<f64>();
        let corners: Vec<_> = cell.vertices.iter().map(|&[x, y]| (x, y)).collect();
        let plot = plot.polygon(&corners, squares.sqrt());
        match cell.level_set(0, 0.0) {
            Some(ends) => plot.boundary(&ends.map(|[x, y]| (x, y))),
            None => plot,
        }
    })
}
