//! What the peers share: arguments, inputs, and how a workload is timed.
//!
//! A peer is called as our contender is, `PEER WORKLOAD [--H 64 ...] --reps R --warmup W`, and
//! its last line is the same JSON object.

use rustix::time::{ClockId, clock_gettime};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::exit;
use std::time::Instant;

/// The workload and its arguments.
pub struct Task {
    pub workload: String,
    options: BTreeMap<String, String>,
}

impl Task {
    pub fn from_arguments() -> Self {
        let mut words = std::env::args().skip(1);
        let workload = words.next().unwrap_or_else(|| fail("which workload?"));
        let mut options = BTreeMap::new();
        while let Some(word) = words.next() {
            match (word.strip_prefix("--"), words.next()) {
                (Some(name), Some(value)) => options.insert(name.to_owned(), value),
                _ => fail(&format!("{word}: expected --NAME VALUE")),
            };
        }
        Self { workload, options }
    }

    pub fn text<'t>(&'t self, name: &str, default: &'t str) -> &'t str {
        self.options.get(name).map_or(default, String::as_str)
    }

    pub fn number(&self, name: &str, default: usize) -> usize {
        let number = |text: &String| text.parse().ok();
        let value = self.options.get(name).map_or(Some(default), number);
        value.unwrap_or_else(|| fail(&format!("--{name}: expected a number")))
    }

    /// Ends the program: this library does not take part in the workload.
    pub fn unknown(&self) -> ! {
        fail(&format!("{}: no such workload here", self.workload))
    }

    /// Calls `work` as often as the arguments ask, each time for `units` units and the number by
    /// which contestants are compared, and prints the times.
    pub fn time(&self, units: usize, mut work: impl FnMut() -> f64) {
        let (warmup, reps) = (self.number("warmup", 0), self.number("reps", 1));
        let startup = cpu_seconds();
        let (mut wall, mut cpu, mut check) = (Vec::new(), Vec::new(), f64::NAN);
        for rep in 0..warmup + reps {
            let (start, start_cpu) = (Instant::now(), cpu_seconds());
            check = work();
            let (seconds, seconds_cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - start_cpu);
            if rep >= warmup {
                wall.push(seconds / units as f64);
                cpu.push(seconds_cpu / units as f64);
            }
        }
        let least = wall.iter().copied().min_by(f64::total_cmp).unwrap_or(f64::NAN);
        println!(
            "{{\"seconds_per_unit\": {least:?}, \"reps\": {wall:?}, \"cpu_reps\": {cpu:?}, \
             \"startup_seconds\": {startup:?}, \"compile_seconds\": 0.0, \"peak_bytes\": {}, \
             \"check\": {check:?}}}",
            peak_bytes().map_or("null".to_owned(), |bytes| bytes.to_string())
        );
    }
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

/// All numbers of an array in the folder that `PEERS_DATA` names.
pub fn load(name: &str) -> Vec<f64> {
    let folder = std::env::var_os("PEERS_DATA").unwrap_or_else(|| fail("PEERS_DATA is not set"));
    let path = PathBuf::from(folder).join(format!("{name}.f64"));
    let bytes =
        std::fs::read(&path).unwrap_or_else(|error| fail(&format!("{}: {error}", path.display())));
    let (numbers, _) = bytes.as_chunks::<8>();
    numbers.iter().map(|&number| f64::from_le_bytes(number)).collect()
}

/// How many threads may be used.
pub fn threads() -> usize {
    std::env::var("PEERS_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

pub fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    exit(2)
}

/// A network at its start: weights as rows of outputs, biases 0.
pub struct Network {
    pub widths: Vec<usize>,
    pub weights: Vec<Vec<f64>>,
}

impl Network {
    fn load(prefix: &str, first: usize, widths: &[usize]) -> Self {
        let layers = first..first + widths.len() - 1;
        let weights = layers.map(|layer| load(&format!("{prefix}_W{layer}"))).collect();
        Self { widths: widths.to_vec(), weights }
    }

    pub fn digits() -> Self {
        Self::load("digits", 0, &[64, 300, 100, 10])
    }

    pub fn wide() -> Self {
        Self::load("wide", 0, &[784, 1024, 1024, 10])
    }

    /// Every layer's weights with its numbers of inputs and outputs.
    pub fn layers(&self) -> impl Iterator<Item = (&[f64], usize, usize)> {
        let sizes = self.widths.windows(2);
        self.weights.iter().zip(sizes).map(|(weight, size)| (&weight[..], size[0], size[1]))
    }
}

/// Full-batch gradient descent on the mean squared error: `uat` and `deep`.
pub struct Regression {
    pub network: Network,
    /// Sigmoid units, or ReLU.
    pub sigmoid: bool,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub rate: f64,
    pub steps: usize,
}

impl Regression {
    pub fn load(task: &Task) -> Self {
        let sigmoid = task.workload == "uat";
        let network = if sigmoid {
            let hidden = task.number("H", 64);
            Network::load(&format!("uat_{hidden}"), 1, &[1, hidden, 1])
        } else {
            let name = task.text("arch", "20x2");
            let (units, layers) = name.split_once('x').unwrap_or((name, "1"));
            let (Ok(units), Ok(layers)) = (units.parse(), layers.parse()) else {
                fail("--arch: expected units, or units x layers, such as 60 or 20x2")
            };
            let widths = [&[1], &vec![units; layers][..], &[1]].concat();
            Network::load(&format!("deep_{name}"), 0, &widths)
        };
        let (x, y) = (load(&format!("{}_x", task.workload)), load(&format!("{}_y", task.workload)));
        let rate = if sigmoid { 0.01 } else { 0.005 };
        Self { network, sigmoid, x, y, rate, steps: task.number("steps", 3000) }
    }
}

/// How many square products of size n a call of `gemm` makes: about 2e8 operations.
pub fn products(n: usize) -> usize {
    (200_000_000 / (2 * n * n * n)).clamp(1, 10_000)
}
