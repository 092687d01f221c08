//! The ranks that the lesson prints, and every way to compare them.

use numerics::elementary::{exp, ln};
use report::{Table, number};
use serde_json::{Value, json};

use super::network::{Net, Precision};
use super::rank::Measure;
use super::verdicts::{Comparison, equal_ranks};
use super::{Results, Setting, init_name};
use crate::stats::{median, quantile};

/// The numerical ranks of the three networks.
pub(super) fn printed(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "printed",
        "What the lesson's program prints, over seeds: the numerical rank of the outputs, in the \
         precision it runs in and in double, from PyTorch's default initialisation and from He's, \
         and the rank of the linear networks' outputs in exact arithmetic. Median, lowest and \
         highest.",
    )
    .column("initialisation", "text")
    .column("arithmetic", "text")
    .column("layers", "text")
    .column("rank", "f1")
    .column("lowest", "int")
    .column("highest", "int");
    for &init in &results.constants.inits {
        let mut push = |arithmetic: &str, net: Net, ranks: &[f64]| {
            table.push([
                init_name(init).into(),
                arithmetic.into(),
                net.name(results.constants.depth).into(),
                median(ranks).into(),
                quantile(ranks, 0.0).into(),
                quantile(ranks, 1.0).into(),
            ]);
        };
        for precision in Precision::ALL {
            let setting = Setting { init, precision, centred: false, measure: Measure::Numerical };
            for net in Net::ALL {
                push(precision.name(), net, &results.ranks(setting, net));
            }
        }
        for (place, net) in [Net::ShallowLinear, Net::DeepLinear].into_iter().enumerate() {
            push("exact", net, &results.exact_ranks(init, place));
        }
    }
    table
}

/// The same medians for the prose, and how often the linear ranks agree.
pub(super) fn printed_values(results: &Results<'_>) -> Value {
    let mut values = serde_json::Map::new();
    for &init in &results.constants.inits {
        for precision in Precision::ALL {
            let setting = Setting { init, precision, centred: false, measure: Measure::Numerical };
            let rank = |net| number(median(&results.ranks(setting, net)));
            let key = format!("{}_{}", init_name(init), precision.name());
            values.insert(
                key,
                json!({
                    "shallow": rank(Net::ShallowLinear),
                    "deep": rank(Net::DeepLinear),
                    "relu": rank(Net::DeepRelu),
                }),
            );
        }
    }
    let equal =
        Precision::ALL.map(|p| (format!("equal_{}", p.name()), equal_ranks(results, p).into()));
    values.extend(equal);
    let full = |init| {
        let mut ranks = [0, 1].into_iter().flat_map(|net| results.exact_ranks(init, net));
        ranks.all(|rank| rank == results.constants.width as f64)
    };
    values.insert("exactly_full".into(), results.constants.inits.iter().all(|&i| full(i)).into());
    Value::Object(values)
}

/// How far apart the outputs are: medians of the last layer's spread.
pub(super) fn last_spreads(results: &Results<'_>) -> Value {
    let mut values = serde_json::Map::new();
    for &init in &results.constants.inits {
        for net in Net::ALL {
            let outputs = results.outputs(init, net, Precision::Double);
            let last = |output: &&super::Output| output.spreads[output.spreads.len() - 1];
            let spreads: Vec<f64> = outputs.iter().map(last).collect();
            let key = format!("{} {}", init_name(init), net.purpose()).replace(' ', "_");
            values.insert(key, median(&spreads).into());
        }
    }
    Value::Object(values)
}

/// By how much one layer moves the inputs together, over the second half of the layers: the
/// median over seeds, with the lesson's initialisation.
pub(super) fn factors(results: &Results<'_>) -> Value {
    let factor = |net| {
        let outputs = results.outputs(results.constants.inits[0], net, Precision::Double);
        let factor = |output: &&super::Output| {
            let (middle, last) = (results.constants.depth / 2, results.constants.depth);
            exp(ln(output.spreads[last] / output.spreads[middle]) / (last - middle) as f64)
        };
        median(&outputs.iter().map(factor).collect::<Vec<f64>>())
    };
    json!({ "linear": factor(Net::DeepLinear), "relu": factor(Net::DeepRelu) })
}

/// In how many runs from He's initialisation the numerical rank of the ReLU network's outputs is
/// the number of units that reach the last layer.
pub(super) fn rank_is_live(results: &Results<'_>) -> usize {
    let outputs = results.outputs(nn::Init::HeNormal, Net::DeepRelu, Precision::Double);
    let equal =
        |output: &&&super::Output| Measure::Numerical.of(&output.ranks) == output.live as f64;
    outputs.iter().filter(equal).count()
}

/// In how many settings both deep networks have a lower median rank than one linear layer.
pub(super) fn deep_below_shallow(results: &Results<'_>) -> usize {
    let below = |setting: &Setting| {
        let rank = |net| median(&results.ranks(*setting, net));
        let shallow = rank(Net::ShallowLinear);
        rank(Net::DeepLinear) < shallow && rank(Net::DeepRelu) < shallow
    };
    results.settings().iter().filter(|setting| below(setting)).count()
}

/// The deep ReLU network against the deep linear one, under every measure.
pub(super) fn measures(comparisons: &[Comparison]) -> Table {
    let mut table = Table::new(
        "measures",
        "The rank of the outputs of the two deep networks under four measures, as they are and \
         centred, with their mean removed: medians over seeds, the ends of the 95 % interval of the \
         difference ReLU − linear, and the number of seeds in which ReLU has the higher rank.",
    )
    .column("initialisation", "text")
    .column("precision", "text")
    .column("centred", "text")
    .column("measure", "text")
    .column("linear", "f2")
    .column("ReLU", "f2")
    .column("from", "sci1")
    .column("to", "sci1")
    .column("seeds", "int");
    for comparison in comparisons {
        let Setting { init, precision, centred, measure } = comparison.setting;
        table.push([
            init_name(init).into(),
            precision.name().into(),
            centred.into(),
            measure.name().into(),
            comparison.linear.into(),
            comparison.relu.into(),
            comparison.difference.interval[0].into(),
            comparison.difference.interval[1].into(),
            comparison.seeds_higher.into(),
        ]);
    }
    table
}
