//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Format, Settled, Verdict, number};
use serde_json::{Value, json};

use super::{Class, Method, Results, UatLearnability, sawtooth};
use crate::stats::{Estimate, bootstrap, mean_interval, median, quantile};
use crate::{Experiment, claims};

/// The numbers that decide.
pub(super) struct Verdicts {
    seeds: u64,
    gap: f64,
    /// At the largest width: the median error of the lesson's training over the best known.
    widest: usize,
    trained_over_best: Estimate,
    /// With random labels: the least training accuracy, and the mean test accuracy.
    fitted: f64,
    least_train: f64,
    chance_within: f64,
    test: Estimate,
    /// Median test error at growing numbers of examples.
    examples: Vec<(usize, f64)>,
    /// Pairs of classes, the widest and the narrowest networks first.
    orders: Vec<Order>,
}

/// Two classes on one target, the one with the better best network first.
struct Order {
    classes: [String; 2],
    /// The best error of the first class, and of the second: known for sizes, where the smaller
    /// class is part of the larger, and a lower bound for shallow networks.
    best: [f64; 2],
    /// Median trained error, first over second.
    trained: Estimate,
}

impl Order {
    /// The first class has the better network, and training gets less out of it.
    fn turns(&self) -> bool {
        self.best[0] < self.best[1] && self.trained.interval[0] > 1.0
    }

    fn values(&self) -> Value {
        json!({
            "turns": self.turns(),
            "best": self.best.map(number),
            "trained_ratio": number(self.trained.value),
        })
    }
}

/// The widest networks of the lesson against the narrowest, and deep ones against shallow ones.
fn orders(results: &Results<'_>) -> Vec<Order> {
    let constants = results.constants;
    let ratio = |first: &[f64], second: &[f64], purpose: &str| {
        let mut stream = Stream::new(UatLearnability::ID, 0, purpose);
        bootstrap(&[first, second], constants.resamples, &mut stream, |drawn| {
            median(&drawn[0]) / median(&drawn[1])
        })
    };
    let sizes = [results.widest(), constants.widths[0]];
    let [wide, narrow] = sizes.map(|width| results.errors(Method::GradientDescent, width));
    let widths = Order {
        classes: sizes.map(|width| format!("{width} units")),
        best: sizes.map(|width| results.best(width)),
        trained: ratio(&wide, &narrow, "order of widths"),
    };
    let points = constants.sawtooth.fine_points();
    let sawtooth = constants.iterates.iter().map(|&k| {
        let [deep, shallow] = Class::BOTH.map(|class| results.sawtooth(class, k));
        Order {
            classes: Class::BOTH.map(|class| format!("{} for T^{k}", class.name())),
            best: [sawtooth::written_down(k, points), sawtooth::shallow_floor(k, points)],
            trained: ratio(&deep, &shallow, &format!("order {k}")),
        }
    });
    std::iter::once(widths).chain(sawtooth).collect()
}

impl Verdicts {
    pub(super) fn new(results: &Results<'_>) -> Self {
        let constants = results.constants;
        let widest = results.widest();
        let best = results.best(widest);
        let stream = |purpose: &str| Stream::new(UatLearnability::ID, 0, purpose);
        let trained = results.errors(Method::GradientDescent, widest);
        let trained_over_best =
            bootstrap(&[&trained], constants.resamples, &mut stream("gap"), |drawn| {
                median(&drawn[0]) / best
            });
        let random = constants.random_examples;
        let test_error = |&n: &usize| (n, 1.0 - median(&results.accuracy(n, false, |a| a.test)));
        Self {
            seeds: constants.seeds,
            gap: constants.gap,
            widest,
            trained_over_best,
            fitted: constants.fitted,
            least_train: quantile(&results.accuracy(random, true, |a| a.train), 0.0),
            chance_within: constants.chance_within,
            test: mean_interval(&results.accuracy(random, true, |a| a.test)),
            examples: constants.examples.iter().map(test_error).collect(),
            orders: orders(results),
        }
    }

    pub(super) fn values(&self) -> Value {
        json!({
            "trained_over_best": number(self.trained_over_best.value),
            "random_labels": { "least_train": self.least_train, "test": self.test.value },
            "first_test_error": self.examples[0].1,
            "last_test_error": self.examples[self.examples.len() - 1].1,
            "widths": self.orders[0].values(),
            "sawtooth": self.orders[self.orders.len() - 1].values(),
        })
    }

    pub(super) fn settle(&self) -> Vec<Settled> {
        let Estimate { value: ratio, interval } = self.trained_over_best;
        let is_gap = ratio >= self.gap;
        let gap = |id: &str| {
            let verdict = if is_gap { Verdict::Holds } else { Verdict::DoesNotHold };
            let effect = format!(
                "with {} units, median error after training / best known of the class = {}",
                self.widest,
                Format::Scientific(1).number(ratio),
            );
            Settled { interval: Some(interval), ..claims::settle(id, verdict, effect, self.seeds) }
        };
        // The pair that turns, if there is one.
        let turning = self.orders.iter().filter(|order| order.turns()).count();
        let order = self.orders.iter().find(|order| order.turns()).unwrap_or(&self.orders[0]);
        let [first, second] = &order.classes;
        let e11 = claims::settle(
            "E11",
            if turning > 0 { Verdict::HoldsWithConditions } else { Verdict::NotTestable },
            format!(
                "{turning} of {} pairs of classes change places by training: best error {} for \
                 {first} and {} for {second}, median error after the lesson's training {} times \
                 as large",
                self.orders.len(),
                Format::Scientific(1).number(order.best[0]),
                Format::Scientific(1).number(order.best[1]),
                Format::Fixed(2).number(order.trained.value),
            ),
            self.seeds,
        );
        let e11 = Settled { interval: Some(order.trained.interval), ..e11 };
        let memorised = self.least_train >= self.fitted;
        let at_chance = (self.test.value - 0.1).abs() <= self.chance_within;
        let falls = self.examples.windows(2).all(|pair| pair[1].1 < pair[0].1);
        let ((few, first), (many, last)) =
            (self.examples[0], self.examples[self.examples.len() - 1]);
        let percent = |share| Format::Percent(1).number(share);
        let u085 = claims::settle(
            "U085",
            match is_gap && memorised && at_chance && falls {
                true => Verdict::Holds,
                false => Verdict::DoesNotHold,
            },
            format!(
                "training error {} times the best known; random labels fitted to {} with {} right \
                 on the test set; median test error from {} with {few} examples to {} with {many}",
                Format::Scientific(1).number(ratio),
                percent(self.least_train),
                percent(self.test.value),
                percent(first),
                percent(last),
            ),
            self.seeds,
        );
        let u085 = Settled { interval: Some(self.test.interval), ..u085 };
        vec![gap("E02"), e11, gap("U018"), u085]
    }
}
