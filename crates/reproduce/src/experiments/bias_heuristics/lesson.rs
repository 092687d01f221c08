//! The lesson's function `estimate_min_layers_for_task`, as printed, and where it contradicts
//! itself.

/// A row of the lesson's table.
pub(super) struct Recommendation {
    pub(super) task: &'static str,
    pub(super) min_layers: usize,
    pub(super) reasoning: &'static str,
    /// What the comment beside the number says a layer is.
    pub(super) unit: &'static str,
    width: Width,
}

/// How the typical width follows from the number of inputs.
enum Width {
    /// The larger one of `least` and `times` inputs.
    Inputs {
        least: usize,
        times: usize,
    },
    Fixed(usize),
}

/// In the order of the lesson's dictionary.
pub(super) const TABLE: [Recommendation; 5] = [
    Recommendation {
        task: "tabular_regression",
        min_layers: 2,
        reasoning: "Tabular data rarely has deep hierarchical structure. \
                    3-5 hidden layers typically sufficient.",
        unit: "",
        width: Width::Inputs { least: 64, times: 2 },
    },
    Recommendation {
        task: "tabular_classification",
        min_layers: 3,
        reasoning: "Classification boundaries can be complex. \
                    Depth adds decision boundary expressivity.",
        unit: "",
        width: Width::Inputs { least: 128, times: 4 },
    },
    Recommendation {
        task: "image_classification",
        min_layers: 10,
        reasoning: "Images have hierarchical structure: pixels → edges → \
                    shapes → parts → objects. Each layer adds one level.",
        unit: "CNN",
        width: Width::Fixed(64),
    },
    Recommendation {
        task: "sequence_modeling",
        min_layers: 6,
        reasoning: "Language has multi-level syntax + semantics. \
                    Attention heads at different layers capture different phenomena.",
        unit: "transformer blocks",
        width: Width::Fixed(512),
    },
    Recommendation {
        task: "molecular_property",
        min_layers: 4,
        reasoning: "Chemical properties depend on multi-hop neighborhoods. \
                    Each GNN layer adds one hop of context.",
        unit: "GNN layers",
        width: Width::Fixed(256),
    },
];

/// The tasks that the lesson prints, in its order, and its number of inputs.
const PRINTED: [&str; 3] = ["tabular_regression", "image_classification", "sequence_modeling"];
const INPUTS: usize = 100;

impl Recommendation {
    pub(super) fn width(&self, inputs: usize) -> usize {
        match self.width {
            Width::Inputs { least, times } if inputs * times < least => least,
            Width::Inputs { times, .. } => inputs * times,
            Width::Fixed(width) => width,
        }
    }

    pub(super) fn is_printed(&self) -> bool {
        PRINTED.contains(&self.task)
    }

    /// The range of layers that the reasoning names, such as `3-5`.
    pub(super) fn range(&self) -> Option<(usize, usize)> {
        let pair = |word: &str| {
            let (from, to) = word.split_once('-')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        self.reasoning.split(' ').find_map(pair)
    }

    /// How many steps of a hierarchy the reasoning counts up.
    pub(super) fn levels(&self) -> usize {
        self.reasoning.matches('→').count()
    }
}

/// What the function prints, and the empty line after it; an unknown task is an error's text.
fn estimate(task: &str, inputs: usize) -> Result<String, String> {
    let unknown = || format!("Unknown task type: {task}");
    let row = TABLE.iter().find(|row| row.task == task).ok_or_else(unknown)?;
    Ok(format!(
        "Task: {task}\n Minimum depth: {} layers\n Reasoning: {}\n Typical width: {}\n\n",
        row.min_layers,
        row.reasoning,
        row.width(inputs)
    ))
}

/// What the lesson's loop prints.
pub(super) fn printed() -> String {
    PRINTED.iter().map(|task| estimate(task, INPUTS).expect("a task of the table")).collect()
}

/// What it would print for the others.
pub(super) fn not_printed() -> String {
    let others = TABLE.iter().filter(|row| !row.is_printed());
    others.map(|row| estimate(row.task, INPUTS).expect("a task of the table")).collect()
}

/// What Python prints, by `tests/oracle/heuristics.py`: the lesson's loop, and the other entries.
pub(super) fn python() -> (&'static str, &'static str) {
    include_str!("printed.txt").split_once("----\n").expect("a line of dashes")
}

/// A place where the table disagrees with itself or with the lesson's theorems.
pub(super) struct Contradiction {
    pub(super) row: &'static str,
    pub(super) says: String,
    pub(super) against: String,
}

/// Found from the strings and numbers, but for the last, which no string tells.
pub(super) fn contradictions() -> Vec<Contradiction> {
    let mut found = Vec::new();
    for row in &TABLE {
        if let Some((from, to)) = row.range().filter(|(from, _)| row.min_layers < *from) {
            found.push(Contradiction {
                row: row.task,
                says: format!("minimum depth: {} layers", row.min_layers),
                against: format!("its own reasoning: {from} to {to} hidden layers suffice"),
            });
        }
        if row.levels() > 0 && row.levels() != row.min_layers {
            found.push(Contradiction {
                row: row.task,
                says: format!("minimum depth: {} layers, each adds one level", row.min_layers),
                against: format!("its own reasoning: {} levels above the pixels", row.levels()),
            });
        }
    }
    let ignored = TABLE.iter().filter(|row| row.width(10) == row.width(1000)).count();
    if ignored > 0 {
        found.push(Contradiction {
            row: "all",
            says: "the argument input_dim".into(),
            against: format!("changes nothing in {ignored} of {} rows", TABLE.len()),
        });
    }
    let mut units: Vec<&str> = TABLE.iter().map(|row| row.unit).filter(|u| !u.is_empty()).collect();
    units.sort_unstable();
    units.dedup();
    if units.len() > 1 {
        let things = units.join(", ");
        found.push(Contradiction {
            row: "all",
            says: "one column, printed as layers".into(),
            against: format!("comments count {} different things: {things}", units.len()),
        });
    }
    let above = TABLE.iter().filter(|row| row.min_layers > 1).count();
    if above > 0 {
        found.push(Contradiction {
            row: "all",
            says: format!("a minimum above one layer in {above} of {} rows", TABLE.len()),
            against: "universal approximation: one hidden layer can represent every continuous \
                      function; no number in it is a depth"
                .into(),
        });
    }
    found.push(Contradiction {
        row: "all",
        says: "derived from depth separation".into(),
        against: "depth separation: some functions need width 2^k with few layers; of tables, \
                  images, text or molecules it says nothing"
            .into(),
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_prints_what_python_prints() {
        assert_eq!((&*printed(), &*not_printed()), python());
        assert!(estimate("poetry", 1).unwrap_err().ends_with(": poetry"));
    }

    #[test]
    fn widths_by_hand() {
        let width = |row: usize, inputs| TABLE[row].width(inputs);
        assert_eq!([width(0, 10), width(0, 100), width(1, 100), width(2, 100)], [64, 200, 400, 64]);
    }

    #[test]
    fn numbers_are_found_in_the_strings() {
        assert_eq!(TABLE[0].range(), Some((3, 5)));
        assert!(TABLE[1..].iter().all(|row| row.range().is_none()));
        assert_eq!(TABLE.each_ref().map(Recommendation::levels), [0, 0, 4, 0, 0]);
        assert_eq!(contradictions().len(), 6);
    }
}
