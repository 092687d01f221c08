//! Runs that are cut short, spread or damaged end in the same bytes as straight ones.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::project::{POCKET, Project, done};
use report::Files;

/// What a straight run writes.
fn straight() -> Files {
    let project = Project::new();
    project.succeed(["run"]);
    project.reports()
}

/// The number in `… (N new)`.
fn new_cells(out: &str, id: &str) -> usize {
    let line =
        out.lines().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("{id} in {out}"));
    let number = line.split_once('(').and_then(|(_, rest)| rest.split_once(" new)"));
    number.unwrap_or_else(|| panic!("{line}")).0.parse().unwrap()
}

#[test]
fn a_second_run_computes_nothing_and_changes_nothing() {
    let project = Project::new();
    let first = project.succeed(["run"]);
    assert_eq!(new_cells(&first.out, "pocket.slow"), 24);
    assert!(first.err.contains("pocket.slow: 50 %, 12/24 cells, "), "{first:?}");
    assert!(first.err.trim_end().ends_with("; all: 100 %, 0 s left"), "{first:?}");
    let reports = project.reports();
    let second = project.succeed([""; 0]);
    assert_eq!(new_cells(&second.out, "pocket.slow"), 0);
    assert_eq!(project.reports(), reports);
    let fresh = project.succeed(["run", "--fresh"]);
    assert_eq!(new_cells(&fresh.out, "pocket.slow"), 24);
    assert_eq!(project.reports(), reports);
}

#[test]
fn jobs_and_folders_do_not_show_in_the_bytes() {
    let expected = straight();
    for jobs in ["1", "2", "5"] {
        let project = Project::new();
        let elsewhere = tempfile::tempdir().unwrap();
        let mut command = project.command(["run", "--jobs", jobs, "--root"]);
        done(command.arg(project.path("")).current_dir(elsewhere.path()));
        assert_eq!(project.reports(), expected, "{jobs} jobs");
    }
}

#[test]
fn shards_merge() {
    let project = Project::new();
    for shard in ["1/3", "3/3"] {
        let done = project.succeed(["run", "pocket.slow", "--shard", shard]);
        assert!(
            done.out.contains("pocket.slow: 8 new cells, other shards have cells left"),
            "{done:?}"
        );
    }
    assert_eq!(project.cells().len(), 16);
    let last = project.succeed(["run", "pocket.slow", "--shard", "2/3"]);
    assert!(last.out.contains("all cells are there"), "{last:?}");
    assert!(!project.path("reports").exists(), "a shard writes no reports");

    let merged = project.succeed(["run"]);
    assert_eq!(new_cells(&merged.out, "pocket.slow"), 0);
    assert_eq!(project.reports(), straight());
}

/// Whether the project has either no report of the slow experiment or the whole of it.
fn assert_whole(project: &Project) {
    let Ok(files) = report::read_folder(&project.path("reports")) else { return };
    let names: Vec<_> = files.keys().filter(|path| path.starts_with("pocket.slow")).collect();
    assert!([0, 3].contains(&names.len()), "{names:?}");
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let project = Project::new();
    let (mut kills, mut moment) = (0, Duration::from_millis(10));
    loop {
        let mut command = project.command(["run", "--jobs", "2"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // A little later each time, over starting, cells, reports and ledger.
        let deadline = Instant::now() + moment;
        while Instant::now() < deadline && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&project);
        (kills, moment) = (kills + 1, moment.mul_f64(1.2));
    }
    assert!(kills > 3, "only {kills} kills");
    assert_eq!(project.reports(), straight(), "after {kills} kills");
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_after_the_cells_at_hand() {
    let project = Project::new();
    let mut command = project.command(["run", "pocket.slow", "--jobs", "1"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while project.cells().len() < 3 {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before it was interrupted");
        std::thread::sleep(Duration::from_millis(2));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{message}");
    assert!(message.contains("error: interrupted: every finished cell is stored"), "{message}");

    let stored = project.cells().len();
    assert!((3..24).contains(&stored), "{stored} cells");
    assert_whole(&project);
    let rest = project.succeed(["run"]);
    assert_eq!(new_cells(&rest.out, "pocket.slow"), 24 - stored);
    assert_eq!(project.reports(), straight());
}

#[test]
fn a_damaged_cell_is_noticed_and_run_again() {
    type Damage = fn(&str) -> String;
    for (complaint, damage) in [
        ("is truncated or no cell", (|text| text[..text.len() / 2].into()) as Damage),
        ("does not match its checksum", |text| text.replace("\"outcome\": ", "\"outcome\": 1")),
        ("is truncated or no cell", |_| String::new()),
    ] {
        let project = Project::new();
        project.succeed(["run", "pocket.slow"]);
        let cell = &project.cells()[7];
        let text = fs::read_to_string(cell).unwrap();
        assert_ne!(damage(&text), text);
        fs::write(cell, damage(&text)).unwrap();

        let again = project.succeed(["run"]);
        let warning = format!("warning: {} {complaint}: the cell has to run again", cell.display());
        assert!(again.err.contains(&warning), "{} lacks {warning}", again.err);
        assert_eq!(new_cells(&again.out, "pocket.slow"), 1);
        assert_eq!(fs::read_to_string(cell).unwrap(), text);
        assert_eq!(project.reports(), straight());
    }
}

/// A file system that refuses to write beyond a size is as good as a full one.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_half() {
    let project = Project::new();
    let limited = |blocks: u32| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run pocket.slow");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(POCKET).current_dir(project.path(""));
        done(command.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_MANIFEST_DIR"))
    };
    // Not even a cell finds room; then every cell does, but the report does not.
    for (blocks, cells) in [(0, 0), (2, 24)] {
        let refused = limited(blocks);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("error: cannot write "), "{refused:?}");
        assert!(!refused.err.contains("panicked"), "{refused:?}");
        assert_eq!(project.cells().len(), cells);
        assert!(!project.path("reports/pocket.slow").exists());
    }
    project.succeed(["run"]);
    assert_eq!(project.reports(), straight());
}
