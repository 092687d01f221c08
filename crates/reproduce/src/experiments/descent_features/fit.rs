//! One data set and one size: the fit, its length and its error; and the limit of all sizes.

use autodiff::Fun;
use nn::Stream;
use ntk::Inputs;
use numerics::{Matrix, dot};
use serde::{Deserialize, Serialize};

use super::Features;
use crate::Experiment;
use crate::random_features::{Regression, Sample, features, mean_squared, normal};
use crate::tangent::{limit, regression};

/// What there is to learn.
#[derive(Clone, Serialize, Deserialize)]
pub struct Problem {
    /// Of the inputs.
    pub dimensions: usize,
    /// n: so many to learn from, and as many to choose a penalty by.
    pub examples: usize,
    /// Values for each input.
    pub outputs: usize,
    /// So many to measure the error on, without noise.
    pub test_points: usize,
    /// Standard deviations of the label noise.
    pub noises: Vec<f64>,
    /// Of the data and of the features.
    pub seed: u64,
}

/// A model for it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Fit {
    /// The data.
    pub problem: Problem,
    /// The size p.
    pub features: usize,
    /// Ridge penalties to try.
    pub penalties: Vec<f64>,
}

/// A size's results.
#[derive(Serialize, Deserialize)]
pub struct Fitted {
    /// Largest over smallest singular value of the matrix of features.
    pub condition: f64,
    /// For each level of noise.
    pub levels: Vec<Level>,
}

/// A size's results at one level of noise.
#[derive(Serialize, Deserialize)]
pub struct Level {
    /// Mean squared error on the noisy examples, without a penalty.
    pub train: f64,
    /// The fit without a penalty.
    pub solution: Solution,
    /// With penalties.
    pub ridge: Option<Ridge>,
}

/// A fit.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Solution {
    /// Mean squared distance to the target on the test points.
    pub error: f64,
    /// The length of its vector of parameters.
    pub norm: f64,
}

/// Fits with penalties.
#[derive(Serialize, Deserialize)]
pub struct Ridge {
    /// The error with each penalty.
    pub errors: Vec<f64>,
    /// Which penalty is best on the held-out examples.
    pub chosen: usize,
}

impl Problem {
    /// The stream of one of the random things.
    pub(super) fn stream(&self, purpose: &str) -> Stream {
        Stream::new(Features::ID, self.seed, purpose)
    }

    fn sample(&self, count: usize, purpose: &str) -> Sample {
        Sample::draw(count, self.dimensions, self.outputs, &mut self.stream(purpose))
    }

    /// The examples.
    pub(super) fn train(&self) -> Sample {
        self.sample(self.examples, "inputs")
    }

    /// The points that the error is measured on.
    pub(super) fn test(&self) -> Sample {
        self.sample(self.test_points, "test inputs")
    }

    /// The weights of the first so many features: those of a smaller model are among them.
    pub(super) fn weights(&self, features: usize) -> Matrix {
        normal(features, self.dimensions, &mut self.stream("weights"))
    }

    /// With infinitely many features: the shortest interpolant in the space of the kernel that
    /// φ(x)·φ(x') converges to.
    pub(super) fn limit(&self) -> Vec<Solution> {
        let (train, test) = (self.train(), self.test());
        let regression = regression(&limit_kernel(Inputs::One(&train.inputs)));
        let cross = limit_kernel(Inputs::Two(&test.inputs, &train.inputs));
        let solution = |&noise: &f64| {
            let labels = train.labels(noise, self.stream("noise"));
            let coefficients = regression.coefficients(ntk::Fit::Ridgeless, &labels);
            let norm = dot(&coefficients.data, &labels.data).sqrt();
            Solution { error: test.error(&cross.matmul(&coefficients)), norm }
        };
        self.noises.iter().map(solution).collect()
    }
}

/// E max(0, w·x) max(0, w·x') for standard normal w.
fn limit_kernel(inputs: Inputs<'_>) -> Matrix {
    let network = limit(Fun::Relu, 1, 1.0, 0.0);
    let dimensions = match inputs {
        Inputs::One(x) | Inputs::Two(x, _) => x.cols,
    };
    let mut kernel = network.nngp(inputs);
    // Its first layer divides the inner product of inputs by their dimension.
    kernel.data.iter_mut().for_each(|k| *k *= dimensions as f64);
    kernel
}

impl Fit {
    /// Draws everything and fits.
    pub(super) fn run(&self) -> Fitted {
        let problem = &self.problem;
        let weights = problem.weights(self.features);
        let (train, test) = (problem.train(), problem.test());
        let held_out = problem.sample(problem.examples, "held-out inputs");
        let [on_train, on_held_out, on_test] =
            [&train, &held_out, &test].map(|sample| features(&sample.inputs, &weights));
        let regression = Regression::new(&on_train);
        let level = |&noise: &f64| {
            let labels = train.labels(noise, problem.stream("noise"));
            let theta = regression.solve(&labels, 0.0);
            let ridges = self.penalties.iter().map(|&penalty| regression.solve(&labels, penalty));
            let ridges: Vec<Matrix> = ridges.collect();
            let held_out_labels = held_out.labels(noise, problem.stream("held-out noise"));
            let score = |ridge: &Matrix| mean_squared(&on_held_out.matmul(ridge), &held_out_labels);
            let scores: Vec<f64> = ridges.iter().map(score).collect();
            let chosen = (0..scores.len()).min_by(|&i, &j| scores[i].total_cmp(&scores[j]));
            Level {
                train: mean_squared(&on_train.matmul(&theta), &labels),
                solution: Solution {
                    error: test.error(&on_test.matmul(&theta)),
                    norm: dot(&theta.data, &theta.data).sqrt(),
                },
                ridge: chosen.map(|chosen| Ridge {
                    errors: ridges.iter().map(|r| test.error(&on_test.matmul(r))).collect(),
                    chosen,
                }),
            }
        };
        let levels = problem.noises.iter().map(level).collect();
        Fitted { condition: regression.condition(), levels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(features: usize) -> Fit {
        let problem = Problem {
            dimensions: 6,
            examples: 20,
            outputs: 1,
            test_points: 200,
            noises: vec![0.0, 0.5],
            seed: 7,
        };
        Fit { problem, features, penalties: vec![1e-9, 1e-1, 1e6] }
    }

    /// From p = n on the training error is zero, below it is not.
    #[test]
    fn the_fit_interpolates_from_the_threshold_on() {
        for (features, interpolates) in [(10, false), (19, false), (20, true), (80, true)] {
            for level in fit(features).run().levels {
                assert_eq!(level.train < 1e-12, interpolates, "{features}: {}", level.train);
            }
        }
    }

    /// A vanishing penalty is none, and a huge one leaves the zero function.
    #[test]
    fn penalties_lead_from_the_shortest_fit_to_zero() {
        let fit = fit(80);
        let zero = fit.problem.test();
        let zero = zero.error(&Matrix::zeros(200, 1));
        for level in fit.run().levels {
            let ridge = level.ridge.expect("there are penalties");
            assert!((ridge.errors[0] / level.solution.error - 1.0).abs() < 1e-4);
            assert!((ridge.errors[2] / zero - 1.0).abs() < 1e-3);
            assert!(ridge.chosen < 2, "the zero function is the worst of the three");
        }
    }

    #[test]
    fn many_features_come_near_the_limit() {
        let limit = fit(1).problem.limit();
        let many = Fit { penalties: Vec::new(), ..fit(20_000) }.run();
        for (limit, level) in limit.iter().zip(many.levels) {
            assert!((level.solution.norm / limit.norm - 1.0).abs() < 0.05);
            assert!((level.solution.error / limit.error - 1.0).abs() < 0.1);
        }
    }
}
