//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Settled, Verdict};
use serde_json::{Value, json};

use super::{Comparison, Outcome, Results, Training, parameters, test_errors, train_errors};
use crate::stats::{Correlation, Estimate, bootstrap, median, quantile, spearman};
use crate::{Experiment, claims};

/// Two optima differ if they do by more than this share.
const ROUNDING: f64 = 1e-9;

/// The numbers that decide.
pub(super) struct Verdicts {
    lesson_budgets: Vec<usize>,
    /// In how many seeds the optima of the lesson's networks differ.
    differing: usize,
    /// How many of the lesson's runs have all three functions, and how many runs there are.
    full_rank: usize,
    runs: usize,
    /// For each optimiser.
    races: Vec<Race>,
    /// Parameters against the gap between test and training error, over widths and over depths.
    widening: Correlation,
    deepening: Correlation,
    noisy_runs: usize,
    seeds: u64,
}

/// Deep against shallow under one optimiser, each network at its best rate.
struct Race {
    training: Training,
    /// Median error of the best deeper network over that of the shallow one.
    best: Estimate,
    /// How many deeper networks have a lower median error than the shallow one, and how many there
    /// are.
    winners: usize,
    deeper: usize,
}

impl Verdicts {
    pub(super) fn new(results: &Results<'_>) -> Self {
        let constants = results.constants;
        let optima = |hidden: &Vec<usize>| -> Vec<f64> {
            last_layers(&results.as_written(hidden)).map(|layer| layer.optimum).collect()
        };
        let optima: Vec<Vec<f64>> = constants.lesson.iter().map(optima).collect();
        let differ = |&seed: &usize| {
            let of_seed: Vec<f64> = optima.iter().map(|optima| optima[seed]).collect();
            quantile(&of_seed, 1.0) / quantile(&of_seed, 0.0) - 1.0 > ROUNDING
        };
        let ranks: Vec<usize> = constants
            .lesson
            .iter()
            .flat_map(|hidden| last_layers(&results.as_written(hidden)).map(|layer| layer.rank))
            .collect();
        let race = |(training, rates): (Training, &[f64])| {
            let runs: Vec<Vec<f64>> = constants
                .matched
                .iter()
                .map(|hidden| train_errors(&results.best(hidden, training, rates).1))
                .collect();
            let (shallow, deeper) = runs.split_first().expect("a shallow network");
            let best = deeper.iter().min_by(|a, b| median(a).total_cmp(&median(b)));
            let best = best.expect("a deeper network");
            let mut stream = Stream::new(Comparison::ID, 0, &format!("race {training:?}"));
            let ratio = bootstrap(&[best, shallow], constants.resamples, &mut stream, |drawn| {
                median(&drawn[0]) / median(&drawn[1])
            });
            let wins = |errors: &&Vec<f64>| median(errors) < median(shallow);
            Race {
                training,
                best: ratio,
                winners: deeper.iter().filter(wins).count(),
                deeper: deeper.len(),
            }
        };
        let correlation = |networks: &[Vec<usize>]| {
            let mut pairs = (Vec::new(), Vec::new());
            for hidden in networks {
                let gaps = gaps(&results.noisy(hidden));
                pairs.0.extend(vec![parameters(hidden) as f64; gaps.len()]);
                pairs.1.extend(gaps);
            }
            spearman(&pairs.0, &pairs.1)
        };
        Self {
            lesson_budgets: constants.lesson.iter().map(|hidden| parameters(hidden)).collect(),
            differing: (0..constants.seeds as usize).filter(differ).count(),
            full_rank: ranks.iter().filter(|&&rank| rank == 3).count(),
            runs: ranks.len(),
            races: constants.optimisers().into_iter().map(race).collect(),
            widening: correlation(&constants.widening),
            deepening: correlation(&constants.deepening),
            noisy_runs: constants.noisy_networks().len() * constants.seeds as usize,
            seeds: constants.seeds,
        }
    }

    pub(super) fn values(&self) -> Value {
        let race = |race: &Race| {
            let values = json!({
                "best_over_shallow": report::number(race.best.value),
                "winners": race.winners,
                "deeper": race.deeper,
            });
            (format!("{:?}", race.training).to_lowercase(), values)
        };
        let adam = self.races.iter().find(|race| race.training == Training::Adam);
        json!({
            "adam_gain": adam.map(|race| report::number(1.0 / race.best.value)),
            "races": self.races.iter().map(race).collect::<serde_json::Map<_, _>>(),
            "differing": self.differing,
            "full_rank": self.full_rank,
            "runs": self.runs,
            "widening": self.widening,
            "deepening": self.deepening,
        })
    }

    pub(super) fn settle(&self) -> Vec<Settled> {
        vec![self.budgets(), self.table(), self.depth(), self.generalisation()]
    }

    fn budgets(&self) -> Settled {
        let within = |count: usize, of: usize| 10 * count.abs_diff(of) <= of;
        let counts = &self.lesson_budgets;
        let (least, most) = extremes(counts);
        claims::settle(
            "U075",
            match counts.iter().all(|&count| within(count, 1000)) {
                true => Verdict::Holds,
                false if within(most, least) => Verdict::HoldsWithConditions,
                false => Verdict::DoesNotHold,
            },
            format!("from {least} to {most} parameters"),
            counts.len() as u64,
        )
    }

    fn table(&self) -> Settled {
        claims::settle(
            "U076",
            match self.differing as u64 {
                all if all == self.seeds => Verdict::Holds,
                0 => Verdict::DoesNotHold,
                _ => Verdict::HoldsWithConditions,
            },
            format!(
                "optima that differ in {} of {} seeds; {} of {} runs span all three functions",
                self.differing, self.seeds, self.full_rank, self.runs
            ),
            self.runs as u64,
        )
    }

    fn depth(&self) -> Settled {
        let tenth = |race: &&Race| race.best.value < 0.1;
        let all_win = |race: &&Race| tenth(race) && race.winners == race.deeper;
        let count = |test: &dyn Fn(&&Race) -> bool| self.races.iter().filter(test).count();
        let effects = self.races.iter().map(|race| {
            let name = if race.training == Training::Adam { "Adam" } else { "gradient descent" };
            let ratio = report::Format::Fixed(3).number(race.best.value);
            format!(
                "{name}: best deeper / shallow = {ratio}, {} of {} win",
                race.winners, race.deeper
            )
        });
        let settled = claims::settle(
            "U077",
            match (count(&all_win), count(&tenth)) {
                (all, _) if all == self.races.len() => Verdict::Holds,
                (_, 0) => Verdict::DoesNotHold,
                _ => Verdict::HoldsWithConditions,
            },
            effects.collect::<Vec<_>>().join("; "),
            self.seeds,
        );
        let adam = self.races.iter().find(|race| race.training == Training::Adam);
        Settled { interval: adam.map(|race| race.best.interval), ..settled }
    }

    fn generalisation(&self) -> Settled {
        let grows = |c: &Correlation| c.interval[0] > 0.0;
        let printed = |c: &Correlation| report::Format::Fixed(2).number(c.rho);
        let settled = claims::settle(
            "U088",
            match (grows(&self.widening), grows(&self.deepening)) {
                (true, true) => Verdict::Holds,
                (false, false) => Verdict::DoesNotHold,
                _ => Verdict::HoldsWithConditions,
            },
            format!(
                "rank correlation of parameters and gap over widths = {}, over depths = {}",
                printed(&self.widening),
                printed(&self.deepening)
            ),
            self.noisy_runs as u64,
        );
        Settled { interval: Some(self.widening.interval), ..settled }
    }
}

/// Test minus training error, seed after seed.
pub(super) fn gaps(runs: &[&Outcome]) -> Vec<f64> {
    test_errors(runs).iter().zip(train_errors(runs)).map(|(test, train)| test - train).collect()
}

/// What the runs as written had to find.
pub(super) fn last_layers<'a>(
    runs: &[&'a Outcome],
) -> impl Iterator<Item = &'a super::LastLayer> + use<'a> {
    let layers: Vec<_> = runs.iter().filter_map(|run| run.last_layer.as_ref()).collect();
    layers.into_iter()
}

fn extremes(counts: &[usize]) -> (usize, usize) {
    let least = counts.iter().copied().min().expect("some network");
    (least, counts.iter().copied().max().expect("some network"))
}
