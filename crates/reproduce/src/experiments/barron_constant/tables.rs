//! The tables.

use report::Table;

use super::gaussian::Convention;
use super::one_dimension::{Member, hat_asymptote};
use super::waves::Family;
use super::{Constants, Outcome};

/// All tables, in the order of the chapter.
pub(super) fn all(constants: &Constants, outcome: &Outcome) -> Vec<Table> {
    vec![
        conventions(constants, outcome),
        transforms(outcome),
        moments(constants, outcome),
        families(constants, outcome),
    ]
}

fn conventions(constants: &Constants, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "conventions",
        "C_f of the Gaussian exp(−|x|²/2) by quadrature, under four conventions of the Fourier \
         transform, and the largest relative distance from the closed form.",
    )
    .column("dimension", "int");
    for convention in Convention::ALL {
        table = table.column(convention.name(), "text");
    }
    table = table.column("largest gap", "sci1");
    for &d in &constants.dimensions {
        let mut row = vec![d.into()];
        for convention in Convention::ALL {
            let constant = outcome.constant(convention, d);
            let format = if constant < 1000.0 {
                report::Format::Fixed(4)
            } else {
                report::Format::Scientific(2)
            };
            row.push(format.number(constant).into());
        }
        let rows = outcome.gaussian.iter().filter(|row| row.dimension == d);
        let gaps = rows.map(|row| row.quadrature / row.closed - 1.0);
        row.push(crate::stats::largest_magnitude(gaps).into());
        table.rows.push(row);
    }
    table
}

fn transforms(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "transforms",
        "The magnitude of the Fourier transform of three functions, in closed form and integrated \
         from the function's values.",
    )
    .column("function", "text")
    .column("frequency", "text")
    .column("closed form", "sci4")
    .column("quadrature", "sci4")
    .column("difference", "sci0");
    for row in &outcome.transforms {
        table.push([
            row.member.name().into(),
            row.frequency.into(),
            row.closed.into(),
            row.quadrature.into(),
            (row.quadrature - row.closed).abs().into(),
        ]);
    }
    table
}

fn moments(constants: &Constants, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "moments",
        "The integral of |ω| |f^(ω)| up to a cut-off. Two of them end at C_f; the third follows \
         (2/π)(ln Ω + 0.5772…) and has no end.",
    )
    .column("cut-off Ω", "sci0");
    for member in Member::ALL {
        table = table.column(member.name(), "f6");
    }
    table = table.column("(2/π)(ln Ω + γ)", "f6");
    for (i, &cutoff) in constants.cutoffs.iter().enumerate() {
        let mut row = vec![cutoff.into()];
        row.extend(Member::ALL.map(|member| outcome.moments(member).truncated[i].into()));
        row.push(hat_asymptote(cutoff).into());
        table.rows.push(row);
    }
    table
}

fn families(constants: &Constants, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "families",
        "C_f by Barron's convention for four functions that never exceed 1 in magnitude.",
    )
    .column("dimension", "int")
    .column("Gaussian", "f4");
    for family in Family::ALL {
        table = table.column(family.name(), "f4");
    }
    for &d in &constants.dimensions {
        let mut row = vec![d.into(), outcome.constant(Convention::Barron, d).into()];
        row.extend(Family::ALL.map(|family| outcome.wave(family, d).into()));
        table.rows.push(row);
    }
    table
}
