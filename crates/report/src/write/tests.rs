//! Every step fails once, every step is the last one, and real processes are
//! killed at random moments.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::*;

/// A set of files that all name their generation, so that a torn file or a
/// mixture of two sets is seen; odd generations have one file more.
fn generation(g: u32) -> Files {
    let names = ["report.json", "figures/deep/b.svg", "tables/a.csv"];
    let names = if g.is_multiple_of(2) { &names[..2] } else { &names };
    let body = |name: &str| format!("{name} of generation {g}\n").repeat(300).into_bytes();
    names.iter().map(|name| (PathBuf::from(name), body(name))).collect()
}

/// All files below a folder; `None` if it does not exist.
fn read_all(folder: &Path) -> Option<Files> {
    fn walk(root: &Path, folder: &Path, files: &mut Files) {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                files.insert(path.strip_prefix(root).unwrap().into(), fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    folder.exists().then(|| walk(folder, folder, &mut files))?;
    Some(files)
}

fn names_in(folder: &Path) -> Vec<String> {
    folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// A disk on which `failing` steps from number `at` on fail, the first half
/// done: one or two if the disk is full, all if the run is killed. It does not
/// wait for the real disk: no test cuts the power.
struct Faulty {
    at: usize,
    failing: usize,
    can_exchange: bool,
    step: usize,
}

const KILLED: usize = usize::MAX;

impl Faulty {
    /// A disk without faults.
    fn sound(can_exchange: bool) -> Faulty {
        Faulty { at: 0, failing: 0, can_exchange, step: 0 }
    }

    fn step(&mut self) -> io::Result<()> {
        let fails = self.step >= self.at && self.step - self.at < self.failing;
        self.step += 1;
        if fails { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Disk for Faulty {
    fn create_folder(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        Machine.create_folder(path)
    }
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.step == self.at && self.failing > 0 {
            fs::write(path, &bytes[..bytes.len() / 2])?;
        }
        self.step()?;
        fs::write(path, bytes)
    }
    fn sync_folder(&mut self, _: &Path) -> io::Result<()> {
        self.step()
    }
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        Machine.rename(from, to)
    }
    fn exchange(&mut self, a: &Path, b: &Path) -> io::Result<()> {
        self.step()?;
        if self.can_exchange { Machine.exchange(a, b) } else { Err(ErrorKind::Unsupported.into()) }
    }
    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        Machine.remove_file(path)
    }
    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        if self.step == self.at && self.failing == KILLED {
            let _ = fs::remove_file(path.join("report.json")); // half removed
        }
        self.step()?;
        Machine.remove_folder(path)
    }
}

/// Lets step 0, 1, 2, ... of a swing fail until one gets through, and checks
/// after each what a reader finds, then what recovery or the next swing makes
/// of it.
fn every_step_fails(failing: usize, can_exchange: bool, recovers: bool, old: Option<Files>) {
    let (second, third) = (generation(3), generation(4));
    for at in 0.. {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("part.one");
        if let Some(files) = &old {
            swing_on(&mut Faulty::sound(true), &folder, files).unwrap();
        }
        let mut disk = Faulty { at, failing, can_exchange, step: 0 };
        let result = swing_on(&mut disk, &folder, &second);
        let found = read_all(&folder);

        let whole = |found: &Option<Files>| *found == old || found.as_ref() == Some(&second);
        let between_two_renames = failing > 1 && !can_exchange && found.is_none();
        assert!(whole(&found) || between_two_renames, "step {at}: neither old nor new");
        match result {
            Ok(()) => assert_eq!(found.as_ref(), Some(&second), "step {at}"),
            Err(Error::Io { action: "sync", path, .. }) if path == root.path() => {}
            Err(_) => assert!(failing > 1 || found == old, "step {at}: not untouched"),
        }

        if recovers {
            recover(root.path()).unwrap();
            assert!(whole(&read_all(&folder)), "step {at}: neither old nor new after recovery");
            let names = names_in(root.path());
            assert!(names.iter().all(|name| name == "part.one"), "step {at}: litter {names:?}");
        }
        swing_on(&mut Faulty::sound(can_exchange), &folder, &third).unwrap();
        assert_eq!(read_all(&folder).as_ref(), Some(&third), "step {at}");
        assert_eq!(names_in(root.path()), ["part.one"], "step {at}: litter after the next run");
        if disk.step <= at {
            assert!(at > 10, "a swing has more steps than {at}");
            return;
        }
    }
}

#[test]
fn a_swing_that_fails_at_any_step_leaves_a_whole_set() {
    for failing in [1, 2, KILLED] {
        for can_exchange in [true, false] {
            for recovers in [true, false] {
                for old in [None, Some(generation(1))] {
                    every_step_fails(failing, can_exchange, recovers, old);
                }
            }
        }
    }
}

#[test]
fn a_file_that_fails_at_any_step_is_old_or_new() {
    for failing in [1, KILLED] {
        for at in 0..4 {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("ledger.json");
            write_atomic(&path, b"old").unwrap();
            let mut disk = Faulty { at, failing, can_exchange: true, step: 0 };
            let result = write_atomic_on(&mut disk, &path, b"new!");
            let expected: &[u8] = if at < 2 { b"old" } else { b"new!" };
            assert_eq!(fs::read(&path).unwrap(), expected, "step {at}");
            assert_eq!(result.is_err(), at < 3, "step {at}");
            recover(root.path()).unwrap();
            assert_eq!(names_in(root.path()), ["ledger.json"], "step {at}: litter");
        }
    }
}

#[test]
fn a_set_that_was_moved_away_is_put_back() {
    let root = tempfile::tempdir().unwrap();
    swing(&root.path().join(".part.one.swing-old"), &generation(1)).unwrap();
    recover(root.path()).unwrap();
    assert_eq!(read_all(&root.path().join("part.one")), Some(generation(1)));
    assert_eq!(names_in(root.path()), ["part.one"]);
}

#[test]
fn errors_name_the_path() {
    let root = tempfile::tempdir().unwrap();
    let blocked = root.path().join("a-file");
    write_atomic(&blocked, b"").unwrap();
    let message = swing(&blocked.join("part.one"), &generation(1)).unwrap_err().to_string();
    assert!(message.starts_with(&format!("cannot create {}: ", blocked.display())), "{message}");
}

#[test]
fn recovery_leaves_other_files_alone() {
    let root = tempfile::tempdir().unwrap();
    for name in [".gitignore", ".keep.md", "ledger.json", "x.new"] {
        write_atomic(&root.path().join(name), b"").unwrap();
    }
    recover(root.path()).unwrap();
    recover(&root.path().join("nowhere")).unwrap();
    assert_eq!(names_in(root.path()).len(), 4);
}

const FOLDER: &str = "REPORT_TEST_FOLDER";
const FIRST: &str = "REPORT_TEST_FIRST_GENERATION";

/// The process that the next test kills: it writes one generation after the
/// other, by both ways of replacing a folder. Does nothing when run among the
/// other tests.
#[test]
fn writes_until_it_is_killed() {
    let (Ok(root), Ok(first)) = (std::env::var(FOLDER), std::env::var(FIRST)) else {
        return;
    };
    let root = Path::new(&root);
    println!("ready");
    for g in first.parse().unwrap().. {
        swing(&root.join("exchanged"), &generation(g)).unwrap();
        let _lock = lock(root).unwrap();
        swing_on(&mut Faulty::sound(false), &root.join("renamed"), &generation(g)).unwrap();
        println!("wrote");
    }
}

/// Starts the process above and returns when it has printed `line`.
fn start(root: &Path, first: u32, line: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "write::tests::writes_until_it_is_killed"])
        .env(FOLDER, root)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Not dropped: the child must be able to go on printing.
    let stdout = child.stdout.as_mut().unwrap();
    assert!(BufReader::new(stdout).lines().any(|found| found.unwrap().ends_with(line)));
    child
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_processes_leave_no_torn_and_no_mixed_set() {
    let root = tempfile::tempdir().unwrap();
    let folder = |name| root.path().join(name);
    let whole = |name| {
        let files = read_all(&folder(name)).expect("the set is missing");
        let text = String::from_utf8_lossy(&files[Path::new("report.json")]);
        let g = text.lines().next().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
        files == generation(g)
    };
    let is_hidden = |name: &String| name.starts_with('.');

    let child = start(root.path(), 0, "ready");
    let clock = Instant::now();
    while !folder("renamed").exists() {
        std::thread::yield_now();
    }
    let one_generation = clock.elapsed();
    kill(child);

    let kills = 64;
    let mut midway = 0;
    for i in 1..=kills {
        let child = start(root.path(), 1000 * i, "ready");
        std::thread::sleep(one_generation * (i * 29 % kills) / (kills / 2));
        kill(child);

        midway += u32::from(names_in(root.path()).iter().any(is_hidden));
        // The exchange needs no recovery; the renaming has it every other time,
        // or else from the next process.
        assert!(whole("exchanged"), "kill {i}: torn or mixed");
        if i.is_multiple_of(2) {
            recover(root.path()).unwrap();
            assert!(whole("renamed"), "kill {i}: torn or mixed");
            assert!(!names_in(root.path()).iter().any(is_hidden), "kill {i}: litter");
        }
    }
    assert!(midway > 0, "no process was killed while it wrote");
}
