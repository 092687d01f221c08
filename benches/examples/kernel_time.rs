//! Times the kernel by factors on one thread, for `benches/peers/ntk.py`: each time a line
//! comes in, one kernel, and one line out, its nanoseconds.
//!
//! ```text
//! kernel_time N
//! ```

use crease_benches::KernelNet;
use ntk::{EmpiricalNtk, Inputs, Outputs};
use std::io::{BufRead, Write};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    let n = std::env::args().nth(1).ok_or("usage: kernel_time N")?.parse()?;
    let (net, x) = (KernelNet::default(), KernelNet::inputs(n));
    for line in std::io::stdin().lock().lines() {
        line?;
        let start = Instant::now();
        let kernel =
            EmpiricalNtk::new(&net.mlp, &net.params).by_factors(Inputs::One(&x), Outputs::Full)?;
        let nanoseconds = start.elapsed().as_nanos();
        std::hint::black_box(kernel);
        println!("{nanoseconds}");
        std::io::stdout().flush()?;
    }
    Ok(())
}
