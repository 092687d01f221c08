//! Makes `reports/speed.race` of `benches/peers/results.json`, and the manifest anew; `just race`
//! ends with it.

use crease_benches::race;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let results = benches.join("peers/results.json");
    let text = fs::read_to_string(&results)
        .map_err(|error| format!("{}: {error}: run `just race`", results.display()))?;
    let report = race::report(&text)?;
    let reports = benches.with_file_name("reports");
    let folder = reports.join(report::RACE);
    report::swing(&folder, &report.files()?)?;
    let manifest = report::to_json(&report::Manifest::of_folder(&reports)?);
    report::write_atomic(&reports.join("manifest.json"), manifest.as_bytes())?;
    println!(
        "{}: {} tables, {} figures",
        folder.display(),
        report.tables.len(),
        report.figures.len()
    );
    Ok(())
}
