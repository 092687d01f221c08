//! `check` finds what is not as the experiments make it, and says where.

use crate::project::Project;

fn complete() -> Project {
    let project = Project::new();
    project.succeed(["run"]);
    project.succeed(["check"]);
    project
}

/// Runs `check`, which must fail and name this.
fn refused(project: &Project, problem: &str) {
    let done = project.run(["check", "--cached"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains(problem), "{} lacks `{problem}`", done.out);
    assert!(done.err.contains("problem"), "{done:?}");
}

#[test]
fn edited_by_hand() {
    let project = complete();
    project.edit("reports/pocket.slow/tables/halves.csv", "\n7,3.5\n", "\n7,3.6\n");
    refused(
        &project,
        "pocket.slow/tables/halves.csv: row `7`, column `half`: committed `3.6`, regenerated `3.5`",
    );
    project.edit("reports/pocket.slow/report.json", "\"question\": \"What", "\"question\": \"When");
    refused(&project, "pocket.slow/report.json: question: committed `\"When");
    project.edit("reports/depth.radial/figures/squares.svg", "<path", "<line");
    refused(&project, "depth.radial/figures/squares.svg: line 2: committed `<line");
    // The manifest tells of the same three files, and running again mends all.
    assert_eq!(project.run(["check", "--cached"]).out.matches("committed").count(), 4);
    project.succeed(["run"]);
    project.succeed(["check"]);
}

#[test]
fn files_too_many_and_too_few() {
    let project = complete();
    std::fs::create_dir(project.path("reports/pocket.old")).unwrap();
    project.write("reports/pocket.old/notes.txt", "");
    refused(&project, "pocket.old/notes.txt: no experiment makes this file: remove it");
    std::fs::remove_dir_all(project.path("reports/pocket.old")).unwrap();

    project.write("reports/depth.radial/tables/old.csv", "");
    refused(&project, "depth.radial/tables/old.csv: no experiment makes this file: remove it");
    std::fs::remove_file(project.path("reports/depth.radial/tables/old.csv")).unwrap();

    std::fs::remove_file(project.path("reports/depth.radial/tables/squares.md")).unwrap();
    refused(&project, "depth.radial/tables/squares.md: missing");
}

#[test]
fn ledger_and_manifest() {
    let project = complete();
    project.edit("reports/ledger.json", "\"U035\"", "\"U03S\"");
    refused(&project, "ledger.json: claims[46].id: committed `\"U03S\"`, regenerated `\"U035\"`");
    refused(&project, "manifest.json: files.ledger.json: committed");
    project.succeed(["run", "pocket.slow"]);
    project.succeed(["check"]);
}

#[test]
fn results_that_no_chapter_uses() {
    let project = complete();
    project.edit("book/src/one.md", "= figure depth.radial#squares", "= figure depth.radial#cubes");
    // A table and a figure of one name are told apart by the directive.
    refused(&project, "depth.radial#squares: no chapter shows this figure");
    project.write("book/src/part/two.md", "pocket.digits");
    refused(&project, "pocket.slow: no chapter cites this experiment");
}

#[test]
fn a_check_trusts_no_stored_cell_unless_told() {
    let project = complete();
    // A cell that a wrong program stored: key and checksum are right, the outcome is not.
    let store = reproduce::store::Store::new(project.path("target/cells"));
    let entry = reproduce::Entry::of::<Changed>();
    let key = reproduce::store::Key::new(&entry, &7.into(), &reproduce::Data::none());
    store.put(&key, &3.6.into()).unwrap();
    refused(
        &project,
        "pocket.slow/tables/halves.csv: row `7`, column `half`: committed `3.5`, regenerated `3.6`",
    );
    project.succeed(["check"]);
}

/// The slow experiment as the store sees it.
struct Changed;

impl reproduce::Experiment for Changed {
    const ID: &'static str = "pocket.slow";
    const QUESTION: &'static str = "";
    const CLAIMS: &'static [&'static str] = &[];
    type Constants = ();
    type Cell = u64;
    type Outcome = f64;

    fn constants(_: report::Profile) {}

    fn cells((): &(), _: u64) -> Vec<u64> {
        vec![]
    }

    fn run(_: &u64, _: &reproduce::Data) -> f64 {
        3.6
    }

    fn report((): &(), _: &[(u64, f64)]) -> reproduce::Findings {
        reproduce::Findings::default()
    }
}

#[test]
fn quick_results_have_fingerprints() {
    let project = Project::new();
    assert!(project.succeed(["check", "--quick", "--bless"]).out.contains("files"));
    project.succeed(["check", "--quick"]);
    project.succeed(["check", "--quick", "depth.radial", "--jobs", "1"]);
    assert!(!project.path("reports").exists());

    project.edit(
        "tests/quick-manifest.json",
        "depth.radial/report.json\": \"",
        "depth.radial/report.json\": \"0",
    );
    let done = project.run(["check", "--quick"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert_eq!(done.out, "depth.radial/report.json: other bytes than before\n");
    assert!(done.err.contains("--bless"), "{done:?}");
    project.succeed(["check", "--quick", "pocket.slow"]);
}

#[test]
fn shifted_seeds_tell_which_verdicts_survive() {
    let project = complete();
    let committed = project.reports();
    let verdicts: Vec<bool> = (1..9)
        .map(|shift| {
            let out = project.succeed(["run", "depth.radial", "--shift", &shift.to_string()]).out;
            assert!(
                project.path(&format!("target/shift-{shift}/depth.radial/report.json")).exists()
            );
            let survives = out.contains("U035: survives");
            assert_ne!(survives, out.contains("U035: does not survive"), "{out}");
            survives
        })
        .collect();
    assert!(verdicts.contains(&true) && verdicts.contains(&false), "{verdicts:?}");
    assert_eq!(project.reports(), committed, "the committed reports stay as they are");
}
