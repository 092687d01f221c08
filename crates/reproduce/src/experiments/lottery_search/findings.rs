//! Tables and the verdict.

use report::{Format, Settled, Table, Verdict, number};
use serde_json::{Value, json};

use super::run::{Drawn, Halved, Scored};
use super::{Cell, Constants, Outcome, figures};
use crate::stats::standard_deviation;
use crate::stats::{Correlation, Estimate, mean, mean_interval, median, spearman};
use crate::{Findings, claims};

/// Numbers of weights or of masks, each with the accuracies of all seeds.
pub(super) type Curve = Vec<(usize, Vec<f64>)>;

/// All outcomes.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    /// The tickets of every seed, for each width.
    halved: Vec<(usize, Vec<&'a [Halved]>)>,
    drawn: Vec<&'a Drawn>,
}

impl<'a> Results<'a> {
    pub(super) fn gather(constants: &'a Constants, runs: &'a [(Cell, Outcome)]) -> Self {
        let mut halved: Vec<_> = constants.widths.iter().map(|&width| (width, vec![])).collect();
        let mut drawn = Vec::new();
        for run in runs {
            match run {
                (Cell::Halve { recipe, .. }, Outcome::Halve(tickets)) => {
                    let of_width = halved.iter_mut().find(|(width, _)| *width == recipe.hidden[0]);
                    of_width.expect("a width of the constants").1.push(tickets.as_slice());
                }
                (Cell::Draw { .. }, Outcome::Draw(found)) => drawn.push(found),
                _ => panic!("a cell with the outcome of another kind"),
            }
        }
        Self { constants, halved, drawn }
    }

    pub(super) fn findings(&self) -> Findings {
        Findings {
            values: self.values(),
            tables: vec![self.width_table(), self.mask_table()],
            figures: vec![figures::widths(self), figures::masks(self)],
            claims: vec![self.settle()],
        }
    }

    pub(super) fn share(&self, right: usize) -> f64 {
        right as f64 / self.constants.recipe.test as f64
    }

    /// Weights and accuracies over seeds, for each width and each of its tickets.
    pub(super) fn curves(&self) -> Vec<(usize, Curve)> {
        let ticket = |seeds: &[&[Halved]], round: usize| {
            let accuracies = seeds.iter().map(|tickets| self.share(tickets[round].right));
            (seeds[0][round].weights, accuracies.collect())
        };
        let curve = |(width, seeds): &(usize, Vec<&[Halved]>)| {
            let rounds = 0..seeds[0].len();
            (*width, rounds.map(|round| ticket(seeds, round)).collect())
        };
        self.halved.iter().map(curve).collect()
    }

    /// What the narrowest dense network reaches: mean minus one standard deviation.
    fn bound(&self) -> f64 {
        let dense = &self.curves()[0].1[0].1;
        mean(dense) - standard_deviation(dense)
    }

    /// The fewest weights whose ticket reaches the bound, seed after seed; infinite if none does.
    fn fewest(&self, seeds: &[&[Halved]]) -> Vec<f64> {
        let bound = self.bound();
        let reaches = |ticket: &&Halved| self.share(ticket.right) >= bound;
        let fewest = |tickets: &&[Halved]| tickets.iter().filter(reaches).map(|t| t.weights).min();
        let fewest = seeds.iter().map(fewest);
        fewest.map(|weights| weights.map_or(f64::INFINITY, |weights| weights as f64)).collect()
    }

    /// Width against the fewest weights, none if these are the same everywhere.
    fn correlation(&self) -> Option<Correlation> {
        let (mut widths, mut fewest) = (Vec::new(), Vec::new());
        for (width, seeds) in &self.halved {
            widths.extend(vec![*width as f64; seeds.len()]);
            fewest.extend(self.fewest(seeds));
        }
        let differ = fewest.iter().any(|weights| *weights != fewest[0]);
        differ.then(|| spearman(&widths, &fewest))
    }

    /// 1, 2, 4, ... up to `n` masks.
    fn draws(n: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(1), move |m| (2 * m <= n).then_some(2 * m))
    }

    /// The test accuracy of the mask that is best on held-out digits, among the first m.
    pub(super) fn best_of(&self, scores: fn(&Drawn) -> &[Scored]) -> Curve {
        let best = |drawn: &Drawn, m: usize| {
            let first = &scores(drawn)[..m];
            let chosen = first.iter().rev().max_by_key(|score| score.held_out);
            self.share(chosen.expect("a mask").test)
        };
        let over_seeds = |m| self.drawn.iter().map(|drawn| best(drawn, m)).collect();
        Self::draws(scores(self.drawn[0]).len()).map(|m| (m, over_seeds(m))).collect()
    }

    /// The accuracies of the dense network and of the ticket.
    pub(super) fn dense_and_ticket(&self) -> [Vec<f64>; 2] {
        let of = |right: fn(&Drawn) -> usize| {
            self.drawn.iter().map(|drawn| self.share(right(drawn))).collect()
        };
        [of(|drawn| drawn.dense), of(|drawn| drawn.ticket)]
    }

    fn width_table(&self) -> Table {
        let mut table = Table::new(
            "widths",
            format!(
                "Test accuracy of tickets with equal numbers of weights, found in networks of {} to {} \
                 hidden units: means over {} seeds. The first entry of a column is the dense network.",
                self.constants.widths[0],
                self.constants.widths.last().expect("a width"),
                self.constants.seeds,
            ),
        )
        .column("weights", "text");
        let curves = self.curves();
        for (width, _) in &curves {
            table = table.column(format!("{width} units"), "pct1");
        }
        let all = &curves.last().expect("a width").1;
        for (weights, _) in all {
            let mut row: Vec<Value> = vec![weights.to_string().into()];
            for (_, curve) in &curves {
                let found = curve.iter().find(|(count, _)| count == weights);
                row.push(found.map(|(_, accuracies)| mean(accuracies)).into());
            }
            table.rows.push(row);
        }
        table
    }

    fn mask_table(&self) -> Table {
        let [dense, ticket] = self.dense_and_ticket();
        let mut table = Table::new(
            "masks",
            format!(
                "The best of m random masks with {} weights, chosen on held-out digits: test accuracy, \
                 means over {} seeds with 95 % intervals.",
                self.drawn[0].weights, self.constants.seeds
            ),
        )
        .column("network", "text")
        .column("m", "int")
        .column("accuracy", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        let mut push = |name: &str, m: Option<usize>, accuracies: &[f64]| {
            let Estimate { value, interval: [low, high] } = mean_interval(accuracies);
            table.push([name.into(), m.into(), value.into(), low.into(), high.into()]);
        };
        push("dense", None, &dense);
        push("ticket", None, &ticket);
        for (m, accuracies) in self.best_of(|drawn| &drawn.trained) {
            push("random masks, trained", Some(m), &accuracies);
        }
        for (m, accuracies) in self.best_of(|drawn| &drawn.untrained) {
            push("random masks, untrained", Some(m), &accuracies);
        }
        table
    }

    /// The last of [`Results::best_of`], means.
    fn best(&self, scores: fn(&Drawn) -> &[Scored]) -> f64 {
        mean(&self.best_of(scores).last().expect("a mask").1)
    }

    /// By how many standard deviations of a seed's random masks its ticket is ahead of their mean:
    /// median over seeds.
    fn ahead(&self) -> f64 {
        let ahead = |drawn: &&Drawn| {
            let masks: Vec<f64> = drawn.trained.iter().map(|s| self.share(s.test)).collect();
            (self.share(drawn.ticket) - mean(&masks)) / standard_deviation(&masks)
        };
        median(&self.drawn.iter().map(ahead).collect::<Vec<_>>())
    }

    fn values(&self) -> Value {
        let [dense, ticket] = self.dense_and_ticket();
        let fewest = |(width, seeds): &(usize, Vec<&[Halved]>)| {
            (width.to_string(), number(median(&self.fewest(seeds))))
        };
        json!({
            "bound": self.bound(),
            "fewest": self.halved.iter().map(fewest).collect::<serde_json::Map<_, _>>(),
            "correlation": self.correlation(),
            "dense": mean(&dense),
            "dense_deviation": standard_deviation(&dense),
            "ticket": mean(&ticket),
            "weights": self.drawn[0].weights,
            "one_mask": mean(&self.best_of(|drawn| &drawn.trained)[0].1),
            "best_trained": self.best(|drawn| &drawn.trained),
            "best_untrained": self.best(|drawn| &drawn.untrained),
            "ticket_ahead": number(self.ahead()),
        })
    }

    fn settle(&self) -> Settled {
        let correlation = self.correlation();
        let falls = correlation.is_some_and(|found| found.interval[1] < 0.0);
        let [dense, _] = self.dense_and_ticket();
        let best = self.best(|drawn| &drawn.trained);
        let matches = best >= mean(&dense) - standard_deviation(&dense);
        let settled = claims::settle(
            "U062",
            match (falls, matches) {
                (true, true) => Verdict::Holds,
                (false, false) => Verdict::DoesNotHold,
                _ => Verdict::HoldsWithConditions,
            },
            format!(
                "{}; best of {} masks {}, dense {}",
                correlation.map_or(
                    "the fewest weights are the same in all widths".into(),
                    |found| {
                        let rho = Format::Fixed(2).number(found.rho);
                        format!("rank correlation of width and fewest weights = {rho}")
                    }
                ),
                self.constants.trained,
                Format::Percent(1).number(best),
                Format::Percent(1).number(mean(&dense))
            ),
            self.constants.seeds,
        );
        Settled { interval: correlation.map(|found| found.interval), ..settled }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Search;
    use super::*;
    use crate::Experiment;
    use report::Profile;

    fn results<'a>(
        constants: &'a Constants,
        halved: [&'a [Halved]; 2],
        drawn: &'a [Drawn],
    ) -> Results<'a> {
        let [narrow, wide] = halved;
        let halved = vec![(4, vec![narrow; 3]), (8, vec![wide; 3])];
        Results { constants, halved, drawn: drawn.iter().collect() }
    }

    #[test]
    fn the_fewest_weights_are_counted_at_one_bound_and_masks_are_chosen_on_held_out_digits() {
        let constants = Search::constants(Profile::Quick);
        let tickets = |list: &[(usize, usize)]| -> Vec<Halved> {
            list.iter().map(|&(weights, right)| Halved { weights, right }).collect()
        };
        let narrow = tickets(&[(80, 90), (40, 91), (20, 60)]);
        let wide = tickets(&[(160, 95), (80, 94), (40, 93), (20, 90)]);
        let scored = |held_out, test| Scored { held_out, test };
        // The second mask is best on the test digits, the third on those to choose by.
        let trained = vec![scored(50, 70), scored(50, 90), scored(60, 80), scored(10, 85)];
        let drawn = |ticket| Drawn {
            dense: 90,
            ticket,
            weights: 20,
            trained: trained.clone(),
            untrained: trained[..2].to_vec(),
        };
        let drawn = [drawn(88), drawn(90), drawn(92)];
        let results = results(&constants, [&narrow, &wide], &drawn);
        assert_eq!(results.bound(), 0.9);
        assert_eq!(results.fewest(&results.halved[0].1), [40.0; 3]);
        assert_eq!(results.fewest(&results.halved[1].1), [20.0; 3]);
        assert!(results.correlation().unwrap().rho < -0.99);
        let settled = |results: &Results<'_>| results.settle().interval;
        assert!(settled(&results).is_some());
        let alike = self::results(&constants, [&narrow, &narrow], &drawn);
        assert!(alike.correlation().is_none() && settled(&alike).is_none());
        let best = results.best_of(|drawn| &drawn.trained);
        // Of equals the first.
        assert_eq!(best, [(1, vec![0.7; 3]), (2, vec![0.7; 3]), (4, vec![0.8; 3])]);
        let curves = results.curves();
        assert_eq!((curves[1].1.len(), curves[1].1[3].0), (4, 20));
    }
}
