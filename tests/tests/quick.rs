//! Every experiment with its quick constants: values, tables and verdicts as
//! snapshots, so that a change of any number is a diff to read.

use report::{Profile, Report};
use reproduce::{Data, Entry, experiments::REGISTRY};
use std::fmt::Write;
use std::path::Path;

#[test]
fn the_quick_profile_is_what_it_was() {
    let data_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    std::thread::scope(|scope| {
        for entry in REGISTRY {
            let data_folder = &data_folder;
            scope.spawn(move || {
                let data = Data::load(data_folder, entry.data).expect("the data that ships");
                let report = entry.compute(Profile::Quick, 0, &data);
                insta::assert_snapshot!(entry.id, text(entry, &report));
            });
        }
    });
}

/// All numbers of a report, to the last digit.
fn text(entry: &Entry, report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: &str| writeln!(out, "{text}").expect("writing to a string");
    line(entry.question);
    for claim in &report.claims {
        let verdict = serde_json::to_string(&claim.verdict).expect("a verdict is a string");
        line(&format!("\n{} {verdict}: {}", claim.id, claim.effect));
        line(&format!("  n = {}, interval {:?}, p {:?}", claim.n, claim.interval, claim.p));
    }
    for table in &report.tables {
        line(&format!("\n{}: {}\n{}", table.id, table.caption, table.csv()));
    }
    let values = serde_json::to_string_pretty(&report.values).expect("values are JSON");
    line(&format!("values\n{values}"));
    out
}
