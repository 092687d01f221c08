//! What an experiment is.
//!
//! An experiment file reads top to bottom: the question and the claims it settles; its constants,
//! full and quick; one cell and what a run of it returns; the aggregation into tables, figures and
//! verdicts; its tests. This is a whole one:
//!
//! ```
//! use report::{Profile, Table};
//! use reproduce::{Data, Experiment, Findings};
//! use serde::{Deserialize, Serialize};
//! use serde_json::json;
//!
//! /// How far does a fair walk of `n` steps get?
//! pub struct Walk;
//!
//! /// Fixed before the run; the report prints them.
//! #[derive(Serialize)]
//! pub struct Constants {
//!     lengths: Vec<u32>,
//!     seeds: u64,
//! }
//!
//! /// All that one run depends on.
//! #[derive(Serialize, Deserialize)]
//! pub struct Cell {
//!     length: u32,
//!     seed: u64,
//! }
//!
//! /// What one run found.
//! #[derive(Serialize, Deserialize)]
//! pub struct Outcome {
//!     square: f64,
//! }
//!
//! impl Experiment for Walk {
//!     const ID: &'static str = "example.walk";
//!     const QUESTION: &'static str = "How far does a fair walk of n steps get?";
//!     const CLAIMS: &'static [&'static str] = &[];
//!     type Constants = Constants;
//!     type Cell = Cell;
//!     type Outcome = Outcome;
//!
//!     fn constants(profile: Profile) -> Constants {
//!         match profile {
//!             Profile::Full => Constants { lengths: vec![10, 100, 1000], seeds: 20 },
//!             Profile::Quick => Constants { lengths: vec![10, 100], seeds: 3 },
//!         }
//!     }
//!
//!     fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
//!         let seeds = || (0..constants.seeds).map(|seed| seed + shift);
//!         let cells = |&length| seeds().map(move |seed| Cell { length, seed });
//!         constants.lengths.iter().flat_map(cells).collect()
//!     }
//!
//!     fn run(cell: &Cell, _: &Data) -> Outcome {
//!         let mut state = cell.seed; // a real experiment draws from `nn::Stream`
//!         let mut position = 0.0;
//!         for _ in 0..cell.length {
//!             state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
//!             position += if state >> 63 == 0 { 1.0 } else { -1.0 };
//!         }
//!         Outcome { square: position * position }
//!     }
//!
//!     fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
//!         let seeds = constants.seeds as usize;
//!         let mean = |runs: &[(Cell, Outcome)]| {
//!             runs.iter().map(|(_, outcome)| outcome.square).sum::<f64>() / seeds as f64
//!         };
//!         let means: Vec<f64> = runs.chunks(seeds).map(mean).collect();
//!         let mut table = Table::new("mean-square", "How far a fair walk is from where it began.")
//!             .column("steps", "int")
//!             .column("mean squared distance", "f2");
//!         for (&length, &mean) in constants.lengths.iter().zip(&means) {
//!             table.push([length.into(), mean.into()]);
//!         }
//!         Findings {
//!             values: json!({ "longest": { "mean_square": means.last() } }),
//!             tables: vec![table],
//!             ..Findings::default()
//!         }
//!     }
//! }
//!
//! let report = reproduce::Entry::of::<Walk>().compute(Profile::Quick, 0, &Data::none());
//! assert_eq!(report.cells.len(), 6);
//! ```
//!
//! Add `Entry::of::<Walk>()` to [`REGISTRY`](crate::experiments::REGISTRY) and the command line
//! knows it.
//!
//! # What a run may depend on
//!
//! [`run`](Experiment::run) is given its cell and nothing else, so whatever constant matters to it
//! is a field of the cell, and the cell's JSON is a complete key to its outcome: raising the number
//! of epochs makes new cells, adding a width keeps the old ones, and a constant that only the
//! aggregation reads voids none. The sources of the engine (`numerics`, `autodiff`, `nn`) are part
//! of the key, too. Only the experiment's own code cannot be seen by it: raise
//! [`VERSION`](Experiment::VERSION) when `run` computes something else than before.
//!
//! Cells and outcomes always pass through their JSON text, fresh or stored, so a resumed run has
//! the bits of a straight one. JSON has no NaN and no infinity: a number that may become one, such
//! as the loss of a run that may diverge, is an `Option<f64>`.

use report::{Figure, Profile, Record, Report, Settled, Table};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Data, DataSet};

/// One experiment; [the module's first page](self) is a complete example.
pub trait Experiment {
    /// Its id, `part.name`: its folder in `reports/`, its anchor in the book.
    const ID: &'static str;
    /// The question it answers, one sentence.
    const QUESTION: &'static str;
    /// The ids of the claims it settles; `report` must return exactly these, in this order.
    const CLAIMS: &'static [&'static str];
    /// Raised when `run` computes something else than before for the same cell.
    const VERSION: u32 = 1;
    /// The data sets that `run` reads.
    const DATA: &'static [DataSet] = &[];

    /// Sizes, rates, seeds: everything that is fixed before the run.
    type Constants: Serialize;
    /// All that one run depends on: parameters and, if it is random, a seed.
    type Cell: Serialize + DeserializeOwned;
    /// What one run found.
    type Outcome: Serialize + DeserializeOwned;

    /// The constants of each profile. The quick ones finish within seconds and reach every line.
    fn constants(profile: Profile) -> Self::Constants;

    /// The cells in a fixed order; `shift` is added to every seed.
    fn cells(constants: &Self::Constants, shift: u64) -> Vec<Self::Cell>;

    /// Runs one cell in one thread: a pure function of its arguments.
    fn run(cell: &Self::Cell, data: &Data) -> Self::Outcome;

    /// Aggregates all runs, given in the order of the cells.
    fn report(constants: &Self::Constants, runs: &[(Self::Cell, Self::Outcome)]) -> Findings;
}

/// What an experiment found: the part of a [`Report`] that its file writes.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Named numbers for the prose, nested objects.
    pub values: Value,
    /// The tables, in the order of the chapter.
    pub tables: Vec<Table>,
    /// The figures, in the order of the chapter.
    pub figures: Vec<Figure>,
    /// The verdicts, one for each of [`Experiment::CLAIMS`].
    pub claims: Vec<Settled>,
}

/// An experiment as the runner sees it: named functions from JSON to JSON.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// [`Experiment::ID`].
    pub id: &'static str,
    /// [`Experiment::QUESTION`].
    pub question: &'static str,
    /// [`Experiment::CLAIMS`].
    pub claims: &'static [&'static str],
    /// [`Experiment::VERSION`].
    pub version: u32,
    /// [`Experiment::DATA`].
    pub data: &'static [DataSet],
    constants: fn(Profile) -> Value,
    cells: fn(Profile, u64) -> Vec<Value>,
    run: fn(&Value, &Data) -> Value,
    findings: fn(Profile, &[Record]) -> Findings,
}

impl Entry {
    /// The entry of an experiment, one line of the registry.
    #[must_use]
    pub const fn of<E: Experiment>() -> Self {
        Self {
            id: E::ID,
            question: E::QUESTION,
            claims: E::CLAIMS,
            version: E::VERSION,
            data: E::DATA,
            constants: |profile| to_json::<E>("constants", &E::constants(profile)),
            cells: |profile, shift| {
                let cells = E::cells(&E::constants(profile), shift);
                cells.iter().map(|cell| to_json::<E>("cell", cell)).collect()
            },
            run: |cell, data| {
                to_json::<E>("outcome", &E::run(&from_json::<E, _>("cell", cell), data))
            },
            findings: |profile, records| {
                let run = |record: &Record| {
                    let cell = from_json::<E, _>("cell", &record.cell);
                    (cell, from_json::<E, _>("outcome", &record.outcome))
                };
                let runs: Vec<_> = records.iter().map(run).collect();
                E::report(&E::constants(profile), &runs)
            },
        }
    }

    /// The cells of a profile in their fixed order, with `shift` added to every seed.
    #[must_use]
    pub fn cells(&self, profile: Profile, shift: u64) -> Vec<Value> {
        (self.cells)(profile, shift)
    }

    /// Runs one cell.
    #[must_use]
    pub fn run(&self, cell: &Value, data: &Data) -> Value {
        (self.run)(cell, data)
    }

    /// The report of the cells and their outcomes, which are in the order of [`Entry::cells`].
    ///
    /// # Panics
    ///
    /// If the experiment settles other claims than it announces.
    #[must_use]
    pub fn report(&self, profile: Profile, shift: u64, cells: Vec<Record>) -> Report {
        let Findings { values, tables, figures, claims } = (self.findings)(profile, &cells);
        let settled: Vec<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
        assert_eq!(settled, self.claims, "{}: settled and announced claims differ", self.id);
        Report {
            experiment: self.id.into(),
            question: self.question.into(),
            profile,
            shift,
            numerics_version: numerics::NUMERICS_VERSION,
            constants: (self.constants)(profile),
            values,
            tables,
            figures,
            claims,
            cells,
        }
    }

    /// Every cell, one after the other, and the report: the definition of what the runner does
    /// with threads and files. Tests use it.
    #[must_use]
    pub fn compute(&self, profile: Profile, shift: u64, data: &Data) -> Report {
        let record = |cell| Record { outcome: self.run(&cell, data), cell };
        let records = self.cells(profile, shift).into_iter().map(record).collect();
        self.report(profile, shift, records)
    }
}

/// Through the text and back, so that a value is the same whether it was stored or not.
fn to_json<E: Experiment>(what: &str, value: &impl Serialize) -> Value {
    let text = serde_json::to_string(value);
    text.and_then(|text| serde_json::from_str(&text))
        .unwrap_or_else(|error| panic!("{}: a {what} cannot be written as JSON: {error}", E::ID))
}

fn from_json<E: Experiment, T: DeserializeOwned>(what: &str, value: &Value) -> T {
    T::deserialize(value).unwrap_or_else(|error| {
        panic!("{}: a {what} does not survive JSON (is a number infinite or NaN?): {error}", E::ID)
    })
}
