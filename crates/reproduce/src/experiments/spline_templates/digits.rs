//! The affine map around each test image: ten templates and ten constants.

use std::collections::BTreeSet;

use autodiff::Fun;
use geometry::{AffinePiece, Gates, ReluNetwork};
use nn::data::{Dataset, Split};
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::dot;
use serde::{Deserialize, Serialize};

use super::{Templates, convexity};
use crate::Experiment;
use crate::stats::largest_magnitude;

/// A network to train.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) hidden: Vec<usize>,
    pub(super) seed: u64,
    pub(super) steps: u64,
    pub(super) batch: usize,
    pub(super) rate: f64,
    /// How many test images are looked at.
    pub(super) images: usize,
    /// Random pairs of them, for Jensen's inequality.
    pub(super) pairs: usize,
    /// Whether pictures are kept for the figures.
    pub(super) keep_pictures: bool,
}

/// What was counted.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub(super) images: usize,
    pub(super) accuracy: f64,
    /// The largest gap between a score and its template's, over the largest score of the image.
    pub(super) score_gap: f64,
    /// Images for which the largest template score is not the largest score.
    pub(super) other_decisions: usize,
    /// Images whose class the inner products alone would change, without the constants.
    pub(super) decided_by_constants: usize,
    /// Different patterns of gates, each with ten templates.
    pub(super) patterns: usize,
    /// The mean cosine between the templates of the true class of two neighbouring images of it.
    pub(super) likeness: f64,
    /// The accuracy of the ten templates at the mean training image, used for every image.
    pub(super) one_template: f64,
    /// Pairs of test images at whose midpoint some score violates convexity.
    pub(super) violations: usize,
    /// One image of each class.
    pub(super) pictures: Vec<Picture>,
    /// Images of one class with the template of that class.
    pub(super) same_class: Vec<Picture>,
}

/// An image with templates.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Picture {
    pub(super) label: u8,
    pub(super) ink: Vec<f64>,
    /// Rows of A, one a class.
    pub(super) templates: Vec<Vec<f64>>,
    pub(super) constants: Vec<f64>,
    pub(super) scores: Vec<f64>,
}

/// The class of which several images are shown, and how many.
const REPEATED: (u8, usize) = (3, 10);

pub(super) fn run(cell: &Cell, digits: &Split) -> Outcome {
    let network = train(cell, &digits.train);
    let test = &digits.test;
    let images = if cell.images < test.len() { cell.images } else { test.len() };
    let mut found = Outcome {
        images,
        accuracy: 0.0,
        score_gap: 0.0,
        other_decisions: 0,
        decided_by_constants: 0,
        patterns: 0,
        likeness: 0.0,
        one_template: 0.0,
        violations: 0,
        pictures: vec![],
        same_class: vec![],
    };
    let mut patterns: BTreeSet<Gates> = BTreeSet::new();
    // The last template of each class, at an image of it.
    let mut last: Vec<Option<Vec<f64>>> = vec![None; test.classes];
    let (mut right, mut likeness) = (0, Vec::new());
    for (image, &label) in test.labels[..images].iter().enumerate() {
        let x = test.inputs.row(image);
        let class = usize::from(label);
        let gates = network.gates(x);
        let piece = network.affine_piece(&gates);
        let (scores, matched) = (network.output(x), piece.output(x));
        patterns.insert(gates);

        let gap = relative_gap(&matched, &scores);
        found.score_gap = largest_magnitude([found.score_gap, gap]);
        let products: Vec<f64> = (0..scores.len()).map(|c| dot(piece.slope.row(c), x)).collect();
        right += usize::from(largest(&scores) == class);
        found.other_decisions += usize::from(largest(&matched) != largest(&scores));
        found.decided_by_constants += usize::from(largest(&products) != largest(&scores));

        let template = piece.slope.row(class).to_vec();
        if let Some(before) = &last[class] {
            likeness.push(cosine(before, &template));
        }
        last[class] = Some(template);
        if cell.keep_pictures {
            let picture = || picture(label, x, &piece, &scores);
            if found.pictures.iter().all(|shown| shown.label != label) {
                found.pictures.push(picture());
            }
            if label == REPEATED.0 && found.same_class.len() < REPEATED.1 {
                found.same_class.push(picture());
            }
        }
    }
    found.pictures.sort_by_key(|picture| picture.label);
    found.accuracy = right as f64 / images as f64;
    found.patterns = patterns.len();
    found.likeness = numerics::sum(&likeness) / likeness.len() as f64;
    found.one_template = one_template_accuracy(&network, &digits.train, test, images);
    found.violations = violations(cell, &network, test);
    found
}

fn train(cell: &Cell, train: &Dataset) -> ReluNetwork {
    let ends = [train.inputs.cols, train.classes];
    let widths = [&ends[..1], &cell.hidden, &ends[1..]].concat();
    let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal));
    let stream = |purpose: &str| Stream::new(Templates::ID, cell.seed, purpose);
    let params = mlp.init(&mut stream("init"));
    let targets = train.one_hot();
    let objective = Objective::new(&mlp, Loss::CrossEntropy, &train.inputs, &targets);
    let (optimiser, rate) = (Optimiser::adam(params.len()), Schedule::Constant(cell.rate));
    let mut trainer =
        Trainer::new(objective, params, optimiser, rate).minibatches(cell.batch, stream("order"));
    trainer.run(cell.steps, |_, _| ());
    ReluNetwork::from_params(trainer.params()).expect("training that converges")
}

fn picture(label: u8, x: &[f64], piece: &AffinePiece, scores: &[f64]) -> Picture {
    Picture {
        label,
        ink: x.to_vec(),
        templates: (0..scores.len()).map(|c| piece.slope.row(c).to_vec()).collect(),
        constants: piece.offset.clone(),
        scores: scores.to_vec(),
    }
}

/// The first of the largest.
pub(super) fn largest(scores: &[f64]) -> usize {
    (1..scores.len()).fold(0, |best, c| if scores[c] > scores[best] { c } else { best })
}

fn relative_gap(found: &[f64], expected: &[f64]) -> f64 {
    let gaps = found.iter().zip(expected).map(|(a, b)| a - b);
    largest_magnitude(gaps) / largest_magnitude(expected.iter().copied())
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// One template a class, whatever the image: those of the region of the mean training image.
fn one_template_accuracy(
    network: &ReluNetwork,
    train: &Dataset,
    test: &Dataset,
    images: usize,
) -> f64 {
    let mut mean = vec![0.0; train.inputs.cols];
    for image in 0..train.len() {
        numerics::slices::axpy(1.0 / train.len() as f64, train.inputs.row(image), &mut mean);
    }
    let piece = network.affine_piece(&network.gates(&mean));
    let right = |&image: &usize| {
        largest(&piece.output(test.inputs.row(image))) == usize::from(test.labels[image])
    };
    (0..images).filter(right).count() as f64 / images as f64
}

fn violations(cell: &Cell, network: &ReluNetwork, test: &Dataset) -> usize {
    let mut stream = Stream::new(Templates::ID, cell.seed, "pairs");
    let mut image = || test.inputs.row(stream.below(test.len() as u64) as usize).to_vec();
    let pairs: Vec<[Vec<f64>; 2]> = (0..cell.pairs).map(|_| [image(), image()]).collect();
    convexity::violations(network, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Data, DataSet};
    use std::path::Path;

    #[test]
    fn templates_give_the_scores_and_differ() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let data = Data::load(&folder, &[DataSet::Optdigits]).expect("the data that ships");
        let cell = Cell {
            hidden: vec![12],
            seed: 0,
            steps: 60,
            batch: 64,
            rate: 1e-2,
            images: 100,
            pairs: 100,
            keep_pictures: true,
        };
        let found = run(&cell, data.get(DataSet::Optdigits));
        assert!(found.accuracy > 0.7 && found.score_gap < 1e-13);
        assert_eq!(found.other_decisions, 0);
        assert!(found.patterns > 5 && found.patterns <= 100);
        assert!(found.likeness > 0.0 && found.likeness < 1.0);
        assert!(found.violations > 0);
        assert_eq!((found.pictures.len(), found.same_class[0].label), (10, 3));
        let shown = &found.pictures[4];
        let score = dot(&shown.templates[4], &shown.ink) + shown.constants[4];
        assert!((score - shown.scores[4]).abs() < 1e-12);
    }

    #[test]
    fn a_gap_is_relative_to_the_largest_score() {
        assert_eq!(relative_gap(&[1.0, -4.0], &[1.5, -4.0]), 0.125);
        assert_eq!(largest(&[1.0, 3.0, 3.0]), 1);
    }
}
