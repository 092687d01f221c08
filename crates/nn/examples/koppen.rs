//! Köppen's inner function: `cargo run --example koppen`.

/// Prints some values and checks that the function rises.
pub fn main() {
    // ANCHOR: program
    // ψ at 0, 0.1, ..., 1; then at all numbers of two digits, three, four.
    let mut psi: Vec<f64> = (0..=10).map(|i| f64::from(i) / 10.0).collect();
    for unit in [1e-3, 1e-7, 1e-15] {
        let mut finer = Vec::new();
        for ends in psi.windows(2) {
            // Nine values, eight small steps, to the digit 8, then half of what is missing.
            finer.extend((0..9).map(|i| ends[0] + f64::from(i) * unit));
            finer.push((finer[finer.len() - 1] + ends[1]) / 2.0);
        }
        finer.push(1.0);
        psi = finer;
    }
    println!("ψ(0.5899) = {}, ψ(0.59) = {}", psi[5899], psi[5900]);
    assert!(psi.windows(2).all(|pair| pair[0] < pair[1]));
    // ANCHOR_END: program
    assert_eq!(psi.len(), 10_001);
}
