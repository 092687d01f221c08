//! One wide layer against four narrow ones: `cargo run --example architect`.

use geometry::bounds::{serra, zaslavsky};

/// Compares the largest numbers of linear regions, exactly, for growing inputs.
pub fn main() {
    // ANCHOR: program
    let wide = |inputs| zaslavsky(inputs, 2048); // reached
    let deep = |inputs| serra(inputs, &[512; 4]); // never exceeded
    for inputs in [4, 64, 784, 998, 999, 3072] {
        let (wide, deep) = (wide(inputs), deep(inputs));
        let more = if wide > deep { "wide" } else { "deep" };
        let digits = |n: &num_bigint::BigUint| n.to_string().len();
        println!("{inputs:>5} {:>4} {:>4} {more}", digits(&wide), digits(&deep));
    }
    assert!(wide(998) < deep(998) && wide(999) > deep(999));
    // ANCHOR_END: program
}
