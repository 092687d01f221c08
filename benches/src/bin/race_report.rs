//! Makes `reports/speed.race` of what the programs in `benches/peers` have measured, and the manifest
//! anew; `just race`, `just race-profile` and `just race-reproduction` end with it.

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
    let read = |name: &str, command: &str| {
        let path = benches.join("peers").join(name);
        fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}: run `{command}`", path.display()))
    };
    let results = read("results.json", "just race")?;
    let profile = read("profile.json", "just race-profile")?;
    let reproduction = read("reproduction.json", "just race-reproduction")?;
    let report = race::report(&results, &profile, &reproduction)?;
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
