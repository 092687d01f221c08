//! What the lesson prints that is to be read and not computed: the steps of its proof sketch, and
//! its list of videos.

/// A tool of functional analysis.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    Definition,
    HahnBanach,
    Riesz,
    Discriminatory,
    /// What the heading of the sketch names.
    StoneWeierstrass,
    /// From the steps before it.
    Logic,
}

impl Tool {
    pub(super) const ALL: [Self; 6] = [
        Self::Definition,
        Self::HahnBanach,
        Self::Riesz,
        Self::Discriminatory,
        Self::StoneWeierstrass,
        Self::Logic,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Definition => "a definition",
            Self::HahnBanach => "Hahn–Banach theorem",
            Self::Riesz => "Riesz representation theorem",
            Self::Discriminatory => "sigmoidal functions are discriminatory",
            Self::StoneWeierstrass => "Stone–Weierstrass theorem",
            Self::Logic => "the steps before it",
        }
    }
}

/// A step of the proof.
pub(super) struct Step {
    pub(super) says: &'static str,
    pub(super) tool: Tool,
    /// Where the step stands in the literature.
    pub(super) source: &'static str,
    /// Does the lesson's sketch contain it?
    pub(super) is_printed: bool,
}

/// The proof, with the step that the lesson leaves out.
pub(super) const SKETCH: [Step; 5] = [
    Step {
        says: "The finite sums of units are a linear subspace of the continuous functions.",
        tool: Tool::Definition,
        source: "Cybenko 1989, proof of Theorem 1",
        is_printed: true,
    },
    Step {
        says: "If their closure is not everything, a bounded linear functional that is not zero \
               vanishes on all of them.",
        tool: Tool::HahnBanach,
        source: "Cybenko 1989, proof of Theorem 1",
        is_printed: true,
    },
    Step {
        says: "The functional is an integral against a finite signed measure.",
        tool: Tool::Riesz,
        source: "Cybenko 1989, proof of Theorem 1",
        is_printed: false,
    },
    Step {
        says: "A measure against which every unit integrates to zero is zero.",
        tool: Tool::Discriminatory,
        source: "Cybenko 1989, Lemma 1",
        is_printed: true,
    },
    Step {
        says: "So the sums are dense.",
        tool: Tool::Logic,
        source: "Cybenko 1989, Theorems 1 and 2",
        is_printed: true,
    },
];

/// Title, channel and reason, the reason in our words, of each video that the lesson recommends.
pub(super) const VIDEOS: [[&str; 3]; 5] = [
    ["Universal Approximation Theorem", "3Blue1Brown", "a proof in pictures, and the intuition"],
    [
        "Depth vs Width - Why Deep Learning Works",
        "Yannic Kilcher",
        "the paper on depth separation explained",
    ],
    ["Neural Tangent Kernel", "Yannic Kilcher", "the paper walked through: infinite width"],
    [
        "Lottery Ticket Hypothesis",
        "Yannic Kilcher",
        "the paper of Frankle and \"Carlin\" (Carbin) explained, with pruning in rounds",
    ],
    [
        "Double Descent",
        "Stanford CS229",
        "how over-parameterised models generalise, as understood today",
    ],
];
