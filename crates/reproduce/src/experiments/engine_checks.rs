//! Is the instrument right? Every rule of the tape against finite differences,
//! against its own transpose, and against broken copies of itself; every
//! elementary function against correctly rounded values.

use autodiff::check::{self, Case, Gradcheck, Mutant};
use autodiff::{Fun, Op, Pass, Tape, Var};
use numerics::accuracy;
use report::{Entry, Figure, Profile, Table};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::figure::{Drawing, Graph, Kind};
use crate::{Data, Experiment, Findings};

/// The checks of the engine.
pub struct EngineChecks;

/// What has to be met; fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The largest gap between the two modes, relative to the terms added.
    adjoint_gap: f64,
    /// The largest accepted gradcheck gap.
    gradcheck_tolerance: f64,
}

/// One thing to check.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// An operation or function of the tape, by the name of its case.
    Rule(String),
    /// The elementary functions of `numerics`.
    Functions,
}

/// What its check found.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The derivatives of an operation, and its mutants.
    Rule(Rule),
    /// The accuracy of each function.
    Functions(Vec<Accuracy>),
}

/// The errors of one function against correctly rounded values.
#[derive(Serialize, Deserialize)]
pub struct Accuracy {
    function: String,
    points: usize,
    correctly_rounded: f64,
    worst_ulp: f64,
    worst_x: f64,
    documented_ulp: f64,
}

/// The derivatives of one operation.
#[derive(Serialize, Deserialize)]
pub struct Rule {
    adjoint_gap: f64,
    first_order: Compared,
    second_order: Compared,
    mutants: Mutants,
}

/// A gradcheck.
#[derive(Serialize, Deserialize)]
struct Compared {
    worst_gap: f64,
    derivatives: usize,
}

/// The broken copies of an operation's rules.
#[derive(Default, Serialize, Deserialize)]
struct Mutants {
    made: u64,
    /// They changed no value, so there is nothing to notice.
    equivalent: u64,
    by_adjoint: u64,
    by_gradcheck: u64,
    missed: u64,
    /// One of them, to show what they are.
    example: Option<String>,
}

impl Experiment for EngineChecks {
    const ID: &'static str = "engine.checks";
    const QUESTION: &'static str = "Are the derivatives and the elementary functions right?";
    const CLAIMS: &'static [&'static str] = &[];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(_: Profile) -> Constants {
        Constants { adjoint_gap: 1e-12, gradcheck_tolerance: Gradcheck::default().tolerance }
    }

    fn cells(_: &Constants, _shift: u64) -> Vec<Cell> {
        let rules = check::cases().into_iter().map(|case| Cell::Rule(case.name));
        rules.chain([Cell::Functions]).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match cell {
            Cell::Rule(name) => {
                let case = check::cases().into_iter().find(|case| case.name == *name);
                Outcome::Rule(check_rule(&case.expect("cells are made from the cases")))
            }
            Cell::Functions => Outcome::Functions(measure_functions()),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let mut rules = Table::new(
            "rules",
            "Each operation and function of the tape: the gap between its two modes, and the \
             largest gap to finite differences, of first and second derivatives.",
        )
        .column("operation", "text")
        .column("adjoint gap", "sci1")
        .column("first order", "sci1")
        .column("both orders", "sci1")
        .column("derivatives", "int");
        let mut mutants = Table::new(
            "mutants",
            "Broken copies of each rule: how many were made, how many changed nothing, and how \
             many each check caught.",
        )
        .column("operation", "text")
        .column("made", "int")
        .column("equivalent", "int")
        .column("by the adjoint test", "int")
        .column("by gradcheck", "int")
        .column("missed", "int")
        .column("for example", "text");
        let mut functions = Table::new(
            "functions",
            "The elementary functions against correctly rounded values: the largest error in \
             units in the last place.",
        )
        .column("function", "text")
        .column("worst ulp", "f2")
        .column("at x", "text")
        .column("documented", "f2")
        .column("correctly rounded", "pct1")
        .column("points", "int");
        let mut total = Totals::default();
        let mut functions_keep_their_word = true;
        for (cell, outcome) in runs {
            match (cell, outcome) {
                (Cell::Rule(name), Outcome::Rule(rule)) => {
                    total.add(rule);
                    rules.push(rule.row(name));
                    mutants.push(rule.mutants.row(name));
                }
                (_, Outcome::Functions(all)) => {
                    for function in all {
                        functions_keep_their_word &= function.worst_ulp <= function.documented_ulp;
                        functions.push(function.row());
                    }
                }
                (Cell::Functions, Outcome::Rule(_)) => unreachable!("a cell has its own outcome"),
            }
        }
        let walkthrough = Walkthrough::new();
        Findings {
            values: json!({
                "rules": total.rules,
                "derivatives": total.derivatives,
                "worst_adjoint_gap": total.adjoint_gap,
                "worst_first_order_gap": total.first_order,
                "worst_second_order_gap": total.second_order,
                "mutants": total.mutants,
                "listing": walkthrough.tape.listing(),
                "functions_keep_their_word": functions_keep_their_word,
                "all_pass": functions_keep_their_word
                    && total.adjoint_gap <= constants.adjoint_gap
                    && total.first_order <= constants.gradcheck_tolerance
                    && total.second_order <= constants.gradcheck_tolerance
                    && total.mutants.missed == 0,
            }),
            tables: vec![rules, mutants, functions, walkthrough.table()],
            figures: vec![walkthrough.figure()],
            claims: vec![],
        }
    }
}

impl Rule {
    fn row(&self, name: &str) -> [Entry; 5] {
        [
            name.into(),
            self.adjoint_gap.into(),
            self.first_order.worst_gap.into(),
            self.second_order.worst_gap.into(),
            (self.first_order.derivatives + self.second_order.derivatives).into(),
        ]
    }
}

impl Mutants {
    fn row(&self, name: &str) -> [Entry; 7] {
        [
            name.into(),
            self.made.into(),
            self.equivalent.into(),
            self.by_adjoint.into(),
            self.by_gradcheck.into(),
            self.missed.into(),
            self.example.clone().into(),
        ]
    }
}

impl Accuracy {
    fn row(&self) -> [Entry; 6] {
        [
            self.function.as_str().into(),
            self.worst_ulp.into(),
            format!("{:?}", self.worst_x).into(),
            self.documented_ulp.into(),
            self.correctly_rounded.into(),
            self.points.into(),
        ]
    }
}

fn measure_functions() -> Vec<Accuracy> {
    let named = |found: accuracy::Accuracy| Accuracy {
        function: found.function.to_owned(),
        points: found.points,
        correctly_rounded: found.correctly_rounded,
        worst_ulp: found.worst_ulp,
        worst_x: found.worst_x,
        documented_ulp: found.documented_ulp,
    };
    accuracy::measure().into_iter().map(named).collect()
}

fn check_rule(case: &Case) -> Rule {
    let gradcheck = |order| {
        let check = Gradcheck { order, ..Gradcheck::default() };
        let summary = match check.run(&*case.program, &case.inputs) {
            Ok(summary) => summary,
            Err(mismatch) => mismatch.summary,
        };
        Compared { worst_gap: summary.worst_gap(), derivatives: summary.compared }
    };
    let (first_order, both_orders) = (gradcheck(1), gradcheck(2));
    Rule {
        adjoint_gap: check::adjoint_gap(&*case.program, &case.inputs),
        second_order: Compared {
            worst_gap: both_orders.worst_gap,
            derivatives: both_orders.derivatives - first_order.derivatives,
        },
        first_order,
        mutants: count(&check::mutants(&*case.program, &case.inputs)),
    }
}

fn count(mutants: &[Mutant]) -> Mutants {
    let mut counts = Mutants::default();
    for mutant in mutants {
        counts.made += 1;
        if mutant.equivalent {
            counts.equivalent += 1;
            continue;
        }
        counts.by_adjoint += u64::from(mutant.adjoint);
        counts.by_gradcheck += u64::from(mutant.gradcheck);
        counts.missed += u64::from(!mutant.caught());
        counts.example.get_or_insert_with(|| format!("{} → {}", mutant.was, mutant.now));
    }
    counts
}

/// Sums and maxima over all rules.
#[derive(Default)]
struct Totals {
    rules: usize,
    derivatives: usize,
    adjoint_gap: f64,
    first_order: f64,
    second_order: f64,
    mutants: Mutants,
}

impl Totals {
    fn add(&mut self, rule: &Rule) {
        let raise = |top: &mut f64, x: f64| {
            if x > *top || x.is_nan() {
                *top = x;
            }
        };
        self.rules += 1;
        self.derivatives += rule.first_order.derivatives + rule.second_order.derivatives;
        raise(&mut self.adjoint_gap, rule.adjoint_gap);
        raise(&mut self.first_order, rule.first_order.worst_gap);
        raise(&mut self.second_order, rule.second_order.worst_gap);
        self.mutants.made += rule.mutants.made;
        self.mutants.equivalent += rule.mutants.equivalent;
        self.mutants.by_adjoint += rule.mutants.by_adjoint;
        self.mutants.by_gradcheck += rule.mutants.by_gradcheck;
        self.mutants.missed += rule.mutants.missed;
    }
}

/// One unit and its square, six nodes, with the reverse pass behind them: small
/// enough to follow each number by hand.
struct Walkthrough {
    tape: Tape,
}

impl Walkthrough {
    fn new() -> Self {
        // ANCHOR: walkthrough
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[2.0]);
        let w = tape.leaf(1, 1, &[0.75]);
        let b = tape.leaf(1, 1, &[-1.0]);
        let z = tape.affine(x, w, b);
        let h = tape.map(Fun::Tanh, z);
        let y = tape.mul(h, h);
        tape.gradient(y, &[w, b]);
        // ANCHOR_END: walkthrough
        for (var, name) in [(x, "x"), (w, "w"), (b, "b"), (z, "z"), (h, "h"), (y, "y")] {
            tape.name(var, name);
        }
        Self { tape }
    }

    fn table(&self) -> Table {
        let mut table = Table::new(
            "walkthrough",
            "Six nodes that compute y = tanh(w x + b)², and the nodes that the reverse pass \
             pushed behind them.",
        )
        .column("node", "text")
        .column("operation", "text")
        .column("reads", "text")
        .column("pass", "text")
        .column("value", "f6");
        for var in self.tape.vars() {
            let op = self.tape.op(var);
            let reads: Vec<String> = op.inputs().map(|input| self.tape.label(input)).collect();
            table.push([
                self.tape.label(var).into(),
                op.name().into(),
                reads.join(", ").into(),
                self.tape.pass_of(var).name().into(),
                self.tape.scalar(var).into(),
            ]);
        }
        table
    }

    fn figure(&self) -> Figure {
        let mut graph = Graph::new();
        for var in self.tape.vars() {
            let op = self.tape.op(var);
            let parents: Vec<usize> = op.inputs().map(|input| self.place(input)).collect();
            let label = match self.tape.name_of(var) {
                Some(name) => format!("{name}: {}", op.name()),
                None => op.name(),
            };
            let value = report::Format::Fixed(3).number(self.tape.scalar(var));
            let kind = match (self.tape.pass_of(var), op) {
                (Pass::Forward, Op::Leaf) => Kind::Input,
                (Pass::Forward, _) => Kind::Forward,
                (Pass::Reverse | Pass::Tangent, _) => Kind::Backward,
            };
            graph.node(&label, &value, kind, &parents);
        }
        graph.figure(
            "walkthrough",
            "The tape of y = tanh(w x + b)²: the program and, behind it, the nodes of the reverse \
             pass, each with its value. An arrow goes from a value to the node that reads it.",
            "A graph of boxes. Three leaves x, w and b lead to an affine node z, then tanh h, \
             then the product y. Behind y a chain of reverse nodes leads back to the derivatives \
             with respect to w and b.",
        )
    }

    fn place(&self, var: Var) -> usize {
        self.tape.vars().position(|other| other == var).expect("a node of this tape")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_passes_and_every_mutant_is_caught() {
        let report = crate::Entry::of::<EngineChecks>().compute(Profile::Full, 0, &Data::none());
        assert_eq!(report.values["all_pass"], true, "{:#}", report.values);
        assert_eq!(report.values["rules"], check::cases().len());
    }

    /// By hand: z = 0.75 * 2 - 1 = 0.5, dy/db = 2 tanh(z) (1 - tanh(z)^2).
    #[test]
    fn the_walkthrough_is_what_the_hand_finds() {
        let Walkthrough { tape } = Walkthrough::new();
        let values: Vec<f64> = tape.vars().map(|var| tape.scalar(var)).collect();
        let h = numerics::elementary::tanh(0.5);
        assert_eq!(values[3..6], [0.5, h, h * h]);
        let db = 2.0 * h * (1.0 - h * h);
        assert!(values.iter().any(|value| (value - db).abs() < 1e-15), "{values:?} {db}");
    }
}
