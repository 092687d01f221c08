//! Every reading of the lesson's program, run: what can be printed, and what cannot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::program::{LENGTH, LINES, Levels};
use super::python::{End, Printed, run};

/// The four lines that the lesson quotes as the output, and the remark after each.
pub(super) const QUOTED: [(&str, &str); 4] = [
    (
        "k=3: deep≈12 params, shallow≈8 params (0.7x ratio - depth doesn't help for small k)",
        " - depth doesn't help for small k",
    ),
    ("k=5: deep≈20 params, shallow≈32 params (1.6x ratio)", ""),
    ("k=7: deep≈28 params, shallow≈128 params (4.6x ratio)", ""),
    (
        "k=10: deep≈40 params, shallow≈1024 params (25.6x ratio - depth wins dramatically)",
        " - depth wins dramatically",
    ),
];

/// The reading that everybody tries first: the inner functions in the outer one, the helpers and
/// the report in the inner one, the loop in the outer one.
pub(super) const PLAIN: Levels = [0, 1, 1, 2, 2, 3, 2, 3, 4, 3, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 0];

/// How the ratio in the loop's `print` is divided and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Division {
    /// `{shallow_params//deep_params}`, as it is written.
    Floor,
    /// `{shallow_params/deep_params}`
    True,
    /// `{shallow_params/deep_params:.1f}`
    Rounded,
}

impl Division {
    /// All three.
    pub(super) const ALL: [Self; 3] = [Self::Floor, Self::True, Self::Rounded];

    /// What is between `shallow_params` and `deep_params`, and the format.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::Floor => "//",
            Self::True => "/",
            Self::Rounded => "/ and :.1f",
        }
    }
}

/// The text of a `print`, without the line break that the first one begins with.
fn text(Printed { line, values }: &Printed, division: Division) -> String {
    let k = values[0];
    match line {
        12 => format!("Sawtooth with k={k} iterations: {} oscillations", 1 << k),
        13 => format!("Deep network (k layers, 4 wide): ~{} parameters", k * 4),
        14 => format!("Shallow network (1 hidden): needs ~{0} neurons, ~{0} parameters", 1 << k),
        15 => {
            let ratio = (1 << k) as f64 / (k * 4) as f64;
            format!("Parameter ratio: {ratio:.1}x more for equivalent approximation")
        }
        20 => {
            let (deep, shallow) = (values[1], values[2]);
            let ratio = match division {
                Division::Floor => (shallow / deep).to_string(),
                Division::True => (shallow as f64 / deep as f64).to_string(),
                Division::Rounded => format!("{:.1}", shallow as f64 / deep as f64),
            };
            format!("k={k}: deep≈{deep} params, shallow≈{shallow} params ({ratio}x ratio)")
        }
        _ => unreachable!("line {line} prints nothing"),
    }
}

/// What came of all readings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Readings {
    /// How many there are.
    pub(super) legal: usize,
    /// What they come to, the most frequent first.
    pub(super) outcomes: Vec<Outcome>,
    /// The lines of the program.
    pub(super) lines: Vec<Use>,
    /// The quoted lines.
    pub(super) quoted: Vec<Quoted>,
}

/// What some readings come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// How many readings.
    pub(super) readings: usize,
    /// How they end, in Python's words.
    pub(super) end: String,
    /// What they print, each line once.
    pub(super) prints: Vec<String>,
    /// The same in short: the numbers of the program's lines that print, from 1, and the k of each.
    pub(super) lines: BTreeMap<usize, Vec<i64>>,
    /// Whether the plain reading is one of them.
    pub(super) plain: bool,
}

/// What becomes of a line of the program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Use {
    /// The line.
    pub(super) source: String,
    /// Whether the plain reading executes it.
    pub(super) plain: bool,
    /// How many of the readings that finish execute it.
    pub(super) executed: usize,
    /// How many of the readings that finish read the name that it binds, if it binds one.
    pub(super) read: Option<usize>,
}

/// What becomes of a quoted line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Quoted {
    /// The line.
    pub(super) line: String,
    /// How many readings print it, for each [`Division`].
    pub(super) printed: [usize; 3],
    /// How many readings print it but for the remark, for each [`Division`].
    pub(super) without_remark: [usize; 3],
}

/// Runs every reading.
pub(super) fn all() -> Readings {
    let levels = legal();
    let mut groups: BTreeMap<(Vec<Printed>, End), usize> = BTreeMap::new();
    let mut executed = [0; LENGTH];
    let mut read: BTreeMap<&str, usize> = BTreeMap::new();
    for levels in &levels {
        let run = run(levels);
        if run.end == End::Finished {
            executed.iter_mut().zip(run.executed).for_each(|(n, yes)| *n += usize::from(yes));
            run.read.iter().for_each(|name| *read.entry(name).or_default() += 1);
        }
        *groups.entry((run.printed, run.end)).or_default() += 1;
    }

    let plain = run(&PLAIN);
    let mut outcomes: Vec<Outcome> = groups
        .iter()
        .map(|((printed, end), &readings)| Outcome {
            readings,
            end: format!("{end:?}"),
            prints: printed.iter().map(|printed| text(printed, Division::Floor)).collect(),
            lines: by_line(printed),
            plain: *printed == plain.printed && *end == plain.end,
        })
        .collect();
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.readings));

    let count = |quoted: &str, division| {
        let prints = |printed: &[Printed]| printed.iter().any(|p| text(p, division) == quoted);
        groups.iter().filter(|((printed, _), _)| prints(printed)).map(|(_, n)| n).sum()
    };
    Readings {
        legal: levels.len(),
        outcomes,
        lines: (LINES.iter().zip(plain.executed).zip(executed))
            .map(|((line, plain), executed)| Use {
                source: line.source.into(),
                plain,
                executed,
                read: line.binds().map(|name| read.get(name).copied().unwrap_or(0)),
            })
            .collect(),
        quoted: QUOTED
            .map(|(line, remark)| Quoted {
                line: line.into(),
                printed: Division::ALL.map(|division| count(line, division)),
                without_remark: Division::ALL
                    .map(|division| count(&line.replace(remark, ""), division)),
            })
            .into(),
    }
}

fn by_line(printed: &[Printed]) -> BTreeMap<usize, Vec<i64>> {
    let mut lines: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for Printed { line, values } in printed {
        lines.entry(line + 1).or_default().push(values[0]);
    }
    lines
}

/// Every indentation that Python's grammar allows: one level deeper after a line that opens a
/// block, at most as deep as before otherwise.
fn legal() -> Vec<Levels> {
    let mut readings: Vec<Levels> = vec![[0; LENGTH]];
    for line in 1..LENGTH {
        let opens = LINES[line - 1].opens_a_block();
        let continued = readings.iter().flat_map(|levels| {
            let before = levels[line - 1];
            let choices = if opens { before + 1..=before + 1 } else { 0..=before };
            choices.map(|level| {
                let mut levels = *levels;
                levels[line] = level;
                levels
            })
        });
        readings = continued.collect();
    }
    readings
}

/// The words by which a program gives itself away that evaluates or trains a network: products of
/// matrices, activations, layers, losses.
const MARKS: [&str; 8] = ["@", "nn.", "mlp", "relu", "sigmoid", "maximum", "loss", "backward"];

/// How many of these lines compute with a network.
pub(super) fn network_lines<'a>(sources: impl IntoIterator<Item = &'a str>) -> usize {
    let marked = |source: &&str| MARKS.iter().any(|mark| source.to_lowercase().contains(mark));
    sources.into_iter().filter(marked).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_readings_are_all_and_no_other() {
        let readings = legal();
        assert!(readings.contains(&PLAIN));
        let distinct: std::collections::BTreeSet<_> = readings.iter().collect();
        assert_eq!(distinct.len(), readings.len());
        // The same number by counting, without making them.
        let mut ways = [0_usize; LENGTH];
        ways[0] = 1;
        for line in &LINES[..LENGTH - 1] {
            let mut next = [0_usize; LENGTH];
            for (level, n) in ways.iter().enumerate().filter(|(_, n)| **n > 0) {
                let choices = if line.opens_a_block() { level + 1..=level + 1 } else { 0..=level };
                choices.for_each(|level| next[level] += n);
            }
            ways = next;
        }
        assert_eq!(readings.len(), ways.iter().sum::<usize>());
    }

    #[test]
    fn the_loop_prints_what_python_prints() {
        let printed = Printed { line: 20, values: vec![3, 12, 8] };
        let printed = Division::ALL.map(|division| text(&printed, division));
        assert_eq!(printed[0], "k=3: deep≈12 params, shallow≈8 params (0x ratio)");
        assert_eq!(printed[1], "k=3: deep≈12 params, shallow≈8 params (0.6666666666666666x ratio)");
        assert_eq!(printed[2], "k=3: deep≈12 params, shallow≈8 params (0.7x ratio)");
    }

    #[test]
    fn the_marks_find_a_network_where_there_is_one() {
        let forward = ["H = sigmoid(X @ W1.T + b1)", "return H @ W2.T + b2", "k = 3"];
        assert_eq!(network_lines(forward), 2);
    }

    #[test]
    fn most_readings_are_told_apart_by_few_outcomes() {
        let all = all();
        assert_eq!(all.outcomes.iter().map(|outcome| outcome.readings).sum::<usize>(), all.legal);
        assert_eq!(all.outcomes.iter().filter(|outcome| outcome.plain).count(), 1);
    }
}
