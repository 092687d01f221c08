//! The answers: one function a claim, from outcomes to a verdict.

use report::{Format, Settled, Verdict, number};
use serde_json::{Value, json};

use super::accuracy::Task;
use super::count::{Reading, ratio_limits, roughly_equal};
use super::{Constants, Results};
use crate::claims;
use crate::stats::{Estimate, mean_interval};

/// All verdicts, in the order of the claims.
pub(super) fn all(constants: &Constants, results: &Results<'_>) -> Vec<Settled> {
    vec![
        parameters(constants),
        claims::settle("U029", Verdict::NotTestable, "nothing to measure", 0),
        regions(constants, results),
        sawtooth(results),
        accuracy(constants, results),
        expressive(results),
        exponent(constants),
    ]
}

/// U001. The limits of the quotient hold for every number of inputs and outputs; where they leave
/// room, some size is looked for.
fn parameters(constants: &Constants) -> Settled {
    let limits = Reading::BOTH.map(|reading| limits(constants, reading));
    let everywhere = limits.iter().any(|[low, high]| *low >= 0.8 && *high <= 1.25);
    let inputs = 1..=constants.largest_input;
    let somewhere = Reading::BOTH.iter().any(|&reading| {
        inputs.clone().any(|d| {
            let [deep, wide] = counts(constants, reading, d, 10);
            roughly_equal(deep, wide)
        })
    });
    let verdict = match (everywhere, somewhere) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::HoldsWithConditions,
        (false, false) => Verdict::DoesNotHold,
    };
    let printed = |x: f64| Format::Fixed(3).number(x);
    let [[low, high], [least, most]] = limits;
    let effect = format!(
        "parameters of the wide design / the deep one: between {} and {} counted as hidden layers, \
         between {} and {} as layers of weights",
        printed(low),
        printed(high),
        printed(least),
        printed(most)
    );
    claims::settle("U001", verdict, effect, 2 * constants.largest_input as u64)
}

fn counts(constants: &Constants, reading: Reading, inputs: usize, outputs: usize) -> [usize; 2] {
    [constants.deep, constants.wide].map(|design| design.parameters(reading, inputs, outputs))
}

fn limits(constants: &Constants, reading: Reading) -> [f64; 2] {
    ratio_limits(constants.deep.terms(reading), constants.wide.terms(reading))
}

/// U081.
fn regions(constants: &Constants, results: &Results<'_>) -> Settled {
    let refuting = results.regions.iter().filter(|(_, found)| found.exceeding > 0).count();
    let verdict = match refuting {
        0 => Verdict::Holds,
        1 => Verdict::HoldsWithConditions,
        _ => Verdict::DoesNotHold,
    };
    let parts: Vec<String> = results
        .regions
        .iter()
        .map(|(cell, found)| {
            let layers = cell.reading.hidden_layers(constants.deep.layers);
            match found.one_layer_exceeds {
                Some([first, last]) => format!(
                    "more regions than {layers} of {} can have for {} of {} d, from d = \
                     {first} to {last}",
                    constants.deep.width, found.exceeding, constants.largest_input
                ),
                None => format!(
                    "for no d more regions than {layers} of {} can have",
                    constants.deep.width
                ),
            }
        })
        .collect();
    let effect = format!("one hidden layer of {} has {}", constants.wide.width, parts.join("; "));
    claims::settle("U081", verdict, effect, 2 * constants.largest_input as u64)
}

/// U082. N units in one layer make at most N + 1 pieces, so w³ pieces need w³ − 1 units, and w³ are
/// enough: the gap is the third power of the width, a polynomial.
fn sawtooth(results: &Results<'_>) -> Settled {
    let pairs: Vec<_> = results.pieces.chunks_exact(2).collect();
    let cubes = pairs.iter().filter(|pair| {
        let [(deep, three), (shallow, one)] = [pair[0], pair[1]];
        three == deep[0] * deep[0] * deep[0] && one == three && shallow == [three]
    });
    let cubes = cubes.count();
    let polynomial = cubes == pairs.len();
    let effect = format!(
        "three hidden layers of w units make w³ pieces, one layer makes as many with w³ units and \
         not with fewer than w³ − 1, for {cubes} of {} w",
        pairs.len()
    );
    let verdict = if polynomial { Verdict::DoesNotHold } else { Verdict::Holds };
    claims::settle("U082", verdict, effect, pairs.len() as u64)
}

/// How the mean accuracy goes from one depth to the next: +1 if it rises, intervals apart, −1 if it
/// falls, 0 if the intervals meet.
fn steps(means: &[Estimate]) -> Vec<i8> {
    let step = |pair: &[Estimate]| {
        let ([low, high], [next_low, next_high]) = (pair[0].interval, pair[1].interval);
        i8::from(next_low > high) - i8::from(next_high < low)
    };
    means.windows(2).map(step).collect()
}

/// U083.
fn accuracy(constants: &Constants, results: &Results<'_>) -> Settled {
    let steps = Task::ALL.map(|task| steps(&means(constants, results, task)));
    let effects = Task::ALL.iter().zip(&steps).map(|(&task, steps)| {
        let words: Vec<&str> = steps.iter().map(|step| WORDS[(step + 1) as usize]).collect();
        let ends = means(constants, results, task);
        let printed = |mean: &Estimate| Format::Percent(1).number(mean.value);
        let (first, last) = (&ends[0], &ends[ends.len() - 1]);
        format!("{}: {} to {}, {}", task.name(), printed(first), printed(last), words.join(", "))
    });
    let depths: Vec<String> = constants.depths.iter().map(usize::to_string).collect();
    let effect = format!(
        "mean accuracy with {} hidden layers, {}",
        depths.join(", "),
        effects.collect::<Vec<_>>().join("; ")
    );
    let n = results.accuracies.len() as u64;
    claims::settle("U083", consistency(&steps), effect, n)
}

const WORDS: [&str; 3] = ["falls", "level", "rises"];

/// Holds if every step of every task rises, with conditions if some task rises at every step or at
/// least at the first.
fn consistency(steps: &[Vec<i8>]) -> Verdict {
    let rises = |steps: &[i8]| steps.iter().all(|&step| step > 0);
    if steps.iter().all(|task| rises(task)) {
        Verdict::Holds
    } else if steps.iter().any(|task| rises(&task[..1])) {
        Verdict::HoldsWithConditions
    } else {
        Verdict::DoesNotHold
    }
}

pub(super) fn means(constants: &Constants, results: &Results<'_>, task: Task) -> Vec<Estimate> {
    let mean = |&depth: &usize| mean_interval(&results.accuracies(task, depth));
    constants.depths.iter().map(mean).collect()
}

/// Rounding in sums of at most a thousand numbers of order one stays far below this.
const ROUNDING: f64 = 1e-12;

/// U097.
fn expressive(results: &Results<'_>) -> Settled {
    let proved = results.blind.iter().filter(|(_, found)| {
        found.image < ROUNDING
            && found.difference < ROUNDING
            && found.deep_error >= 0.25
            && found.shallow_error < ROUNDING
            && 100 * found.deep_parameters.abs_diff(found.shallow_parameters)
                <= found.deep_parameters
    });
    let (proved, n) = (proved.count(), results.blind.len());
    let errors = results.blind.iter().map(|(_, found)| found.deep_error);
    let least =
        errors.fold(f64::INFINITY, |least, error| if error < least { error } else { least });
    let effect = format!(
        "in {proved} of {n} pairs the shallow network is the sum of ReLUs and the deep one misses \
         it by 1/4 or more on the unit ball, by {} at least",
        Format::Fixed(2).number(least)
    );
    let verdict = if proved == n { Verdict::DoesNotHold } else { Verdict::Holds };
    claims::settle("U097", verdict, effect, n as u64)
}

/// The number of inputs that the lesson states with its exponent 12: none.
const STATED_INPUTS: Option<usize> = None;

/// U098.
fn exponent(constants: &Constants) -> Settled {
    let factor = constants.deep.layers - 1;
    let fits = |d: usize| d * factor == 12;
    let fitting: Vec<String> =
        (1..=constants.largest_input).filter(|&d| fits(d)).map(|d| d.to_string()).collect();
    let verdict = if fitting.len() == constants.largest_input {
        Verdict::Holds
    } else if STATED_INPUTS.is_some_and(fits) {
        Verdict::HoldsWithConditions
    } else {
        Verdict::DoesNotHold
    };
    let effect = format!(
        "12 = d (L − 1) with L = {} for {} of {} d, d = {}, which is not stated",
        constants.deep.layers,
        fitting.len(),
        constants.largest_input,
        fitting.join(", ")
    );
    claims::settle("U098", verdict, effect, constants.largest_input as u64)
}

/// The numbers that the chapter cites.
pub(super) fn values(constants: &Constants, results: &Results<'_>) -> Value {
    let equal_for = |reading: Reading| -> Vec<usize> {
        let equal = |d: &usize| {
            let [deep, wide] = counts(constants, reading, *d, 10);
            roughly_equal(deep, wide)
        };
        let all: Vec<usize> = (1..=constants.largest_input).filter(equal).collect();
        all.first().into_iter().chain(all.last()).copied().collect()
    };
    let counting = Reading::BOTH.map(|reading| {
        json!({ "limits": limits(constants, reading), "roughly_equal": equal_for(reading) })
    });
    let regions: Vec<Value> = results
        .regions
        .iter()
        .map(|(_, found)| {
            json!({ "exceeds": found.one_layer_exceeds, "exceeding": found.exceeding })
        })
        .collect();
    let accuracies: Value = Task::ALL
        .iter()
        .map(|&task| {
            let means = means(constants, results, task);
            let entry =
                |(depth, mean): (&usize, &Estimate)| (format!("l{depth}"), number(mean.value));
            let by_depth: serde_json::Map<_, _> =
                constants.depths.iter().zip(&means).map(entry).collect();
            (task.name().to_owned(), json!({ "mean": by_depth, "steps": steps(&means) }))
        })
        .collect();
    json!({
        "hidden_reading": counting[0],
        "weights_reading": counting[1],
        "regions": regions,
        "accuracy": accuracies,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Architect;
    use super::*;
    use crate::Experiment;

    fn estimate(low: f64, high: f64) -> Estimate {
        Estimate { value: (low + high) / 2.0, interval: [low, high] }
    }

    #[test]
    fn consistently_means_at_every_step_of_every_task() {
        assert_eq!(consistency(&[vec![1, 1], vec![1, 1]]), Verdict::Holds);
        assert_eq!(consistency(&[vec![1, 1], vec![0, -1]]), Verdict::HoldsWithConditions);
        assert_eq!(consistency(&[vec![1, -1], vec![0, 1]]), Verdict::HoldsWithConditions);
        assert_eq!(consistency(&[vec![0, 1], vec![-1, 1]]), Verdict::DoesNotHold);
    }

    #[test]
    fn a_step_needs_intervals_that_are_apart() {
        let means =
            [estimate(0.1, 0.2), estimate(0.3, 0.4), estimate(0.35, 0.5), estimate(0.0, 0.1)];
        assert_eq!(steps(&means), [1, 0, -1]);
    }

    #[test]
    fn the_lessons_exponent_fits_four_inputs_only() {
        let constants = Architect::constants(report::Profile::Full);
        let settled = exponent(&constants);
        assert_eq!(settled.verdict, Verdict::DoesNotHold);
        assert!(settled.effect.contains("for 1 of 3072 d, d = 4,"), "{}", settled.effect);
    }
}
