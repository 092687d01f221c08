//! The tables.

use report::{Entry, Table};

use super::readings::Division;
use super::shallow::barely_error;
use super::theorem::{power_of_two, published};
use super::{Constants, Results};

/// All tables, in the order of the chapter.
pub(super) fn all(constants: &Constants, results: &Results) -> Vec<Table> {
    vec![
        counts(results),
        grid(results),
        networks(results),
        layers(results),
        deep(results),
        shallow(results),
        parameters(results),
        theorem(results),
        published_theorems(constants, results),
        quoted(results),
        outcomes(results),
        program(results),
    ]
}

fn counts(results: &Results) -> Table {
    let mut table = Table::new("counts", "The triangle map applied k times, counted exactly.")
        .column("k", "int")
        .column("peaks, as the lesson says", "int")
        .column("peaks", "int")
        .column("linear pieces", "int")
        .column("passages through 1/2", "int")
        .column("first slope", "int")
        .column("jumps divisible by", "int");
    for it in &results.iterates {
        table.push([
            it.k.into(),
            (1_u64 << it.k).into(),
            it.peaks.into(),
            it.pieces.into(),
            it.crossings.into(),
            it.first_slope.into(),
            it.jump_divisor.into(),
        ]);
    }
    table
}

fn grid(results: &Results) -> Table {
    let points = results.grids.first().map_or(0, |grid| grid.points);
    let caption = format!(
        "What the lesson's code sees of T^k on its {points} points. The error is the largest \
         difference to T^k at the exact point i/{}; the last column counts the points at which \
         iterating in double precision rounds.",
        points - 1
    );
    let mut table = Table::new("grid", caption)
        .column("k", "int")
        .column("peaks", "int")
        .column("peaks seen", "int")
        .column("passages", "int")
        .column("passages seen", "int")
        .column("largest error", "sci1")
        .column("rounded", "int");
    for grid in &results.grids {
        table.push([
            grid.k.into(),
            (1_u64 << (grid.k - 1)).into(),
            grid.peaks.into(),
            (1_u64 << grid.k).into(),
            grid.crossings.into(),
            grid.error.into(),
            grid.rounded.into(),
        ]);
    }
    table
}

fn networks(results: &Results) -> Table {
    let caption = "Networks with written-down weights against T^k. Points are its breakpoints and \
                   the midpoints between them; \"everywhere\" compares the two functions from kink \
                   to kink.";
    let mut table = Table::new("networks", caption)
        .column("k", "int")
        .column("layers", "int")
        .column("units", "int")
        .column("points", "int")
        .column("differ, rational", "int")
        .column("differ, double", "int")
        .column("equal everywhere", "text");
    for network in &results.comparisons {
        table.push([
            network.k.into(),
            network.layers.into(),
            network.units.into(),
            network.points.into(),
            network.rational_differences.into(),
            network.double_differences.into(),
            network.equal_everywhere.into(),
        ]);
    }
    table
}

fn layers(results: &Results) -> Table {
    let widest = results.doublings.first().map_or(0, |input| input.after_zigzag.len());
    let caption = format!(
        "Maxima round the circle, before and after a layer; the waves have several periods. One \
         unit: the most that any of {} single units leaves. Twice: after two layers of two units.",
        results.doublings.first().map_or(0, |input| input.units_tried)
    );
    let mut table = Table::new("layers", caption)
        .column("input", "text")
        .column("sweeps", "text")
        .column("maxima", "int")
        .column("one unit", "int")
        .column("two units", "int")
        .column("twice", "int")
        .column(format!("{widest} units"), "int");
    for input in &results.doublings {
        table.push([
            input.input.name().into(),
            input.sweeps.into(),
            input.before.into(),
            input.one_unit.into(),
            input.after_one.into(),
            input.after_two.into(),
            input.after_zigzag.last().copied().into(),
        ]);
    }
    table
}

fn deep(results: &Results) -> Table {
    let mut table = Table::new("deep", "What networks of one width compute, traced exactly.")
        .column("width w", "int")
        .column("layers k", "int")
        .column("w^k", "int")
        .column("pieces", "int")
        .column("peaks", "int")
        .column("2^k", "int");
    for deep in &results.deep {
        table.push([
            deep.width.into(),
            deep.depth.into(),
            deep.width.pow(deep.depth as u32).into(),
            deep.pieces.into(),
            deep.peaks.into(),
            (1_u64 << deep.depth).into(),
        ]);
    }
    table
}

fn shallow(results: &Results) -> Table {
    let caption = "One hidden layer of 2^k − 1 units. From k = 2 on it can come nearer than 1/2 to \
                   T^k: the error is that of a network that was written down. But all ways to orient \
                   its kinks give the first piece a wrong slope.";
    let mut table = Table::new("shallow", caption)
        .column("k", "int")
        .column("units", "int")
        .column("error", "text")
        .column("orientations", "int")
        .column("equal T^k", "int")
        .column("slope needed", "int")
        .column("nearest below", "int")
        .column("nearest above", "int");
    for tried in &results.orientations {
        let error = (tried.k >= 2).then(|| barely_error(tried.k).to_string());
        let [below, above] = tried.slopes;
        table.push([
            tried.k.into(),
            tried.units.into(),
            error.into(),
            tried.ways.into(),
            tried.equal.into(),
            tried.needed.into(),
            below.into(),
            above.into(),
        ]);
    }
    table
}

fn parameters(results: &Results) -> Table {
    let caption = "What the lesson calls parameters, 4k and 2^k, and weights and biases counted one \
                   by one for k layers and for one. The last columns are ratios: the lesson's, \
                   and one layer to k.";
    let mut table = Table::new("parameters", caption)
        .column("k", "int")
        .column("4k", "int")
        .column("4 wide", "int")
        .column("2 wide", "int")
        .column("2^k", "int")
        .column("one layer", "int")
        .column("2^k / 4k", "f1")
        .column("to 4 wide", "f2")
        .column("to 2 wide", "f2");
    for it in &results.iterates {
        let lesson = (4 * it.k as usize, 1_usize << it.k);
        let ratio = |deep: usize| it.shallow_parameters as f64 / deep as f64;
        table.push([
            it.k.into(),
            lesson.0.into(),
            it.four_wide_parameters.into(),
            it.deep_parameters.into(),
            lesson.1.into(),
            it.shallow_parameters.into(),
            (lesson.1 as f64 / lesson.0 as f64).into(),
            ratio(it.four_wide_parameters).into(),
            ratio(it.deep_parameters).into(),
        ]);
    }
    table
}

fn theorem(results: &Results) -> Table {
    let caption = "The sawtooth with 2^k peaks out of layers that compute T³, against what the \
                   lesson says networks of fewer than k/2 layers need; every fourth k.";
    let mut table = Table::new("theorem", caption)
        .column("k", "int")
        .column("k/2", "f1")
        .column("layers", "int")
        .column("2^(k/4)", "f1")
        .column("units", "int")
        .column("points", "int")
        .column("differ", "int")
        .column("equal everywhere", "text")
        .column("refutes", "text");
    for blocks in results.blocks.iter().filter(|blocks| blocks.k % 4 == 0) {
        table.push([
            blocks.k.into(),
            (f64::from(blocks.k) / 2.0).into(),
            blocks.layers.into(),
            blocks.bound.into(),
            blocks.units.into(),
            blocks.points.into(),
            blocks.differences.into(),
            blocks.equal_everywhere.into(),
            blocks.refutes().into(),
        ]);
    }
    table
}

fn published_theorems(constants: &Constants, results: &Results) -> Table {
    let caption = "The same k in the published theorems. 2015: l layers of m = 2^((k − 3)/l − 1) \
                   nodes are too few; beside it the widest layer of the T³ blocks. 2016: a function \
                   of 2k³ + 8 layers and 3k³ + 12 nodes, for which k layers of 2^k nodes in all are \
                   too few.";
    let mut table = Table::new("published", caption)
        .column("k", "int")
        .column("m at l = 1", "sci1")
        .column("l ≈ √k", "int")
        .column("m at √k", "int")
        .column("l < k/2", "int")
        .column("m at that l", "int")
        .column("blocks", "int")
        .column("2k³ + 8", "int")
        .column("3k³ + 12", "int")
        .column("2^k", "sci1");
    for &k in &constants.published_for {
        let [one, root, half] = [1, k.isqrt(), (k - 1) / 2].map(|layers| published(k, layers));
        let widest = results.blocks.iter().find(|blocks| blocks.k == k);
        table.push([
            k.into(),
            (one.nodes_a_layer_2015 as f64).into(),
            root.layers_2015.into(),
            root.nodes_a_layer_2015.into(),
            half.layers_2015.into(),
            half.nodes_a_layer_2015.into(),
            widest.and_then(|blocks| blocks.widths.iter().copied().max()).into(),
            one.deep_layers_2016.into(),
            one.deep_nodes_2016.into(),
            power_of_two(k).into(),
        ]);
    }
    table
}

fn quoted(results: &Results) -> Table {
    let caption = format!(
        "The lines that the lesson quotes, and how many of the {} readings print them: as the code \
         divides, and with other ways to divide. The last column leaves out the remark in words.",
        results.readings.legal
    );
    let mut table = Table::new("quoted", caption).column("quoted line", "text");
    for division in Division::ALL {
        table = table.column(division.source(), "int");
    }
    table = table.column("the last, without remark", "int");
    for quoted in &results.readings.quoted {
        let mut row: Vec<Entry> = vec![quoted.line.as_str().into()];
        row.extend(quoted.printed.map(Entry::from));
        row.push(quoted.without_remark[2].into());
        table.push_vec(row);
    }
    table
}

fn outcomes(results: &Results) -> Table {
    let caption = "What the program does under every reading of its lost indentation: how it ends, \
                   and which of its lines print, for which k.";
    let mut table = Table::new("outcomes", caption)
        .column("readings", "int")
        .column("ends", "text")
        .column("lines that print", "text");
    for outcome in &results.readings.outcomes {
        let ends = match (outcome.end.as_str(), outcome.plain) {
            ("Finished", true) => "normally (the plain reading)",
            ("Finished", false) => "normally",
            (error, _) => error,
        };
        let line = |(line, ks): (&usize, &Vec<i64>)| {
            let ks: Vec<String> = ks.iter().map(i64::to_string).collect();
            format!("{line}: k = {}", ks.join(", "))
        };
        let lines: Vec<String> = outcome.lines.iter().map(line).collect();
        let prints = if lines.is_empty() { "nothing".into() } else { lines.join("; ") };
        table.push([outcome.readings.into(), ends.into(), prints.into()]);
    }
    table
}

fn program(results: &Results) -> Table {
    let caption = "The program line by line: whether the plain reading executes it, how many of \
                   the readings that end normally do, and how many of them ever read the name that \
                   it binds.";
    let mut table = Table::new("program", caption)
        .column("line", "int")
        .column("source", "text")
        .column("plain", "text")
        .column("executed", "int")
        .column("name read", "int");
    for (number, line) in (1_u32..).zip(&results.readings.lines) {
        table.push([
            number.into(),
            line.source.as_str().into(),
            line.plain.into(),
            line.executed.into(),
            line.read.into(),
        ]);
    }
    table
}
