//! `lottery.tickets`: are there winning tickets, and what makes them win?
//!
//! Iterative magnitude pruning on two data sets. After every round the surviving weights are set
//! back to their initial values and trained alone: that is the ticket. At some densities four
//! others are trained under the same conditions, each without one thing that the ticket has
//! ([`Start`]).
//!
//! | file | what it does |
//! |---|---|
//! | `run` | one data set and seed: all rounds of pruning and all controls |
//! | `findings` | accuracies and epochs over seeds |
//! | `tables`, `figures`, `verdicts` | the answers |

mod figures;
mod findings;
mod run;
mod tables;
mod verdicts;

use nn::Init;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::tickets::Recipe;
use crate::{Data, DataSet, Experiment, Findings};
use findings::Results;
pub use run::{Outcome, Start};

/// Tickets and their controls.
pub struct Tickets;

/// Sizes, rates and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The data sets, whole, and the number of epochs for each.
    sets: Vec<(DataSet, Recipe)>,
    /// The share of the living weights that a round prunes.
    pruned: f64,
    /// How many rounds.
    rounds: usize,
    /// The rounds whose masks the controls are trained under.
    compared: Vec<usize>,
    /// The epoch of the dense training to whose end the early rewinding goes back.
    early: usize,
    seeds: u64,
}

/// One data set and seed.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    set: DataSet,
    recipe: Recipe,
    pruned: f64,
    rounds: usize,
    compared: Vec<usize>,
    early: usize,
    seed: u64,
}

impl Experiment for Tickets {
    const ID: &'static str = "lottery.tickets";
    const QUESTION: &'static str = "Does a pruned network, set back to its first weights, learn as well as the dense one, and \
         what about it is needed: the mask, the values, or their signs?";
    const CLAIMS: &'static [&'static str] = &["U055", "U056", "U057", "U058", "U059", "U100"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits, DataSet::Mnist1d];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let recipe = |epochs, train, test| Recipe {
            hidden: vec![64, 32],
            init: Init::HeNormal,
            rate: 0.003,
            batch: 64,
            epochs,
            train,
            test,
        };
        match profile {
            Profile::Full => Constants {
                sets: vec![
                    (DataSet::Optdigits, recipe(10, 3823, 1797)),
                    (DataSet::Mnist1d, recipe(20, 4000, 1000)),
                ],
                pruned: 0.2,
                rounds: 14,
                compared: vec![2, 5, 8, 10, 12, 14],
                early: 1,
                seeds: 20,
            },
            Profile::Quick => Constants {
                sets: vec![
                    (DataSet::Optdigits, recipe(3, 192, 100)),
                    (DataSet::Mnist1d, recipe(3, 192, 100)),
                ],
                pruned: 0.5,
                rounds: 3,
                compared: vec![1, 3],
                early: 1,
                seeds: 2,
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { pruned, rounds, compared, early, seeds, .. } = constants;
        let cell = |(set, recipe): &(DataSet, Recipe), seed| Cell {
            set: *set,
            recipe: recipe.clone(),
            pruned: *pruned,
            rounds: *rounds,
            compared: compared.clone(),
            early: *early,
            seed,
        };
        let sets = constants.sets.iter();
        sets.flat_map(|set| (0..*seeds).map(move |seed| cell(set, seed + shift))).collect()
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        run::run(cell, data.get(cell.set))
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results::gather(constants, runs);
        Findings {
            values: json!({
                "at_ten_percent": tables::decision_values(&results),
                "best": tables::best_values(&results),
                "dense": tables::dense_values(&results),
                "passing": verdicts::passing_values(&results),
                "spies": verdicts::spy_values(&results),
            }),
            tables: vec![
                tables::accuracy(&results),
                tables::epochs(&results),
                tables::layers(&results),
            ],
            figures: vec![figures::accuracy(&results), figures::learning(&results)],
            claims: verdicts::settle(&results),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A round of the controls is one that exists, and one of them is nearest to ten per cent.
    #[test]
    fn every_compared_round_is_reached() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = Tickets::constants(profile);
            assert!(constants.compared.iter().all(|&round| 0 < round && round <= constants.rounds));
            for (_, recipe) in &constants.sets {
                assert!(constants.early < recipe.epochs);
            }
        }
    }
}
