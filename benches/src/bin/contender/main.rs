//! One workload of the race against other libraries, timed.
//!
//! ```text
//! PEERS_DATA=folder contender uat --H 64 --steps 3000 --reps 3 --warmup 1
//! ```
//!
//! Peers start from the same bytes, the files in the folder that `PEERS_DATA` names, and the
//! number `check` in the last line tells whether they computed the same thing. `benches/peers`
//! has the peers, the program that writes the files, and the race.

mod ceilings;
mod data;
mod harness;
mod kernel;
mod least_squares;
mod scalar;
mod slices;
mod training;

use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs one workload several times and prints its times as a line of JSON.
#[derive(Debug, Parser)]
struct Arguments {
    workload: Workload,
    /// Hidden units of `uat`, and of each layer of `growth`.
    #[arg(long = "H", default_value_t = 64)]
    hidden: usize,
    /// Steps of `uat`, `deep` and `growth`.
    #[arg(long, default_value_t = 3000)]
    steps: u32,
    /// Points of `growth`.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..))]
    points: u32,
    /// Hidden layers of `growth`.
    #[arg(long, default_value_t = 1)]
    depth: usize,
    /// Hidden layers of `deep`: units x layers.
    #[arg(long, default_value = "20x2", value_parser = training::parse_layers)]
    arch: training::Layers,
    /// Epochs of `digits`.
    #[arg(long, default_value_t = 20)]
    epochs: usize,
    /// Inputs of `ntk`.
    #[arg(long = "N", default_value_t = 256)]
    inputs: usize,
    /// Columns of `lstsq`, or `sweep` for twenty sizes from 10 to 2000.
    #[arg(long, default_value = "sweep", value_parser = least_squares::parse_columns)]
    p: least_squares::Columns,
    /// Rows and columns of `gemm`; elements of `exp` and of each array of `stream`.
    #[arg(long)]
    n: Option<usize>,
    /// Which function `exp` applies.
    #[arg(long, default_value = "exp")]
    mode: slices::Function,
    /// Only f64: there is no other element here.
    #[arg(long, default_value = "f64", value_parser = ["f64"])]
    dtype: String,
    /// Timed repetitions.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    reps: u32,
    /// Repetitions before them.
    #[arg(long, default_value_t = 0)]
    warmup: u32,
    /// The folder with the inputs of all peers.
    #[arg(long, env = "PEERS_DATA", default_value = "")]
    data: PathBuf,
    /// How many threads may be used.
    #[arg(long, env = "PEERS_THREADS", default_value_t = 1)]
    threads: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Workload {
    /// The lesson's loop: 1-H-1 sigmoid units on 1000 points, full batch.
    Uat,
    /// A deep ReLU network on 500 points, full batch.
    Deep,
    /// 64-300-100-10 on 1437 digits with Adam, batches of 64.
    Digits,
    /// One step of 784-1024-1024-10 on 128 rows.
    Wide,
    /// The tangent kernel of 10-512-512-1.
    Ntk,
    /// Minimum-norm least squares with 200 rows.
    Lstsq,
    /// 2-16-16-1 on 100 points, one number a node.
    Scalar,
    /// A square product.
    Gemm,
    /// An elementary function, element by element.
    Exp,
    /// The lesson's loop at other sizes.
    Growth,
    /// Multiplications and additions in registers.
    Peak,
    /// Arrays read and written.
    Stream,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads)
        .use_current_thread()
        .build_global()?;
    let data = data::Folder::new(&arguments.data);
    let work = match arguments.workload {
        Workload::Uat => training::uat(&data, arguments.hidden, arguments.steps.into())?,
        Workload::Deep => training::deep(&data, arguments.arch.clone(), arguments.steps.into())?,
        Workload::Digits => training::digits(&data, arguments.epochs)?,
        Workload::Wide => training::wide(&data)?,
        Workload::Ntk => kernel::gram(&data, arguments.inputs)?,
        Workload::Lstsq => least_squares::solve(&data, &arguments.p)?,
        Workload::Scalar => scalar::step(&data)?,
        Workload::Gemm => slices::product(&data, arguments.n.unwrap_or(256))?,
        Workload::Exp => slices::function(&data, arguments.mode, arguments.n.unwrap_or(8192))?,
        Workload::Growth => {
            let Arguments { points, hidden, depth, steps, .. } = arguments;
            training::growth(points as usize, hidden, depth, steps)
        }
        Workload::Peak => ceilings::peak(),
        Workload::Stream => ceilings::stream(arguments.n.unwrap_or(1 << 14))?,
    };
    Ok(harness::time(work, arguments.warmup, arguments.reps))
}
