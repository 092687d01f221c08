//! What `benches/peers/race.py` reads from the contender.

use std::path::Path;
use std::process::{Command, Output};

/// Runs it on two matrices of one number each.
fn contender(words: &[&str]) -> Output {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(data.join("gemm_A.f64"), 3.0_f64.to_le_bytes()).expect("a file");
    std::fs::write(data.join("gemm_B.f64"), 5.0_f64.to_le_bytes()).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_contender"));
    command.args(words).env("PEERS_DATA", data).env("PEERS_THREADS", "1");
    command.output().expect("it runs")
}

#[test]
fn its_last_line_has_what_the_race_reads() {
    let output = contender(&["gemm", "--n", "1", "--reps", "3", "--warmup", "2"]);
    let printed = String::from_utf8(output.stdout).expect("text");
    let line = printed.lines().last().expect("a line");
    let said: serde_json::Value = serde_json::from_str(line).expect("JSON");
    for times in ["reps", "cpu_reps"] {
        let times = said[times].as_array().expect("a list");
        assert_eq!(times.len(), 3);
        assert!(times.iter().all(|seconds| seconds.as_f64().is_some_and(|s| s >= 0.0)));
    }
    assert_eq!(said["check"], 3.0 * 5.0 + 3.0 * 5.0);
    assert_eq!(said["compile_seconds"], 0.0);
    assert!(said["startup_seconds"].as_f64().is_some_and(|seconds| seconds > 0.0));
}

#[test]
fn what_it_cannot_run_ends_with_code_2() {
    for words in [&["sorting"][..], &["gemm", "--n", "2"], &["lstsq"], &["gemm", "--reps", "0"]] {
        let output = contender(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}
