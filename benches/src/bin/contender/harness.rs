//! How a workload is timed and what is printed about it.

use rustix::time::{ClockId, clock_gettime};
use serde_json::json;
use std::time::Instant;

/// What is timed.
pub(crate) struct Work {
    /// What one unit is.
    pub(crate) unit: String,
    /// How many units a call makes.
    pub(crate) units: u32,
    /// Makes them and returns a number by which peers compare.
    pub(crate) run: Box<dyn FnMut() -> f64>,
}

/// Runs the work `warmup + reps` times: seconds a unit, on the wall's clock and of this process,
/// of all but the first `warmup`. The start-up is what the process has computed before them.
pub(crate) fn time(mut work: Work, warmup: u32, reps: u32) -> serde_json::Value {
    let units = f64::from(work.units);
    let startup = cpu_seconds();
    let (mut wall, mut cpu, mut check) = (Vec::new(), Vec::new(), f64::NAN);
    for rep in 0..warmup + reps {
        let (start, start_cpu) = (Instant::now(), cpu_seconds());
        check = (work.run)();
        let (seconds, seconds_cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - start_cpu);
        if rep >= warmup {
            wall.push(seconds / units);
            cpu.push(seconds_cpu / units);
        }
    }
    json!({
        "peer": "crease",
        "dtype": "f64",
        "unit": work.unit,
        "seconds_per_unit": least(&wall),
        "cpu_seconds_per_unit": least(&cpu),
        "reps": wall,
        "cpu_reps": cpu,
        "startup_seconds": startup,
        "compile_seconds": 0.0,
        "peak_bytes": peak_bytes(),
        "check": check,
    })
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().min_by(f64::total_cmp).expect("at least one repetition")
}

/// Seconds that this process has computed, all threads together.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64
}

/// The most memory that this process has held, where the system tells it.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| 1024 * kilobytes)
}
