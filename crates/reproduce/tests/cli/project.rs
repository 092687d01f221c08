//! A project in a temporary folder, and the program `pocket` at work in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use report::{Files, read_folder};

/// The program under test.
pub(crate) const POCKET: &str = env!("CARGO_BIN_EXE_pocket");

/// What a command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// A project with data and with a book that cites everything.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = Self { folder };
        for folder in ["data", "tests", "book/src/part"] {
            fs::create_dir_all(project.path(folder)).unwrap();
        }
        let digits = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/optdigits.npy");
        fs::copy(digits, project.path("data/optdigits.npy")).unwrap();
        project.write("Cargo.lock", "");
        project.write(
            "book/src/one.md",
            "{{= table depth.radial#squares }} and {{= figure depth.radial#squares }}",
        );
        project.write(
            "book/src/part/two.md",
            "{{= table pocket.slow#halves }}, {{= num pocket.digits#count int }}",
        );
        project
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    pub(crate) fn read(&self, inside: &str) -> String {
        fs::read_to_string(self.path(inside)).unwrap()
    }

    pub(crate) fn write(&self, inside: &str, text: &str) {
        fs::write(self.path(inside), text).unwrap();
    }

    pub(crate) fn edit(&self, inside: &str, from: &str, to: &str) {
        let text = self.read(inside);
        assert!(text.contains(from), "{inside} does not contain `{from}`: {text}");
        self.write(inside, &text.replacen(from, to, 1));
    }

    pub(crate) fn reports(&self) -> Files {
        read_folder(&self.path("reports")).unwrap()
    }

    /// The files of finished cells.
    pub(crate) fn cells(&self) -> Vec<PathBuf> {
        let Ok(files) = read_folder(&self.path("target/cells")) else { return Vec::new() };
        let cells = files.into_keys().filter(|path| path.extension() == Some(OsStr::new("json")));
        cells.map(|path| self.path("target/cells").join(path)).collect()
    }

    /// The program, to be started in this project.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(POCKET);
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_MANIFEST_DIR");
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Done {
        done(&mut self.command(args))
    }

    /// As [`run`](Self::run), and it must succeed.
    pub(crate) fn succeed<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Done {
        let done = self.run(args);
        assert_eq!(done.code, Some(0), "{done:?}");
        done
    }
}

pub(crate) fn done(command: &mut Command) -> Done {
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Done { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}
