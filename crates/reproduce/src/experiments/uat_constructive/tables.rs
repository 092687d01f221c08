//! Sizes, certificates and measured errors.

use report::Table;

use super::{Certified, Results, oscillation};
use crate::stats::{median, quantile};

/// The networks in one and two dimensions.
pub(super) fn written_down(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "written-down",
        "Networks that are written down: the tolerance asked for, the units it takes, the proved \
         bound on the error at every point, and the largest error on a fine grid.",
    )
    .column("dimensions", "int")
    .column("tolerance ε", "text")
    .column("units", "int")
    .column("certificate", "sci2")
    .column("measured", "sci2")
    .column("measured / certificate", "f2");
    let mut rows = |dimensions: u32, networks: &[(f64, &Certified)]| {
        for (epsilon, network) in networks {
            table.push([
                dimensions.into(),
                (*epsilon).into(),
                network.units.into(),
                network.certificate.into(),
                network.measured.into(),
                (network.measured / network.certificate).into(),
            ]);
        }
    };
    rows(1, &results.line);
    rows(2, &results.square);
    table
}

/// Waves that are too quick for a given number of units.
pub(super) fn fixed_width(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "fixed-width",
        "For each number of units H a wave that all networks of this size miss by its whole \
         amplitude somewhere, and a larger network that follows it.",
    )
    .column("units H", "int")
    .column("zeros at most", "int")
    .column("changes of sign of the wave", "int")
    .column("least possible error", "int")
    .column("units written down", "int")
    .column("certificate", "f3")
    .column("measured", "f3");
    for &(units, network) in &results.waves {
        let half_waves = oscillation::half_waves(units);
        table.push([
            units.into(),
            (half_waves - 1).into(),
            half_waves.into(),
            1.into(),
            network.units.into(),
            network.certificate.into(),
            network.measured.into(),
        ]);
    }
    table
}

/// The fits to a jump.
pub(super) fn step(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "step",
        "Least-squares fits to a function that jumps from −1 to 1: the root mean square error \
         and the largest error, whose least possible value is 1. Over seeds.",
    )
    .column("units", "int")
    .column("median root mean square", "f4")
    .column("lower quartile", "f4")
    .column("upper quartile", "f4")
    .column("least largest error", "f3")
    .column("median largest error", "f3");
    for &hidden in &results.constants.step_widths {
        let squares = results.step(hidden, |fit| fit.root_mean_square);
        let largest = results.step(hidden, |fit| fit.largest);
        table.push([
            hidden.into(),
            median(&squares).into(),
            quantile(&squares, 0.25).into(),
            quantile(&squares, 0.75).into(),
            quantile(&largest, 0.0).into(),
            median(&largest).into(),
        ]);
    }
    table
}
