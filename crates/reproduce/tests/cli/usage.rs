//! Wrong use: one clear line each, the right exit code, no panic.

use std::ffi::OsStr;
use std::fs::{self, File};

use crate::project::{Project, done};

#[test]
fn bad_arguments_are_refused() {
    let project = Project::new();
    for (args, message) in [
        (
            &["run", "depth.radail"][..],
            "no experiment is called `depth.radail`: did you mean `depth.radial`?",
        ),
        (
            &["check", "nonsense"],
            "no experiment is called `nonsense`: `cargo reproduce list` shows",
        ),
        (&["explain", "U2000"], "no experiment or claim is called `U2000`: did you mean `U"),
        (&["run", "--shard", "0/4"], "expected I/N with I from 1 to N, such as 1/4"),
        (&["run", "--shard", "5/4"], "expected I/N"),
        (&["run", "--shard", "1/0"], "expected I/N"),
        (&["run", "--shard", "half"], "expected I/N"),
        (&["run", "--jobs", "0"], "'0' for '--jobs <N>'"),
        (&["run", "--jobs", "NaN"], "'NaN' for '--jobs <N>'"),
        (&["run", "--shift", "99999999999"], "99999999999 is not in"),
        (&["run", "--shift=-1"], "'-1' for '--shift <K>'"),
        (&["chek"], "a similar subcommand exists: 'check'"),
        (&["--quick", "run"], "cannot be used with"),
        (&["run", "--root", "/nonexistent"], "cannot read /nonexistent: "),
        (&["run", "--reports", "/dev/null/x"], "cannot create /dev/null/x: "),
        (&["check"], "/reports/: "),
        (&["check", "--quick"], "quick-manifest.json: "),
        (&["check", "--bless"], "--quick"),
    ] {
        let done = project.run(args);
        assert_eq!(done.code, Some(2), "{args:?}: {done:?}");
        assert!(done.err.contains(message), "{args:?}: {} lacks `{message}`", done.err);
        assert!(!done.err.contains("panicked"), "{args:?}: {done:?}");
        assert_eq!(done.out, "", "{args:?}");
    }
    assert!(!project.path("reports").exists());
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new();
    let done = project.run([OsStr::new("run"), OsStr::from_bytes(b"uat\xff")]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.err.contains("invalid UTF-8"), "{done:?}");
}

#[test]
fn outside_a_project_it_asks_for_the_folder() {
    let project = Project::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let done = done(project.command(["run"]).current_dir(elsewhere.path()));
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.err.contains("give its folder with `--root DIR`"), "{done:?}");
}

#[test]
fn missing_or_changed_data_stops_the_run_before_it_begins() {
    let project = Project::new();
    let refused = || {
        let done = project.run(["run"]);
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(
            done.err.contains("optdigits.npy") && done.err.contains("git checkout"),
            "{done:?}"
        );
        assert!(project.cells().is_empty());
    };
    fs::write(project.path("data/optdigits.npy"), "not digits").unwrap();
    refused();
    fs::remove_file(project.path("data/optdigits.npy")).unwrap();
    refused();
    project.succeed(["run", "depth.radial"]);
}

#[cfg(target_os = "linux")]
#[test]
fn closed_and_full_outputs_are_no_panic() {
    let project = Project::new();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let output = project.command(["list"]).stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("cannot write to standard output: No space left"), "{message}");
    let deaf = project.command(["run", "nonsense"]).stderr(full()).status().unwrap();
    assert_eq!(deaf.code(), Some(2));

    let mut reader = project.command(["ledger"]);
    let mut child = reader.stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn every_command_has_help_and_the_answers_are_there() {
    let project = Project::new();
    for command in ["run", "check", "list", "status", "explain", "ledger", "regions"] {
        assert!(project.succeed([command, "--help"]).out.contains("Usage: "), "{command}");
    }
    assert!(project.succeed(["--help"]).out.contains("Examples:"));

    let list = project.succeed(["list"]).out;
    assert!(list.contains("depth.radial: How far"), "{list}");
    assert!(list.contains("12 cells, quick 4; settles U035"), "{list}");

    let plan = project.succeed(["run", "--dry-run"]).out;
    assert!(plan.contains("37 cells to run"), "{plan}");
    assert!(!project.path("target").exists(), "a dry run writes nothing");
    assert!(project.succeed(["explain", "U035"]).out.contains("verdict      open"));

    project.succeed(["run"]);
    let status = project.succeed(["status"]).out;
    assert!(status.contains("0 cells to run"), "{status}");
    let half = project.succeed(["status", "--shift", "12"]).out;
    assert!(half.contains("12 to run, about "), "{half}");
    let claim = project.succeed(["explain", "u035"]).out;
    assert!(
        claim.contains("effect       ratio ") && claim.contains("depth.radial/report.json"),
        "{claim}"
    );
    assert!(project.succeed(["explain", "pocket.slow"]).out.contains("tables/halves.csv"));

    let json = project.succeed(["ledger", "--json"]).out;
    assert_eq!(json, project.read("reports/ledger.json"));
    assert!(project.succeed(["ledger"]).out.contains("\nboth              112"));
    let errata = project.succeed(["ledger", "--errata", "--json"]).out;
    let count = serde_json::from_str::<Vec<serde_json::Value>>(&errata).unwrap().len();
    let markdown = project.succeed(["ledger", "--errata"]).out;
    assert!(markdown.starts_with("# Errata\n"), "{markdown}");
    assert_eq!(markdown.matches("\nWrite:\n").count(), count);
}
