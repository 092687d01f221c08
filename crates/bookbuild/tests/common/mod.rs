//! A small repository with a book: the real theme and `book.toml`, chapters
//! and code from `fixtures/`, and reports made here.

use std::fs;
use std::path::{Path, PathBuf};

use report::{Figure, Profile, Report, Settled, Table, Verdict};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let fixtures = crate_folder.join("tests/fixtures");
        let real_book = crate_folder.join("../../book");
        copy(&fixtures.join("src"), &repository.path("book/src"));
        copy(&fixtures.join("code"), &repository.path("code"));
        copy(&fixtures.join("code"), &repository.path("tests/src/exercises"));
        copy(&real_book.join("theme"), &repository.path("book/theme"));
        fs::copy(real_book.join("book.toml"), repository.path("book/book.toml")).unwrap();
        let svg = fs::read_to_string(fixtures.join("error.svg")).unwrap();
        report::swing(&repository.path("reports/width.demo"), &demo(svg).files().unwrap()).unwrap();
        repository.write("reports/ledger.json", &ledger().to_string());
        repository.write("crates/reproduce/coverage.json", &coverage().to_string());
        repository
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces text that must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replace(from, to));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn demo(svg: String) -> Report {
    let mut errors =
        Table::new("errors", "Mean squared error by hidden width: median over the seeds.")
            .column("Width", "int")
            .column("Parameters", "int")
            .column("Protocol", "text")
            .column("As printed", "f4")
            .column("Measured", "sci2")
            .column("Error per parameter", "sci2");
    for (width, printed, measured) in
        [(4, 0.0712, 0.06), (32, 0.0093, 0.052), (256, 0.0011, 0.0858)]
    {
        let parameters = 3 * width + 1;
        errors.push([
            width.into(),
            parameters.into(),
            "as written".into(),
            printed.into(),
            measured.into(),
            (measured / f64::from(parameters)).into(),
        ]);
    }
    Report {
        experiment: "width.demo".into(),
        question: "Does a wider network fit better?".into(),
        profile: Profile::Full,
        shift: 0,
        numerics_version: 1,
        constants: json!({ "seeds": 20 }),
        values: json!({ "slope": 0.0861, "flat": true, "ratio": 1.43, "error": { "widest": 0.0858 } }),
        tables: vec![errors],
        figures: vec![Figure {
            id: "error".into(),
            caption: "Error against width. As written the error does not fall; with Adam, and with the output \
                      weights solved for, it does. Bands are the middle half of the seeds."
                .into(),
            alt: "Three curves over widths 4 to 256: one flat, two falling by more than two decades.".into(),
            data: json!([[4, 0.06], [256, 0.0858]]),
            svg,
        }],
        claims: settled(),
        cells: Vec::new(),
    }
}

/// All claims of the ledger, in two rows.
fn coverage() -> Value {
    json!([
        {
            "document": "lesson", "heading": "A section", "kind": "table", "item": "widths & errors",
            "page": "width.md#verdict-U020", "claims": ["U020", "U021", "U022"]
        },
        {
            "document": "essay", "heading": "Depth", "kind": "text", "item": "a thesis",
            "page": "deep/page.md", "claims": ["E01", "E02"]
        },
    ])
}

/// The rows of the ledger that an experiment has settled.
fn settled() -> Vec<Settled> {
    let claims = ledger()["claims"].as_array().unwrap().clone();
    let claims = claims.into_iter().map(|claim| serde_json::from_value(claim).unwrap());
    claims.filter(|claim: &Settled| claim.verdict != Verdict::Open).collect()
}

fn ledger() -> Value {
    let claim = |id: &str, verdict: &str, statement: &str, effect: &str, n: u64| {
        json!({
            "id": id, "document": "lesson", "statement": statement, "verdict": verdict, "experiment": "width.demo",
            "effect": effect, "n": n, "interval": null, "p": null, "rule": "", "correction": "", "source": ""
        })
    };
    let mut claims = [
        claim(
            "U020",
            "does not hold as written",
            "The mean squared error decreases as the hidden width grows.",
            "median MSE(256) / median MSE(4) = 1.43",
            20,
        ),
        claim(
            "U021",
            "holds with conditions",
            "One hidden layer suffices for every continuous function on [0, 1].",
            "sup error 0.01 at width 200",
            1,
        ),
        claim("U022", "holds", "The network has 3N + 1 parameters.", "exact for all widths", 7),
        claim("E01", "not testable", "Depth is the more natural resource.", "", 0),
        claim("E02", "open", "Training finds the best network of its class.", "", 0),
    ];
    claims[0]["interval"] = json!([1.21, 1.7]);
    claims[0]["p"] = json!(0.00002);
    claims[0]["rule"] =
        json!("The 95% interval of the slope of log error against log width lies below zero.");
    claims[0]["correction"] = json!("With the rate of the page the error stays level.");
    claims[1]["source"] = json!("Leshno et al. 1993");
    let errata = json!([{
        "claim": "U020", "document": "lesson", "section": "A section", "source": "",
        "place": "the comment at the end", "write": "Run it with `lr = 1`.\n\nThen look."
    }]);
    json!({ "claims": claims, "errata": errata })
}
