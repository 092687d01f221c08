//! The registry: every experiment, in the order of the book.
//!
//! A new experiment is one file in this folder, one `mod` and one line in [`REGISTRY`].

pub mod answers;
pub mod barron_constant;
pub mod barron_rate;
pub mod bias_heuristics;
pub mod bias_samples;
pub mod bias_symmetries;
pub mod depth_architect;
pub mod depth_comparison;
pub mod depth_linear_collapse;
pub mod depth_radial;
pub mod depth_regions;
pub mod depth_sawtooth;
pub mod depth_sawtooth_training;
pub mod depth_squaring;
pub mod descent_bias_variance;
pub mod descent_features;
pub mod descent_networks;
pub mod engine_checks;
pub mod engine_port;
pub mod generalisation_bounds;
pub mod kolmogorov_inner;
pub mod lottery_as_written;
pub mod lottery_search;
pub mod lottery_tickets;
pub mod ntk_drift;
pub mod ntk_feature_learning;
pub mod ntk_limit;
pub mod ntk_regression;
pub mod spline_affine;
pub mod spline_efficiency;
pub mod spline_templates;
pub mod uat_activations;
pub mod uat_constructive;
pub mod uat_learnability;
pub mod uat_protocol;

use crate::Entry;

/// Every experiment, in the order of the book.
pub static REGISTRY: &[Entry] = &[
    Entry::of::<engine_checks::EngineChecks>(),
    Entry::of::<engine_port::EnginePort>(),
    Entry::of::<uat_protocol::UatProtocol>(),
    Entry::of::<uat_constructive::UatConstructive>(),
    Entry::of::<uat_activations::UatActivations>(),
    Entry::of::<uat_learnability::UatLearnability>(),
    Entry::of::<depth_sawtooth::Sawtooth>(),
    Entry::of::<depth_sawtooth_training::SawtoothTraining>(),
    Entry::of::<depth_squaring::Squaring>(),
    Entry::of::<depth_radial::Radial>(),
    Entry::of::<depth_comparison::Comparison>(),
    Entry::of::<depth_linear_collapse::LinearCollapse>(),
    Entry::of::<depth_regions::Regions>(),
    Entry::of::<depth_architect::Architect>(),
    Entry::of::<spline_affine::SplineAffine>(),
    Entry::of::<spline_templates::Templates>(),
    Entry::of::<spline_efficiency::Efficiency>(),
    Entry::of::<barron_constant::BarronConstant>(),
    Entry::of::<barron_rate::BarronRate>(),
    Entry::of::<kolmogorov_inner::KolmogorovInner>(),
    Entry::of::<ntk_limit::Limit>(),
    Entry::of::<ntk_drift::Drift>(),
    Entry::of::<ntk_regression::Regression>(),
    Entry::of::<ntk_feature_learning::FeatureLearning>(),
    Entry::of::<lottery_as_written::AsWritten>(),
    Entry::of::<lottery_tickets::Tickets>(),
    Entry::of::<lottery_search::Search>(),
    Entry::of::<descent_features::Features>(),
    Entry::of::<descent_bias_variance::BiasVariance>(),
    Entry::of::<descent_networks::Networks>(),
    Entry::of::<generalisation_bounds::Bounds>(),
    Entry::of::<bias_symmetries::Symmetries>(),
    Entry::of::<bias_samples::Samples>(),
    Entry::of::<bias_heuristics::Heuristics>(),
    Entry::of::<answers::Answers>(),
];
