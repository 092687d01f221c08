//! How far a run is: a bar on a terminal, a line for every tenth elsewhere.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Says something on standard error; a closed or full one is no reason to stop.
pub fn note(message: impl Display) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// The progress of one experiment's cells.
pub struct Progress {
    label: &'static str,
    total: usize,
    done: AtomicUsize,
    start: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Nothing done of `total`; shows nothing if there is nothing to do.
    #[must_use]
    pub fn new(label: &'static str, total: usize) -> Self {
        let bar = (total > 0 && std::io::stderr().is_terminal()).then(|| {
            let template = "{msg:24} {bar:32} {pos}/{len} cells, {eta} left";
            let style = ProgressStyle::with_template(template).expect("the template is right");
            let bar = ProgressBar::new(total as u64).with_style(style).with_message(label);
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { label, total, done: AtomicUsize::new(0), start: Instant::now(), bar }
    }

    /// One more cell is done; any thread may say so.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(bar) = &self.bar {
            bar.inc(1);
        } else if let Some(percent) = milestone(done, self.total) {
            let left =
                self.start.elapsed().as_secs_f64() / done as f64 * (self.total - done) as f64;
            let (label, total) = (self.label, self.total);
            note(format_args!(
                "{label}: {percent} %, {done}/{total} cells, {} left",
                duration(left)
            ));
        }
    }
}

impl Drop for Progress {
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
