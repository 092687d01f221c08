use super::*;
use report::read_folder;
use std::path::Path;

/// The committed report is that of the committed times, to the last byte.
#[test]
fn the_committed_report_is_that_of_the_committed_times() {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name| std::fs::read_to_string(benches.join("peers").join(name)).expect("a file");
    let expected = report(&read("results.json"), &read("profile.json"), &read("reproduction.json"))
        .expect("a report");
    let expected = expected.files().expect("its files");
    let committed =
        read_folder(&benches.with_file_name("reports").join(RACE)).expect("a committed report");
    let found = reproduce::compare::differences(&committed, &expected);
    assert!(
        found.is_empty(),
        "run `cargo run --release -p crease-benches --bin race_report`:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_part_of_a_race_is_refused() {
    let results = r#"{"machine": {"processor": "", "cores": 1, "caches": "", "system": ""},
        "versions": {}, "rows": {}}"#;
    let profile = r#"{"machine": {"processor": "", "cores": 1, "caches": "", "system": ""},
        "ours": "", "frequency": 1, "categories": {}, "rows": {}}"#;
    let reproduction = r#"{"machine": {"processor": "", "cores": 1, "caches": "", "system": ""},
        "ours": "", "build": {"seconds": 1, "cpu_seconds": 1}, "experiments": {}}"#;
    let Err(message) = report(results, profile, reproduction) else {
        panic!("a report of nothing")
    };
    assert_eq!(message, "there is no row `peak`: race all rows");
}

#[test]
fn names_become_keys() {
    assert_eq!(key("crease, 1 thread"), "crease-1-thread");
    assert_eq!(key("fused C"), "fused-c");
}

#[test]
fn a_list_reads_as_a_sentence() {
    let names =
        |n: usize| -> Vec<String> { ["a", "b", "c"][..n].iter().map(|&s| s.into()).collect() };
    assert_eq!([0, 1, 2, 3].map(|n| listed(&names(n))), ["none", "a", "a and b", "a, b and c"]);
}
