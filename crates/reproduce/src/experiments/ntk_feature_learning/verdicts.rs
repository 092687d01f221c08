//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::Scaling;
use super::findings::Results;
use crate::claims;
use crate::stats::{Estimate, Line};

/// All verdicts, in the order of the claims.
pub(super) fn all(results: &Results<'_>) -> Vec<Settled> {
    vec![
        wide_networks(results),
        mean_field(results),
        claims::settle("U053", Verdict::NotTestable, "nothing to measure", 0),
        regime(results),
    ]
}

fn percent(x: f64) -> String {
    Format::Percent(if x < 0.1 { 1 } else { 0 }).number(x)
}

/// U051.
fn wide_networks(results: &Results<'_>) -> Settled {
    let mut refuted = true;
    let mut parts = Vec::new();
    for layers in results.depths() {
        let widths = results.widths(layers);
        let [narrow, wide] = [widths[0], widths[widths.len() - 1]];
        let change = |scaling, width| results.change(scaling, layers, width).value;
        let ends = |scaling| [change(scaling, narrow), change(scaling, wide)];
        let rate = results.rate(Scaling::Ntk, layers);
        refuted &= learns(ends(Scaling::MaximalUpdate), rate);
        let [from, to] = ends(Scaling::MaximalUpdate);
        let slope = rate.map_or("none".to_owned(), |rate| Format::Fixed(2).number(rate.slope));
        parts.push(format!(
            "{layers} hidden, widths {narrow} to {wide}: {} to {} in maximal-update scaling, {} to \
             {} in NTK scaling (slope {slope})",
            percent(from),
            percent(to),
            percent(ends(Scaling::Ntk)[0]),
            percent(ends(Scaling::Ntk)[1]),
        ));
    }
    let verdict = if refuted { Verdict::DoesNotHold } else { Verdict::Holds };
    let effect = format!("median change of the kernel, {}", parts.join("; "));
    claims::settle("U051", verdict, effect, results.drifts.len() as u64)
}

/// Whether the change goes on at the largest width, and would not in NTK scaling. What diverged
/// speaks for neither.
fn learns([narrow, wide]: [f64; 2], ntk: Option<Line>) -> bool {
    narrow.is_finite()
        && wide.is_finite()
        && wide >= 0.5 * narrow
        && ntk.is_some_and(|rate| rate.interval[1] < 0.0)
}

/// U052.
fn mean_field(results: &Results<'_>) -> Settled {
    let ratio = results.scale_ratio();
    let scales = &results.constants.output_scales;
    let verdict = if grows(ratio) { Verdict::DoesNotHold } else { Verdict::Holds };
    let printed = |x: f64| Format::Fixed(0).number(x);
    let effect = format!(
        "at width {} the kernel changes {} times as much with outputs multiplied by {} (95 % \
         interval {} to {})",
        results.constants.width,
        printed(ratio.value),
        Format::Fixed(3).number(scales[scales.len() - 1]),
        printed(ratio.interval[0]),
        printed(ratio.interval[1]),
    );
    let settled = claims::settle("U052", verdict, effect, results.scaled_changes(1.0).len() as u64);
    Settled { interval: Some(ratio.interval), ..settled }
}

/// Whether the ratio is at least ten, and not because a run diverged.
fn grows(ratio: Estimate) -> bool {
    ratio.interval[0] >= 10.0 && ratio.value.is_finite() && ratio.interval[1].is_finite()
}

/// U099.
fn regime(results: &Results<'_>) -> Settled {
    let width = results.constants.width;
    let depths: Vec<usize> = results.depths().collect();
    let [shallow, deep] = [depths[0], depths[depths.len() - 1]];
    let at = |scaling, layers| results.change(scaling, layers, width);
    let by_depth = [shallow, deep].map(|layers| Scaling::BOTH.map(|scaling| at(scaling, layers)));
    let by_scaling = Scaling::BOTH.map(|scaling| [shallow, deep].map(|layers| at(scaling, layers)));
    let verdict = if apart(&by_depth[0], &by_depth[1]) {
        Verdict::Holds
    } else if apart(&by_scaling[0], &by_scaling[1]) {
        Verdict::HoldsWithConditions
    } else {
        Verdict::DoesNotHold
    };
    let parts = Scaling::BOTH.iter().zip(&by_scaling).map(|(scaling, [one, four])| {
        format!("{} and {} in {} scaling", percent(one.value), percent(four.value), scaling.name())
    });
    let effect = format!(
        "median change of the kernel with {shallow} and {deep} hidden layers of {width}: {}",
        parts.collect::<Vec<_>>().join(", ")
    );
    let runs = depths.len() * Scaling::BOTH.len() * results.constants.seeds as usize;
    claims::settle("U099", verdict, effect, runs as u64)
}

/// Whether every interval of `above` lies above every one of `below`.
fn apart(below: &[Estimate], above: &[Estimate]) -> bool {
    below.iter().all(|low| above.iter().all(|high| high.interval[0] > low.interval[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(low: f64, high: f64) -> Estimate {
        Estimate { value: (low + high) / 2.0, interval: [low, high] }
    }

    #[test]
    fn one_overlap_is_not_apart() {
        let (low, high) = ([estimate(0.0, 0.1), estimate(0.0, 0.3)], estimate(0.4, 0.5));
        assert!(apart(&low, &[high]));
        assert!(!apart(&low, &[high, estimate(0.2, 0.5)]));
        assert!(!apart(&[high], &low));
    }

    #[test]
    fn both_scalings_decide_whether_wide_networks_learn() {
        let rate = |low: f64, high: f64| {
            let slope = (low + high) / 2.0;
            Some(Line { slope, intercept: 0.0, standard_error: 0.0, interval: [low, high] })
        };
        assert!(learns([1.0, 0.6], rate(-1.1, -0.9)));
        assert!(!learns([1.0, 0.4], rate(-1.1, -0.9)));
        assert!(!learns([1.0, 0.6], rate(-0.2, 0.1)));
    }

    #[test]
    fn what_diverged_refutes_nothing() {
        let falls =
            Line { slope: -1.0, intercept: 0.0, standard_error: 0.1, interval: [-1.2, -0.8] };
        assert!(!learns([1.0, f64::INFINITY], Some(falls)));
        assert!(!learns([1.0, 1.0], None));
        assert!(grows(estimate(11.0, 20.0)) && !grows(estimate(9.0, 20.0)));
        assert!(!grows(estimate(11.0, f64::INFINITY)));
    }
}
