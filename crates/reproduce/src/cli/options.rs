//! Options that several commands share.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use report::Profile;

use crate::Error;
use crate::store::Store;

/// Where the project is.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The project's folder [default: the workspace around the current folder]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The folder of the reports [default: `reports`, or a folder in `target` for a quick or
    /// shifted run]
    #[arg(long, value_name = "DIR")]
    reports: Option<PathBuf>,
}

/// Which variant of the results.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Variant {
    /// Small constants, to look or to test; the reports go to `target/quick`
    #[arg(long)]
    pub(super) quick: bool,
    /// Add K to every seed; the reports go to `target/shift-K`, and the verdicts that differ from
    /// those in `reports` are named
    #[arg(long, value_name = "K", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u64).range(..=u64::from(u32::MAX)))]
    pub(super) shift: u64,
}

impl Variant {
    pub(super) const FULL: Self = Self { quick: false, shift: 0 };

    pub(super) fn profile(self) -> Profile {
        if self.quick { Profile::Quick } else { Profile::Full }
    }

    /// The folder in `target` that keeps it apart from the committed reports.
    fn folder(self) -> Option<String> {
        match (self.quick, self.shift) {
            (false, 0) => None,
            (true, 0) => Some("quick".into()),
            (false, shift) => Some(format!("shift-{shift}")),
            (true, shift) => Some(format!("quick-shift-{shift}")),
        }
    }
}

/// How many cells run at a time.
#[derive(Debug, clap::Args)]
pub(super) struct Jobs {
    /// Cells to run at a time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

impl Jobs {
    pub(super) fn get(&self) -> NonZeroUsize {
        let processors = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.jobs.unwrap_or_else(processors)
    }
}

/// The folders of a project.
pub(super) struct Folders {
    pub(super) root: PathBuf,
    target: PathBuf,
    reports: Option<PathBuf>,
}

impl Place {
    /// Finds the project: as told, or where cargo says that this program comes from, or around the
    /// current folder.
    pub(super) fn folders(&self) -> Result<Folders, Error> {
        let around = |start: PathBuf| {
            let found = start.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
            found.map(PathBuf::from)
        };
        let cargo = || std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).and_then(around);
        let here = || std::env::current_dir().ok().and_then(around);
        let root = self.root.clone().or_else(cargo).or_else(here).ok_or(Error::NoRoot)?;
        // A folder that does not exist is best refused before anything is made in it.
        root.read_dir().map_err(Error::io("read", &root))?;
        let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let target = target.unwrap_or_else(|| root.join("target"));
        Ok(Folders { root, target, reports: self.reports.clone() })
    }
}

impl Folders {
    /// The finished cells.
    pub(super) fn store(&self) -> Store {
        Store::new(self.target.join("cells"))
    }

    /// The data sets.
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// The reports of one variant.
    pub(super) fn reports(&self, variant: Variant) -> PathBuf {
        let usual = || match variant.folder() {
            None => self.committed(),
            Some(folder) => self.target.join(folder),
        };
        self.reports.clone().unwrap_or_else(usual)
    }

    /// The reports that the book cites.
    pub(super) fn committed(&self) -> PathBuf {
        self.root.join("reports")
    }
}
