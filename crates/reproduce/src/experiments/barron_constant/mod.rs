//! Barron's constant C_f: what it depends on, where it is infinite, what it allows.
//!
//! Nothing is random here. Each number is computed twice, in closed form and by quadrature, where
//! there is a closed form.

mod figures;
mod gaussian;
mod one_dimension;
mod tables;
mod verdicts;
mod waves;

use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Data, Experiment, Findings};
use gaussian::Convention;
use one_dimension::Member;
use waves::Family;

/// C_f of explicit functions.
pub struct BarronConstant;

/// Sizes, fixed before the run; they are the only cell, too.
#[derive(Clone, Serialize, Deserialize)]
pub struct Constants {
    dimensions: Vec<u32>,
    /// Frequencies at which transforms are compared.
    frequencies: Vec<f64>,
    /// The moment is taken up to each of these, rising.
    cutoffs: Vec<f64>,
    /// On how many points of [-1, 1] one unit is compared with the hat.
    grid: u32,
}

/// The answers, one row for each size.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    gaussian: Vec<gaussian::Row>,
    transforms: Vec<Transform>,
    moments: Vec<Moments>,
    waves: Vec<Wave>,
    /// Is the hat, on [-1, 1], the unit relu(x), to one rounding (a gap of 2⁻⁵² at most)?
    one_unit_is_exact: bool,
}

/// The transform of one function at one frequency.
#[derive(Serialize, Deserialize)]
struct Transform {
    member: Member,
    frequency: f64,
    closed: f64,
    quadrature: f64,
}

/// The moment of one function up to each cut-off.
#[derive(Serialize, Deserialize)]
struct Moments {
    member: Member,
    truncated: Vec<f64>,
    /// C_f, if it is finite.
    limit: Option<f64>,
}

/// C_f of a family in one dimension.
#[derive(Serialize, Deserialize)]
struct Wave {
    family: Family,
    dimension: u32,
    constant: f64,
}

impl Experiment for BarronConstant {
    const ID: &'static str = "barron.constant";
    const QUESTION: &'static str =
        "What does Barron's constant depend on, and which functions does it leave out?";
    const CLAIMS: &'static [&'static str] = &["U040", "U043", "U045"];
    type Constants = Constants;
    type Cell = Constants;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let dimensions = vec![1, 2, 5, 10, 20];
        match profile {
            Profile::Full => Constants {
                dimensions,
                frequencies: vec![0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0],
                cutoffs: vec![1e1, 1e2, 1e3, 1e4, 1e5, 1e6],
                grid: 2001,
            },
            Profile::Quick => Constants {
                dimensions,
                frequencies: vec![0.0, 1.0, 5.0],
                cutoffs: vec![1e1, 1e2, 1e3],
                grid: 201,
            },
        }
    }

    fn cells(constants: &Constants, _shift: u64) -> Vec<Constants> {
        vec![constants.clone()]
    }

    fn run(sizes: &Constants, _: &Data) -> Outcome {
        let dimensions = || sizes.dimensions.iter().copied();
        let transform = |member: Member, frequency: f64| Transform {
            member,
            frequency,
            closed: member.transform(frequency),
            quadrature: member.transform_by_quadrature(frequency),
        };
        let moments = |member: Member| Moments {
            member,
            truncated: member.truncated_moments(&sizes.cutoffs),
            limit: member.closed(),
        };
        let wave = |family: Family, dimension| Wave {
            family,
            dimension,
            constant: family.constant(dimension),
        };
        let x = |i: u32| 2.0 * f64::from(i) / f64::from(sizes.grid - 1) - 1.0;
        // The hat computes 1 - (1 - x), which rounds where x has bits that 1 - x has not.
        let equal = |(unit, hat): (f64, f64)| (unit - hat).abs() <= f64::EPSILON;
        Outcome {
            gaussian: Convention::ALL
                .into_iter()
                .flat_map(|convention| dimensions().map(move |d| gaussian::Row::new(convention, d)))
                .collect(),
            transforms: Member::ALL
                .into_iter()
                .flat_map(|member| {
                    sizes.frequencies.iter().map(move |&omega| transform(member, omega))
                })
                .collect(),
            moments: Member::ALL.map(moments).into(),
            waves: Family::ALL
                .into_iter()
                .flat_map(|family| dimensions().map(move |d| wave(family, d)))
                .collect(),
            one_unit_is_exact: (0..sizes.grid).all(|i| equal(one_dimension::unit_and_hat(x(i)))),
        }
    }

    fn report(constants: &Constants, runs: &[(Constants, Outcome)]) -> Findings {
        let (_, outcome) = &runs[0];
        let moments = |member| {
            let moments = outcome.moments(member);
            json!({ "truncated": moments.truncated, "limit": moments.limit })
        };
        Findings {
            values: json!({
                "largest_relative_gap": outcome.largest_relative_gap(),
                "largest_transform_gap": outcome.largest_transform_gap(),
                "gaussian": moments(Member::Gaussian),
                "exponential": moments(Member::Exponential),
                "hat": moments(Member::Hat),
                "per_decade": outcome.growth_per_decade(),
                "per_decade_predicted": predicted_growth(),
                "one_unit_is_exact": outcome.one_unit_is_exact,
                "plain_over_barron_in_ten": Convention::Plain.factor(10),
                "plateau_height": Family::Plateaus.height(),
                "in_twenty": {
                    "gaussian": outcome.constant(Convention::Barron, 20),
                    "cosines": outcome.wave(Family::Cosines, 20),
                    "plateaus": outcome.wave(Family::Plateaus, 20),
                },
            }),
            tables: tables::all(constants, outcome),
            figures: figures::all(constants, outcome),
            claims: verdicts::settle(outcome),
        }
    }
}

/// By how much the hat's moment grows from one power of ten to the next: (2/π) ln 10.
fn predicted_growth() -> f64 {
    one_dimension::hat_asymptote(10.0) - one_dimension::hat_asymptote(1.0)
}

impl Outcome {
    fn moments(&self, member: Member) -> &Moments {
        self.moments.iter().find(|row| row.member == member).expect("every function has moments")
    }

    fn transforms(&self, member: Member) -> impl Iterator<Item = &Transform> {
        self.transforms.iter().filter(move |row| row.member == member)
    }

    /// C_f of the Gaussian by quadrature.
    fn constant(&self, convention: Convention, dimension: u32) -> f64 {
        let row = |row: &&gaussian::Row| row.convention == convention && row.dimension == dimension;
        self.gaussian.iter().find(row).expect("every convention and dimension").quadrature
    }

    fn wave(&self, family: Family, dimension: u32) -> f64 {
        let row = |row: &&Wave| row.family == family && row.dimension == dimension;
        self.waves.iter().find(row).expect("every family and dimension").constant
    }

    /// Between the Gaussian's C_f in closed form and by quadrature.
    fn largest_relative_gap(&self) -> f64 {
        crate::stats::largest_magnitude(
            self.gaussian.iter().map(|row| row.quadrature / row.closed - 1.0),
        )
    }

    /// Between transforms in closed form and by quadrature.
    fn largest_transform_gap(&self) -> f64 {
        crate::stats::largest_magnitude(
            self.transforms.iter().map(|row| row.quadrature - row.closed),
        )
    }

    /// By how much the hat's moment grows over the last tenfold of the cut-off.
    fn growth_per_decade(&self) -> f64 {
        let hat = &self.moments(Member::Hat).truncated;
        hat[hat.len() - 1] - hat[hat.len() - 2]
    }
}
