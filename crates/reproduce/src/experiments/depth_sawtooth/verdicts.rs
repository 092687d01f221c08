//! The answers: one function a claim, from counts to a verdict.

use report::{Settled, Verdict};
use serde_json::{Value, json};

use super::iterates::{Comparison, Iterate};
use super::program::LINES;
use super::readings::{Division, Outcome, network_lines};
use super::shallow::barely_error;
use super::theorem::price;
use super::{Constants, Doubling, Results};
use crate::claims;

/// All verdicts, in the order of the claims.
pub(super) fn all(constants: &Constants, results: &Results) -> Vec<Settled> {
    vec![
        exponential_gap(results),
        theorem_as_worded(results),
        peaks(results),
        deep_network(results),
        doubling(results),
        oscillations(results),
        shallow_network(results),
        printed_table(results),
        empirical_comparison(results),
        parameters(constants, results),
    ]
}

fn settle(id: &str, verdict: Verdict, effect: String, n: usize) -> Settled {
    let claim = claims::get(id).unwrap_or_else(|| panic!("the register has no claim {id}"));
    claim.settle(verdict, effect, n as u64)
}

/// `verdict` if the condition is met, or else that the claim does not hold.
fn holds_if(condition: bool, verdict: Verdict) -> Verdict {
    if condition { verdict } else { Verdict::DoesNotHold }
}

/// The k for which one layer of 2^k units was compared with T^k.
fn compared_shallow<'r>(
    results: &'r Results,
) -> impl Iterator<Item = (&'r Iterate, &'r Comparison)> {
    let pair = |it: &'r Iterate| Some((it, results.comparison(it.k, 1)?));
    results.iterates.iter().filter_map(pair)
}

/// Whether 2^k units in one layer equal T^k.
fn is_enough(it: &Iterate, shallow: &Comparison) -> bool {
    shallow.units == 1 << it.k && shallow.equal()
}

/// Whether 2^k − 1 units in one layer might equal T^k: divisibility does not exclude it, or trying
/// all orientations found one.
fn one_less_may_do(results: &Results, it: &Iterate) -> bool {
    let tried = results.orientations.iter().find(|tried| tried.k == it.k);
    !it.needs_a_unit_a_piece() || tried.is_some_and(|tried| tried.equal > 0)
}

/// U004.
fn exponential_gap(results: &Results) -> Settled {
    let both = |(it, shallow): &(&Iterate, &Comparison)| {
        let deep = results.comparison(it.k, it.k as usize);
        deep.is_some_and(|deep| deep.equal() && deep.units == 2 * it.k as usize)
            && is_enough(it, shallow)
            && !one_less_may_do(results, it)
    };
    let compared: Vec<_> = compared_shallow(results).collect();
    let agree = compared.iter().copied().filter(both).count();
    let last = compared.last().expect("some k").0.k;
    let effect = format!(
        "one layer needs 2^k units, k layers make do with 2k, for {agree} of {} k: {} against {} \
         at k = {last}",
        compared.len(),
        1 << last,
        2 * last,
    );
    // A constructed class, not one of natural functions: that condition no count can remove.
    let verdict = holds_if(agree == compared.len(), Verdict::HoldsWithConditions);
    settle("U004", verdict, effect, compared.len())
}

/// U023.
fn theorem_as_worded(results: &Results) -> Settled {
    let refuted = results.blocks.iter().filter(|blocks| blocks.refutes());
    let (first, last) = (refuted.clone().next(), refuted.clone().next_back());
    let effect = match (first, last) {
        (Some(first), Some(last)) => format!(
            "refuted for {} of {} k, from k = {} on; at k = {}: {} layers and {} units with no \
             error, where {} layers or fewer should need 2^(k/4) = {:.0} units",
            refuted.count(),
            results.blocks.len(),
            first.k,
            last.k,
            last.layers,
            last.units,
            (last.k - 1) / 2,
            last.bound,
        ),
        _ => format!("no counterexample for k = 1 to {}", results.blocks.len()),
    };
    let verdict = holds_if(first.is_none(), Verdict::Holds);
    settle("U023", verdict, effect, results.blocks.len())
}

/// U024.
fn peaks(results: &Results) -> Settled {
    let as_said = results.iterates.iter().filter(|it| it.peaks == 1 << it.k).count();
    let half = results.iterates.iter().filter(|it| 2 * it.peaks == 1 << it.k).count();
    let pieces = results.iterates.iter().filter(|it| it.pieces == 1 << it.k).count();
    let n = results.iterates.len();
    let effect = format!(
        "2^k peaks for {as_said} of {n} k; 2^(k−1) peaks for {half}, 2^k linear pieces for {pieces}"
    );
    settle("U024", holds_if(as_said == n, Verdict::Holds), effect, n)
}

/// U025.
fn deep_network(results: &Results) -> Settled {
    let deep = results.iterates.iter().map(|it| results.comparison(it.k, it.k as usize));
    let deep: Vec<&Comparison> = deep.flatten().collect();
    let exact = deep.iter().filter(|deep| deep.equal() && deep.units == 2 * deep.layers).count();
    let in_doubles = deep.iter().filter(|deep| deep.double_differences == 0).count();
    let points: usize = deep.iter().map(|deep| deep.points).sum();
    let n = results.iterates.len();
    let effect = format!(
        "k layers of 2 units equal T^k in rational arithmetic for {exact} of {n} k, at {points} \
         points and between them; in double precision, at the points, for {in_doubles}"
    );
    settle("U025", holds_if(exact == n, Verdict::Holds), effect, n)
}

/// U026.
fn doubling(results: &Results) -> Settled {
    let all = &results.doublings;
    let doubled = all.iter().filter(|input| input.doubles()).count();
    let one_unit = all.iter().filter(|input| input.one_unit >= 2 * input.before).count();
    let sweeping: Vec<&Doubling> = all.iter().filter(|input| input.sweeps).collect();
    let sweeping_double = sweeping.iter().all(|input| input.doubles());
    let by_width = |input: &&&Doubling| {
        (1..).zip(&input.after_zigzag).all(|(w, &after)| after == w * input.before)
    };
    let effect = format!(
        "two units double the maxima of {doubled} of {} inputs, one unit of {one_unit}; w units \
         multiply them by w for {} of the {} that sweep [0, 1]",
        all.len(),
        sweeping.iter().filter(by_width).count(),
        sweeping.len(),
    );
    let verdict = if doubled == all.len() && one_unit == all.len() {
        Verdict::Holds
    } else {
        holds_if(sweeping_double, Verdict::HoldsWithConditions)
    };
    settle("U026", verdict, effect, all.len())
}

/// U027.
fn oscillations(results: &Results) -> Settled {
    let two_wide: Vec<_> = results.deep.iter().filter(|deep| deep.width == 2).collect();
    let peaks = two_wide.iter().filter(|deep| deep.peaks == 1 << deep.depth).count();
    let pieces = two_wide.iter().filter(|deep| deep.pieces == 1 << deep.depth).count();
    let powers = results.deep.iter().filter(|d| d.pieces == d.width.pow(d.depth as u32)).count();
    let n = two_wide.len();
    let effect = format!(
        "at width 2, 2^k maxima for {peaks} of {n} depths and 2^k pieces for {pieces}; width^depth \
         pieces for {powers} of {} networks",
        results.deep.len()
    );
    let verdict = match (peaks == n, pieces == n) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::HoldsWithConditions,
        (false, false) => Verdict::DoesNotHold,
    };
    settle("U027", verdict, effect, n)
}

/// U028.
fn shallow_network(results: &Results) -> Settled {
    let n = results.iterates.len();
    let crossings = results.iterates.iter().filter(|it| it.crossings == 1 << it.k).count();
    let compared: Vec<_> = compared_shallow(results).collect();
    let equal = compared.iter().filter(|(it, shallow)| is_enough(it, shallow)).count();
    let one_less = compared.iter().filter(|(it, _)| one_less_may_do(results, it)).count();
    // Networks too small for the passages must not come near in the search either.
    let small = results.searches.iter().filter(|search| search.units + 1 < 1 << search.k);
    let near: u64 = small.map(|search| search.near).sum();
    let effect = format!(
        "2^k passages through 1/2 for {crossings} of {n} k, at most one for each of N + 1 pieces, \
         so N ≥ 2^k − 1; 2^k units equal T^k for {equal} of {} k, 2^k − 1 for {one_less}",
        compared.len()
    );
    let all = crossings == n && equal == compared.len() && near == 0;
    settle("U028", holds_if(all, Verdict::Holds), effect, n)
}

/// U032.
fn printed_table(results: &Results) -> Settled {
    let readings = &results.readings;
    let prints_all = |outcome: &&Outcome| {
        readings.quoted.iter().all(|quoted| outcome.prints.contains(&quoted.line))
    };
    let all = readings.outcomes.iter().filter(prints_all).count();
    let some = readings.quoted.iter().filter(|quoted| quoted.printed[0] > 0).count();
    let effect = format!(
        "{} readings of the lost indentation print {} different things; {some} of the {} quoted \
         lines occur in any of them",
        readings.legal,
        readings.outcomes.len(),
        readings.quoted.len()
    );
    settle("U032", holds_if(all > 0, Verdict::Holds), effect, readings.legal)
}

/// U033.
fn empirical_comparison(results: &Results) -> Settled {
    let networks = network_lines(LINES.iter().map(|line| line.source));
    let effect = format!(
        "{networks} of the program's {} lines compute with a network, in any of its {} readings",
        LINES.len(),
        results.readings.legal
    );
    // Without a network there is no error to compare; with one, its error would have to be run.
    let verdict = if networks == 0 { Verdict::DoesNotHold } else { Verdict::Open };
    settle("U033", verdict, effect, results.readings.legal)
}

/// U034.
fn parameters(constants: &Constants, results: &Results) -> Settled {
    let table: Vec<&Iterate> =
        results.iterates.iter().filter(|it| constants.lesson_depths.contains(&it.k)).collect();
    let within = |said: usize, counted: usize| 4 * said.abs_diff(counted) <= counted;
    let right = |it: &&&Iterate| {
        within(4 * it.k as usize, it.four_wide_parameters)
            && within(1 << it.k, it.shallow_parameters)
    };
    let list = |count: fn(&Iterate) -> usize| {
        let counts: Vec<String> = table.iter().map(|it| count(it).to_string()).collect();
        counts.join(", ")
    };
    let effect = format!(
        "k = {}: deep {} where 4k is {}, shallow {} where 2^k is {}",
        list(|it| it.k as usize),
        list(|it| it.four_wide_parameters),
        list(|it| 4 * it.k as usize),
        list(|it| it.shallow_parameters),
        list(|it| 1 << it.k),
    );
    let all_right = table.iter().filter(right).count() == table.len();
    settle("U034", holds_if(all_right, Verdict::Holds), effect, table.len())
}

/// The numbers that the chapter cites.
pub(super) fn values(constants: &Constants, results: &Results) -> Value {
    let last = results.iterates.last().expect("some k");
    let wins = |deep: fn(&Iterate) -> usize| {
        results.iterates.iter().find(|it| deep(it) < it.shallow_parameters).map(|it| it.k)
    };
    let refuted: Vec<_> = results.blocks.iter().filter(|blocks| blocks.refutes()).collect();
    let longest = results.blocks.last().expect("some k");
    let seen: Vec<_> =
        results.grids.iter().filter(|grid| grid.peaks == 1 << (grid.k - 1)).collect();
    let missed = results.grids.iter().find(|grid| grid.peaks != 1 << (grid.k - 1));
    let differences = results.comparisons.iter().map(|network| network.double_differences);
    let improved = results.doublings.iter().filter(|input| input.one_unit > input.before);
    let readings = &results.readings;
    let ending = |end: &str| -> usize {
        let outcomes = readings.outcomes.iter().filter(|outcome| outcome.end == end);
        outcomes.map(|outcome| outcome.readings).sum()
    };
    let plain = readings.outcomes.iter().find(|outcome| outcome.plain);
    json!({
        "iterates": {
            "largest": last.k,
            "peaks": last.peaks,
            "pieces": last.pieces,
            "deep_parameters": last.deep_parameters,
            "shallow_parameters": last.shallow_parameters,
            "double_differences": differences.sum::<usize>(),
        },
        "parameters": {
            "four_wide_wins_from": wins(|it| it.four_wide_parameters),
            "two_wide_wins_from": wins(|it| it.deep_parameters),
            "lesson_deepest": results.iterates.iter().rfind(|it| {
                constants.lesson_depths.contains(&it.k)
            }),
        },
        "grid": {
            "right_up_to": seen.last().map(|grid| grid.k),
            "first_wrong": missed.map(|grid| json!({
                "k": grid.k, "peaks": grid.peaks, "exact": 1_u64 << (grid.k - 1),
            })),
            "error_at_lesson_depths": constants.lesson_depths.iter().map(|k| {
                results.grids.iter().find(|grid| grid.k == *k).map(|grid| grid.error)
            }).collect::<Vec<_>>(),
            "rounded": results.grids.iter().map(|grid| grid.rounded).sum::<usize>(),
        },
        "layers": { "improved_by_one_unit": improved.count() },
        "theorem": {
            "refuted": refuted.len(),
            "tried": results.blocks.len(),
            "from": refuted.first().map(|blocks| blocks.k),
            "always_from_there": refuted.first().is_some_and(|first| {
                refuted.len() as u32 == longest.k - first.k + 1
            }),
            "longest": longest,
            "longest_allowed_layers": (longest.k - 1) / 2,
            "one_layer_price": price(longest.iterations, 1).enough,
        },
        "shallow": {
            "kinks_tried": results.orientations.iter().map(|tried| tried.ways).sum::<u64>(),
            "barely_error": super::network::double(&barely_error(2)),
            "searched": results.searches.iter().map(|search| search.tried).sum::<u64>(),
            "searches": results.searches,
        },
        "readings": {
            "legal": readings.legal,
            "outcomes": readings.outcomes.len(),
            "finish": ending("Finished"),
            "name_errors": ending("NameError"),
            "line_18_read": readings.lines[17].read,
            "plain": plain,
            "quoted": readings.quoted.iter().map(|quoted| {
                let counts = Division::ALL.into_iter().zip(quoted.printed);
                counts.map(|(division, n)| (format!("{division:?}"), json!(n))).collect()
            }).collect::<Vec<serde_json::Map<_, _>>>(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::Sawtooth;
    use super::*;
    use crate::{Data, Experiment};
    use Verdict::{DoesNotHold, Holds, HoldsWithConditions};

    /// The quick results after something happened to them, and the verdict on a claim.
    fn verdict(claim: &str, happens: impl FnOnce(&mut Results)) -> Verdict {
        let constants = Sawtooth::constants(report::Profile::Quick);
        let cells = Sawtooth::cells(&constants, 0);
        let run = |cell| {
            let outcome = Sawtooth::run(&cell, &Data::none());
            (cell, outcome)
        };
        let runs: Vec<_> = cells.into_iter().map(run).collect();
        let mut results = Results::gather(&runs);
        happens(&mut results);
        let settled = all(&constants, &results);
        settled.iter().find(|settled| settled.id == claim).expect("a claim").verdict
    }

    #[test]
    fn one_wrong_count_changes_each_exact_verdict() {
        assert_eq!(verdict("U004", |r| r.comparisons[3].units += 1), DoesNotHold);
        assert_eq!(verdict("U004", |r| r.orientations[1].equal = 1), DoesNotHold);
        assert_eq!(verdict("U004", |r| r.iterates[1].jump_divisor = 4), DoesNotHold);
        assert_eq!(verdict("U025", |r| r.comparisons[2].equal_everywhere = false), DoesNotHold);
        assert_eq!(verdict("U025", |r| r.comparisons[2].rational_differences = 1), DoesNotHold);
        assert_eq!(verdict("U025", |r| r.comparisons.retain(|c| c.layers == 1)), DoesNotHold);
        assert_eq!(verdict("U027", |r| r.deep[0].pieces += 1), DoesNotHold);
        assert_eq!(verdict("U028", |r| r.iterates[1].crossings -= 1), DoesNotHold);
        assert_eq!(verdict("U028", |r| r.comparisons[7].units += 1), DoesNotHold);
        assert_eq!(verdict("U028", |r| r.searches[2].near = 1), DoesNotHold);
    }

    #[test]
    fn other_counts_would_have_proved_the_lesson_right() {
        let rightly = |r: &mut Results| r.iterates.iter_mut().for_each(|it| it.peaks = 1 << it.k);
        assert_eq!(verdict("U024", rightly), Holds);
        assert_eq!(verdict("U023", |r| r.blocks.retain(|blocks| !blocks.refutes())), Holds);
        assert_eq!(verdict("U027", |r| r.deep[0].peaks = 1 << r.deep[0].depth), Holds);
        let print = |r: &mut Results| {
            let lines = r.readings.quoted.iter().map(|quoted| quoted.line.clone());
            r.readings.outcomes[0].prints = lines.collect();
        };
        assert_eq!(verdict("U032", print), Holds);
        let count = |r: &mut Results| {
            for it in &mut r.iterates {
                it.four_wide_parameters = 5 * it.k as usize;
                it.shallow_parameters = 1 << it.k;
            }
        };
        assert_eq!(verdict("U034", count), Holds);
    }

    #[test]
    fn rounding_decides_nothing_about_an_exact_equality() {
        assert_eq!(verdict("U025", |r| r.comparisons[2].double_differences = 1), Holds);
    }

    #[test]
    fn doubling_has_three_answers() {
        let all = |after: fn(&Doubling) -> [usize; 2]| {
            move |r: &mut Results| {
                for input in &mut r.doublings {
                    [input.after_one, input.one_unit] = after(input);
                }
            }
        };
        assert_eq!(verdict("U026", all(|input| [2, 2].map(|n| n * input.before))), Holds);
        assert_eq!(
            verdict("U026", all(|input| [2, 1].map(|n| n * input.before))),
            HoldsWithConditions
        );
        assert_eq!(verdict("U026", all(|input| [1, 1].map(|n| n * input.before))), DoesNotHold);
        // One input that sweeps [0, 1] and is not doubled is enough; one that does not sweep is not.
        let spoil = |sweeps: bool| {
            move |r: &mut Results| {
                let input = r.doublings.iter_mut().find(|input| input.sweeps == sweeps);
                input.expect("both kinds are tried").after_one = 0;
            }
        };
        assert_eq!(verdict("U026", spoil(true)), DoesNotHold);
        assert_eq!(verdict("U026", spoil(false)), HoldsWithConditions);
    }
}
