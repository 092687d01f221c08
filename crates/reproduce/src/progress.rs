//! How far a run is: a bar on a terminal, a line for every tenth elsewhere.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Says something on standard error; a closed or full one is no reason to stop.
pub fn note(message: impl Display) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// So many expected seconds count as done at the expected pace before anything is, so that the
/// first short cells do not promise a day or a minute.
const TRUSTED: f64 = 30.0;

/// The work of all experiments of a run, in the seconds that one thread is expected to need.
pub struct Plan {
    /// What one cell of each experiment takes.
    cell: BTreeMap<&'static str, f64>,
    total: f64,
    jobs: f64,
    done: Mutex<f64>,
    start: Instant,
}

impl Plan {
    /// A run of these experiments: id, number of cells to run, mean seconds of a cell if they are
    /// known. Where they are not, a cell counts as much as the mean of the others.
    #[must_use]
    pub fn new(work: &[(&'static str, usize, Option<f64>)], jobs: usize) -> Self {
        let known: Vec<f64> = work.iter().filter_map(|&(_, _, seconds)| seconds).collect();
        let usual =
            if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
        let cell: BTreeMap<_, _> =
            work.iter().map(|&(id, _, seconds)| (id, seconds.unwrap_or(usual))).collect();
        let total = work.iter().map(|(id, cells, _)| cell[id] * *cells as f64).sum();
        Self { cell, total, jobs: jobs as f64, done: Mutex::new(0.0), start: Instant::now() }
    }

    /// One more cell of this experiment is done; how far the whole run is now.
    fn step(&self, id: &str) -> String {
        let mut done = self.done.lock().expect("no thread fails in between");
        *done += self.cell[id];
        let left = left(*done, self.total, self.start.elapsed().as_secs_f64(), self.jobs);
        format!("all: {:.0} %, {} left", 100.0 * *done / self.total, duration(left))
    }
}

/// The seconds that are left when `done` of `total` expected seconds took `elapsed`.
fn left(done: f64, total: f64, elapsed: f64, jobs: f64) -> f64 {
    let pace = (elapsed + TRUSTED / jobs) / (done + TRUSTED);
    // Rounded sums may pass the total by a bit.
    if done < total { pace * (total - done) } else { 0.0 }
}

/// The progress of one experiment's cells, and with them of the whole run.
pub struct Progress<'a> {
    label: &'static str,
    total: usize,
    done: AtomicUsize,
    start: Instant,
    bar: Option<ProgressBar>,
    plan: &'a Plan,
}

impl<'a> Progress<'a> {
    /// Nothing done of `total`; shows nothing if there is nothing to do.
    #[must_use]
    pub fn new(label: &'static str, total: usize, plan: &'a Plan) -> Self {
        let bar = (total > 0 && std::io::stderr().is_terminal()).then(|| {
            let template = "{msg:24} {bar:24} {pos}/{len} cells, {eta} left{prefix}";
            let style = ProgressStyle::with_template(template).expect("the template is right");
            let bar = ProgressBar::new(total as u64).with_style(style).with_message(label);
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { label, total, done: AtomicUsize::new(0), start: Instant::now(), bar, plan }
    }

    /// One more cell is done; any thread may say so.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let all = self.plan.step(self.label);
        if let Some(bar) = &self.bar {
            bar.set_prefix(format!("; {all}"));
            bar.inc(1);
        } else if let Some(percent) = milestone(done, self.total) {
            let left =
                self.start.elapsed().as_secs_f64() / done as f64 * (self.total - done) as f64;
            let (label, total) = (self.label, self.total);
            note(format_args!(
                "{label}: {percent} %, {done}/{total} cells, {} left; {all}",
                duration(left)
            ));
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The tenth that the last step completed, in percent.
fn milestone(done: usize, total: usize) -> Option<usize> {
    let tenth = |done| done * 10 / total;
    (tenth(done) > tenth(done - 1)).then(|| tenth(done) * 10)
}

/// A length of time as people say it.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds.round() as u64 {
        0..60 => format!("{seconds:.0} s"),
        whole @ 60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        whole => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_lines_at_most_and_the_last_says_all() {
        for total in [1, 3, 10, 11, 240] {
            let lines: Vec<_> = (1..=total).filter_map(|done| milestone(done, total)).collect();
            assert_eq!(lines.len(), total.min(10), "{total} cells");
            assert_eq!(lines.last(), Some(&100), "{total} cells");
        }
    }

    #[test]
    fn a_plan_weighs_cells_by_their_seconds() {
        // 10 cells of 3 s, 20 of 1 s, and 5 never timed that count 2 s each.
        let plan = Plan::new(&[("a", 10, Some(3.0)), ("b", 20, Some(1.0)), ("c", 5, None)], 2);
        assert_eq!(plan.total, 60.0);
        assert!(plan.step("a").starts_with("all: 5 %, "));
        assert!(plan.step("c").starts_with("all: 8 %, "));
        let timed_nothing = Plan::new(&[("a", 3, None), ("b", 1, None)], 1);
        assert!(timed_nothing.step("b").starts_with("all: 25 %, "));
    }

    #[test]
    fn what_is_left_follows_the_pace_that_is_seen() {
        // As expected: one thread in real time, two in half.
        assert_eq!(left(0.0, 600.0, 0.0, 1.0), 600.0);
        assert_eq!(left(100.0, 600.0, 50.0, 2.0), 250.0);
        // A machine of half the speed shows with time.
        assert!((left(3000.0, 6000.0, 6000.0, 1.0) / 6000.0 - 1.0).abs() < 0.01);
        assert_eq!(left(600.0, 600.0, 700.0, 1.0), 0.0);
        assert_eq!(duration(left(0.1 + 0.2, 0.3, 1.0, 1.0)), "0 s");
    }

    #[test]
    fn durations_read_well() {
        let cases = [
            (0.2, "0 s"),
            (59.4, "59 s"),
            (59.7, "1 min 0 s"),
            (61.0, "1 min 1 s"),
            (7300.0, "2 h 1 min"),
        ];
        for (seconds, text) in cases {
            assert_eq!(duration(seconds), text);
        }
    }
}
