//! The whole pipeline in a pocket: three tiny experiments behind the real command line. The tests
//! of the command line run this program.

use std::process::ExitCode;
use std::time::Duration;

use report::{Figure, Profile, Table, Verdict};
use reproduce::{Data, DataSet, Entry, Experiment, Findings, claims};
use serde::{Deserialize, Serialize};
use serde_json::json;

fn main() -> ExitCode {
    let registry = [Entry::of::<Walk>(), Entry::of::<Slow>(), Entry::of::<Digits>()];
    reproduce::cli::main(&registry)
}

/// Values, a table, a figure and a verdict that depends on the seeds. Its id is one that the register
/// of claims gives a claim to, since the ledger takes verdicts from no other.
struct Walk;

#[derive(Serialize)]
struct Lengths {
    lengths: Vec<u32>,
    seeds: u64,
}

#[derive(Serialize, Deserialize)]
struct Step {
    length: u32,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
struct Distance {
    square: f64,
}

impl Experiment for Walk {
    const ID: &'static str = "depth.radial";
    const QUESTION: &'static str = "How far does a fair walk of n steps get?";
    const CLAIMS: &'static [&'static str] = &["U035"];
    type Constants = Lengths;
    type Cell = Step;
    type Outcome = Distance;

    fn constants(profile: Profile) -> Lengths {
        match profile {
            Profile::Full => Lengths { lengths: vec![10, 100, 1000], seeds: 4 },
            Profile::Quick => Lengths { lengths: vec![10, 100], seeds: 2 },
        }
    }

    fn cells(constants: &Lengths, shift: u64) -> Vec<Step> {
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let cells = |&length| seeds().map(move |seed| Step { length, seed });
        constants.lengths.iter().flat_map(cells).collect()
    }

    fn run(cell: &Step, _: &Data) -> Distance {
        let mut stream = nn::Stream::new(Self::ID, cell.seed, "steps");
        let step = |_| if stream.uniform() < 0.5 { -1.0 } else { 1.0 };
        let position: f64 = (0..cell.length).map(step).sum();
        Distance { square: position * position / 3.0 }
    }

    fn report(constants: &Lengths, runs: &[(Step, Distance)]) -> Findings {
        let mut table = Table::new("squares", "A third of the mean squared distance.")
            .column("steps", "int")
            .column("mean", "f3");
        let mut means = Vec::new();
        for runs in runs.chunks(constants.seeds as usize) {
            let sum: f64 = runs.iter().map(|(_, distance)| distance.square).sum();
            let mean = sum / runs.len() as f64;
            table.push([runs[0].0.length.into(), mean.into()]);
            means.push(mean);
        }
        let (shortest, longest) = (means[0], means[means.len() - 1]);
        let verdict = if longest > 20.0 * shortest { Verdict::Holds } else { Verdict::DoesNotHold };
        let claim = claims::get("U035").expect("a claim of the lesson");
        Findings {
            values: json!({ "longest": { "mean": longest } }),
            tables: vec![table],
            figures: vec![Figure {
                id: "squares".into(),
                caption: "It grows.".into(),
                alt: "A rising line.".into(),
                data: json!(means),
                svg: format!("<svg>\n<path d=\"{means:?}\"/>\n</svg>\n"),
            }],
            claims: vec![claim.settle(
                verdict,
                format!("ratio {}", longest / shortest),
                constants.seeds,
            )],
        }
    }
}

/// Takes its time, so that tests can interrupt it.
struct Slow;

impl Experiment for Slow {
    const ID: &'static str = "pocket.slow";
    const QUESTION: &'static str = "What is half of an integer, on reflection?";
    const CLAIMS: &'static [&'static str] = &[];
    type Constants = u64;
    type Cell = u64;
    type Outcome = f64;

    fn constants(profile: Profile) -> u64 {
        match profile {
            Profile::Full => 24,
            Profile::Quick => 3,
        }
    }

    fn cells(count: &u64, shift: u64) -> Vec<u64> {
        (shift..shift + count).collect()
    }

    fn run(cell: &u64, _: &Data) -> f64 {
        std::thread::sleep(Duration::from_millis(20));
        *cell as f64 / 2.0
    }

    fn report(_: &u64, runs: &[(u64, f64)]) -> Findings {
        let mut table = Table::new("halves", "Integers and their halves.")
            .column("integer", "int")
            .column("half", "f1");
        for &(integer, half) in runs {
            table.push([integer.into(), half.into()]);
        }
        Findings { tables: vec![table], ..Findings::default() }
    }
}

/// Reads a data set.
struct Digits;

impl Experiment for Digits {
    const ID: &'static str = "pocket.digits";
    const QUESTION: &'static str = "How many digits are there to learn from?";
    const CLAIMS: &'static [&'static str] = &[];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = ();
    type Cell = ();
    type Outcome = usize;

    fn constants(_: Profile) {}

    fn cells((): &(), _: u64) -> Vec<()> {
        vec![()]
    }

    fn run((): &(), data: &Data) -> usize {
        data.get(DataSet::Optdigits).train.labels.len()
    }

    fn report((): &(), runs: &[((), usize)]) -> Findings {
        Findings { values: json!({ "count": runs[0].1 }), ..Findings::default() }
    }
}
