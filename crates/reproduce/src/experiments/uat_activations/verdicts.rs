//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Format, Settled, Verdict, number};
use serde_json::{Value, json};

use super::{Activation, Results, UatActivations};
use crate::stats::{Estimate, median, median_interval, quantile};
use crate::{Experiment, claims};

/// The numbers that decide.
pub(super) struct Verdicts {
    success: f64,
    seeds: u64,
    /// Median error at the largest width, with its interval, of each activation.
    widest: Vec<(Activation, Estimate)>,
    ranks: Ranks,
    /// The largest relative distance of a polynomial activation's error to the best polynomial's,
    /// over all widths beyond the degree and all seeds, and how many runs that is.
    deviation: f64,
    equal: f64,
    polynomial_runs: u64,
    /// Uniform errors for |x|, and mean squared errors of the networks of squares.
    absolute_value: Vec<(usize, f64)>,
    squaring: [f64; 2],
    /// The step's median error at the smallest and at the largest width.
    step: [f64; 2],
}

impl Verdicts {
    pub(super) fn new(results: &Results<'_>) -> Self {
        let constants = results.constants;
        let widest = results.widest();
        let median_at_widest = |&activation: &Activation| {
            let mut stream = Stream::new(UatActivations::ID, 0, activation.name());
            (activation, median_interval(&results.errors(activation, widest), &mut stream))
        };
        let deviations = deviations(results);
        let squaring = results.squaring();
        let ends = |values: &[f64]| [values[0], values[values.len() - 1]];
        let networks: Vec<f64> = squaring.iter().map(|(_, found)| found.network).collect();
        let step = [constants.widths[0], widest];
        Self {
            success: constants.success,
            seeds: constants.seeds,
            widest: constants.activations.iter().map(median_at_widest).collect(),
            ranks: Ranks::new(results),
            deviation: quantile(&deviations, 1.0),
            equal: constants.equal,
            polynomial_runs: deviations.len() as u64,
            absolute_value: results.absolute_value(),
            squaring: ends(&networks),
            step: step.map(|width| median(&results.errors(Activation::Step, width))),
        }
    }

    pub(super) fn values(&self) -> Value {
        json!({
            "non_monotone_over_monotone": number(self.non_monotone_ratio()),
            "least_singular_value": self.ranks.least_singular,
            "runs_that_missed_a_point": self.ranks.missed_with_few,
            "polynomial_deviation": self.deviation,
            "polynomial_runs": self.polynomial_runs,
            "worst_bounded": self.worst(&Activation::BOUNDED_NOT_MONOTONE).value,
            "worst_unbounded": self.worst(&Activation::UNBOUNDED).value,
            "worst": self.worst(&self.others()).value,
            "absolute_value": { "first": self.absolute_value[0].1, "last": self.last_kink().1,
                "last_times_degree": self.last_kink().0 as f64 * self.last_kink().1 },
            "squaring": self.squaring,
            "step": self.step,
        })
    }

    fn last_kink(&self) -> (usize, f64) {
        self.absolute_value[self.absolute_value.len() - 1]
    }

    fn at_widest(&self, wanted: Activation) -> Estimate {
        let found = self.widest.iter().find(|(activation, _)| *activation == wanted);
        found.expect("every activation is run").1
    }

    /// The largest of some medians at the largest width.
    fn worst(&self, activations: &[Activation]) -> Estimate {
        let medians = activations.iter().map(|&activation| self.at_widest(activation));
        medians.reduce(|a, b| if b.value > a.value { b } else { a }).expect("an activation")
    }

    /// All that are not polynomials.
    fn others(&self) -> Vec<Activation> {
        let all = self.widest.iter().map(|(activation, _)| *activation);
        all.filter(|activation| activation.degree().is_none()).collect()
    }

    fn non_monotone_ratio(&self) -> f64 {
        let monotone = self.worst(&Activation::MONOTONE_SIGMOIDAL).value;
        self.at_widest(Activation::Wiggle).value / monotone
    }

    pub(super) fn settle(&self) -> Vec<Settled> {
        vec![
            self.u005(),
            self.u008(),
            self.u010(),
            self.u011(),
            self.u012(),
            self.u013(),
            self.u014(),
            self.u015(),
            self.u016(),
            self.u087(),
        ]
    }

    /// A claim that rests on the largest of some medians lying below the mark.
    fn by_success(
        &self,
        id: &str,
        activations: &[Activation],
        [below, above]: [Verdict; 2],
        what: &str,
    ) -> Settled {
        let Estimate { value, interval } = self.worst(activations);
        let verdict = if value < self.success { below } else { above };
        let effect =
            format!("largest median error of {what} at the largest width = {}", sci(value));
        Settled { interval: Some(interval), ..claims::settle(id, verdict, effect, self.seeds) }
    }

    fn u005(&self) -> Settled {
        let Estimate { value, interval } = self.at_widest(Activation::Wiggle);
        let stalls = value > 1e-12 && self.non_monotone_ratio() > 100.0;
        let effect = format!(
            "median error of the sigmoidal, non-monotone activation at the largest width = {}; \
             largest of the monotone ones = {}",
            sci(value),
            sci(self.worst(&Activation::MONOTONE_SIGMOIDAL).value),
        );
        let verdict = if stalls { Verdict::Holds } else { Verdict::HoldsWithConditions };
        Settled { interval: Some(interval), ..claims::settle("U005", verdict, effect, self.seeds) }
    }

    fn u008(&self) -> Settled {
        let Ranks { all_full, polynomials_bounded, runs, least_singular, .. } = self.ranks;
        let verdict = match all_full && polynomials_bounded {
            true => Verdict::HoldsWithConditions,
            false => Verdict::DoesNotHold,
        };
        let ranks = if all_full { "full" } else { "not always full" };
        let bounded = if polynomials_bounded { "at most" } else { "not bounded by" };
        let effect = format!(
            "rank {ranks} for non-polynomial activations, smallest singular value / largest at \
             least {}; {bounded} degree + 1 for polynomials",
            sci(least_singular),
        );
        claims::settle("U008", verdict, effect, runs)
    }

    fn u010(&self) -> Settled {
        let verdicts = [Verdict::DoesNotHold, Verdict::Holds];
        self.by_success(
            "U010",
            &Activation::BOUNDED_NOT_MONOTONE,
            verdicts,
            "sine, Gaussian bump and hat",
        )
    }

    fn u011(&self) -> Settled {
        let continuous: Vec<Activation> =
            self.others().into_iter().filter(|a| *a != Activation::Step).collect();
        let verdicts = [Verdict::HoldsWithConditions, Verdict::DoesNotHold];
        let what = format!("{} continuous non-polynomial activations", continuous.len());
        self.by_success("U011", &continuous, verdicts, &what)
    }

    fn u012(&self) -> Settled {
        let verdicts = [Verdict::HoldsWithConditions, Verdict::DoesNotHold];
        self.by_success("U012", &Activation::UNBOUNDED, verdicts, "softplus, ReLU and GELU")
    }

    fn u013(&self) -> Settled {
        let [narrow, wide] = self.step;
        let effect = format!(
            "true, and not all in Hornik 1991; the discontinuous step's median error falls from {} \
             to {}",
            sci(narrow),
            sci(wide),
        );
        let verdict = match wide < narrow {
            true => Verdict::HoldsWithConditions,
            false => Verdict::DoesNotHold,
        };
        let interval = self.at_widest(Activation::Step).interval;
        Settled { interval: Some(interval), ..claims::settle("U013", verdict, effect, self.seeds) }
    }

    fn u014(&self) -> Settled {
        let verdicts = [Verdict::DoesNotHold, Verdict::Holds];
        self.by_success("U014", &[Activation::Relu], verdicts, "ReLU")
    }

    fn u015(&self) -> Settled {
        let others = self.others();
        let worst = self.worst(&others);
        let verdict = match self.deviation <= self.equal && worst.value < self.success {
            true => Verdict::HoldsWithConditions,
            false => Verdict::DoesNotHold,
        };
        let effect = format!(
            "polynomial activations equal the best polynomial to {} relative at every width beyond \
             the degree; largest median error of {} others at the largest width = {}",
            sci(self.deviation),
            others.len(),
            sci(worst.value),
        );
        let settled = claims::settle("U015", verdict, effect, self.polynomial_runs);
        Settled { interval: Some(worst.interval), ..settled }
    }

    fn u016(&self) -> Settled {
        let falls = self.absolute_value.windows(2).all(|pair| pair[1].1 < pair[0].1);
        let verdict = if falls { Verdict::DoesNotHold } else { Verdict::Holds };
        let ((first, error), (last, last_error)) = (self.absolute_value[0], self.last_kink());
        let effect = format!(
            "uniform error of polynomials for |x| from {} at degree {first} to {} at degree {last}, \
             {}",
            sci(error),
            sci(last_error),
            if falls { "falling at every step" } else { "not falling at every step" },
        );
        claims::settle("U016", verdict, effect, self.absolute_value.len() as u64)
    }

    fn u087(&self) -> Settled {
        let verdicts = [Verdict::HoldsWithConditions, Verdict::DoesNotHold];
        let continuous: Vec<Activation> =
            self.others().into_iter().filter(|a| *a != Activation::Step).collect();
        self.by_success(
            "U087",
            &continuous,
            verdicts,
            "continuous non-polynomial activations, bounded or not,",
        )
    }
}

/// What the ranks say.
struct Ranks {
    /// Have all non-polynomial activations full rank with the largest number of units?
    all_full: bool,
    /// Has no polynomial ever a rank above its degree + 1?
    polynomials_bounded: bool,
    /// The least quotient of the smallest and the largest singular value of the former.
    least_singular: f64,
    /// How many runs these are.
    runs: u64,
    /// How many runs of non-polynomial activations with fewer units missed full rank.
    missed_with_few: u64,
}

impl Ranks {
    fn new(results: &Results<'_>) -> Self {
        let constants = results.constants;
        let (mut ranks, mut quotients) = (
            Self {
                all_full: true,
                polynomials_bounded: true,
                least_singular: 0.0,
                runs: 0,
                missed_with_few: 0,
            },
            Vec::new(),
        );
        for (i, &(points, units)) in constants.ranks.iter().enumerate() {
            let most = constants.ranks.get(i + 1).is_none_or(|next| next.0 != points);
            for &activation in &constants.activations {
                for seen in results.seen(activation, (points, units)) {
                    let full = seen.rank == points;
                    match activation.degree() {
                        Some(degree) => ranks.polynomials_bounded &= seen.rank <= degree + 1,
                        None if most => {
                            ranks.all_full &= full;
                            quotients.push(seen.smallest);
                        }
                        None => ranks.missed_with_few += u64::from(!full),
                    }
                    ranks.runs += u64::from(most);
                }
            }
        }
        Self { least_singular: quantile(&quotients, 0.0), ..ranks }
    }
}

/// |error / best polynomial's error − 1| of every run of a polynomial activation at a width
/// beyond its degree.
fn deviations(results: &Results<'_>) -> Vec<f64> {
    let mut deviations = Vec::new();
    for &activation in &results.constants.activations {
        let Some(degree) = activation.degree() else { continue };
        deviations.extend(polynomial_deviations(results, activation, degree));
    }
    deviations
}

/// Those of one activation.
pub(super) fn polynomial_deviations(
    results: &Results<'_>,
    activation: Activation,
    degree: usize,
) -> Vec<f64> {
    let best = results.best_polynomial(degree);
    let widths = results.constants.widths.iter().filter(|&&width| width > degree);
    let errors = widths.flat_map(|&width| results.errors(activation, width));
    errors.map(|error| (error / best - 1.0).abs()).collect()
}

fn sci(x: f64) -> String {
    Format::Scientific(1).number(x)
}
