//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::findings::{Results, plain, tuned};
use super::{Several, sketch};
use crate::claims;
use crate::stats::{Estimate, quantile};

fn printed(x: f64) -> String {
    Format::Fixed(3).number(x)
}

impl Results<'_> {
    pub(super) fn settle(&self) -> Vec<Settled> {
        vec![
            self.two_descents(),
            self.threshold_place(),
            self.ridge(),
            self.drawing(),
            self.below_the_classical(),
            self.minimum_norm(),
        ]
    }

    fn two_descents(&self) -> Settled {
        let curves: Vec<_> = self.settings().iter().map(|&s| self.curve(s, plain)).collect();
        let agree = curves.iter().filter(|curve| curve.descends_twice()).count();
        let straight = curves.iter().filter(|curve| curve.falls_to_the_threshold()).count();
        let verdict = match (agree, straight) {
            _ if agree == curves.len() && straight == agree => Verdict::Holds,
            (0, _) => Verdict::DoesNotHold,
            _ => Verdict::HoldsWithConditions,
        };
        let turns: Vec<f64> = curves
            .iter()
            .map(|curve| curve.sizes[curve.least_below()] as f64 / curve.examples as f64)
            .collect();
        let over = |place: fn(&super::curve::Curve) -> usize| -> Vec<f64> {
            curves.iter().map(|c| c.medians[c.threshold()] / c.medians[place(c)]).collect()
        };
        let (below, beyond) = (over(|c| c.least_below()), over(|c| c.least_beyond()));
        let effect = format!(
            "two descents with the maximum at p = n in {agree} of {} settings; the first ends \
             between p/n = {:.2} and {:.2}; the peak is {:.0} to {:.0} times the least error before \
             it and {:.0} to {:.0} times the least after",
            curves.len(),
            quantile(&turns, 0.0),
            quantile(&turns, 1.0),
            quantile(&below, 0.0),
            quantile(&below, 1.0),
            quantile(&beyond, 0.0),
            quantile(&beyond, 1.0),
        );
        claims::settle("U063", verdict, effect, self.constants.seeds)
    }

    fn threshold_place(&self) -> Settled {
        let Several { examples, outputs, .. } = &self.constants.several;
        let sweeps = self.settings().into_iter().map(|setting| self.curve(setting, plain));
        let levels = 0..self.constants.noises.len();
        let single: Vec<_> =
            sweeps.chain(levels.clone().map(|level| self.several(1, level))).collect();
        let at_examples = single.iter().filter(|c| c.sizes[c.peak()] == c.examples).count();
        let one = at_examples == single.len();
        let peaks: Vec<(usize, usize)> = outputs
            .iter()
            .filter(|outputs| **outputs > 1)
            .flat_map(|&k| levels.clone().map(move |level| (k, level)))
            .map(|(k, level)| {
                let curve = self.several(k, level);
                (k, k * curve.sizes[curve.peak()])
            })
            .collect();
        let several = peaks.iter().all(|(_, trained)| trained == examples);
        let verdict = match (one, several) {
            (true, true) => Verdict::Holds,
            (true, false) => Verdict::HoldsWithConditions,
            (false, _) => Verdict::DoesNotHold,
        };
        let place = |(k, trained): &(usize, usize)| format!("{trained} parameters (K = {k})");
        let mut places: Vec<String> = peaks.iter().map(place).collect();
        places.dedup(); // the levels of noise may agree
        let effect = format!(
            "with one output the peak is at parameters = examples in {at_examples} of {} curves; \
             with several outputs and {examples} examples it is at {}",
            single.len(),
            places.join(" and "),
        );
        claims::settle("U064", verdict, effect, self.constants.seeds)
    }

    fn ridge(&self) -> Settled {
        let rises = |of: fn(&super::fit::Level) -> f64| -> Vec<f64> {
            self.settings().iter().map(|&setting| self.curve(setting, of).prominence()).collect()
        };
        let (without, with) = (rises(plain), rises(tuned));
        let peaks = |rises: &[f64]| rises.iter().filter(|rise| **rise >= 2.0).count();
        let verdict = match (peaks(&without), peaks(&with)) {
            (_, with) if with == without.len() => Verdict::Holds,
            (before, _) if before == without.len() => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        };
        let effect = format!(
            "a peak in {} of {} settings without a penalty and in {} with the chosen one; the most \
             that a curve rises above both sides is {:.0} to {:.0} times without and {:.2} to \
             {:.2} times with it",
            peaks(&without),
            without.len(),
            peaks(&with),
            quantile(&without, 0.0),
            quantile(&without, 1.0),
            quantile(&with, 0.0),
            quantile(&with, 1.0),
        );
        claims::settle("U065", verdict, effect, self.constants.seeds)
    }

    fn drawing(&self) -> Settled {
        let settings = self.settings();
        let highest = |c: &super::curve::Curve| c.peak() == c.threshold();
        let measured = settings.iter().filter(|&&s| highest(&self.curve(s, plain))).count();
        let drawn = sketch::peak() == sketch::highest();
        let verdict = match drawn && measured == settings.len() {
            true => Verdict::Holds,
            false => Verdict::DoesNotHold,
        };
        let effect = format!(
            "the mark of the peak has the height {} of {} in the sketch (the classical branch \
             reaches {}); the measured error is highest at p = n in {measured} of {} settings",
            sketch::peak(),
            sketch::highest(),
            sketch::highest(),
            settings.len(),
        );
        claims::settle("U066", verdict, effect, self.constants.seeds)
    }

    fn below_the_classical(&self) -> Settled {
        let gains: Vec<Estimate> = self.settings().into_iter().map(|s| self.gain(s)).collect();
        let lower = gains.iter().filter(|gain| gain.interval[1] < 0.0).count();
        let verdict = match lower {
            _ if lower == gains.len() => Verdict::Holds,
            0 => Verdict::DoesNotHold,
            _ => Verdict::HoldsWithConditions,
        };
        let nearest = gains
            .iter()
            .max_by(|a, b| a.interval[1].total_cmp(&b.interval[1]))
            .expect("there is a setting");
        let values: Vec<f64> = gains.iter().map(|gain| gain.value).collect();
        let loud: Vec<f64> = self
            .all_settings()
            .into_iter()
            .filter(|s| s.level == self.constants.noises.len())
            .map(|s| self.gain(s).value)
            .collect();
        let effect = format!(
            "the least error beyond p = n is lower in {lower} of {} settings, by {} to {}; with \
             noise {}, which the rule leaves out, the difference is {} to {}",
            gains.len(),
            printed(-quantile(&values, 1.0)),
            printed(-quantile(&values, 0.0)),
            self.constants.loud_noise,
            printed(quantile(&loud, 0.0)),
            printed(quantile(&loud, 1.0)),
        );
        let settled = claims::settle("U067", verdict, effect, self.constants.seeds);
        Settled { interval: Some(nearest.interval), ..settled }
    }

    fn minimum_norm(&self) -> Settled {
        let descents = self.descents();
        let farthest = |k: usize| {
            let distances: Vec<f64> = descents.iter().map(|d| d.arrivals[k].distance).collect();
            quantile(&distances, 1.0)
        };
        let [zero, span, anywhere] = [0, 1, 2].map(farthest);
        let agrees = |distance: f64| distance <= self.constants.agreement;
        let verdict = match (agrees(zero), agrees(span), agrees(anywhere)) {
            (true, true, true) => Verdict::Holds,
            (true, _, false) => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        };
        let scientific = |x: f64| Format::Scientific(1).number(x);
        let effect = format!(
            "largest distance to the shortest interpolant, relative to its length: {} from zero, \
             {} from a random point of the row space, {} from a random point anywhere",
            scientific(zero),
            scientific(span),
            printed(anywhere),
        );
        claims::settle("U068", verdict, effect, descents.len() as u64)
    }
}
