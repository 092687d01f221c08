//! The programs that the book shows run, and what they assert is true.

#[path = "../../crates/geometry/examples/affine_piece.rs"]
pub mod affine_piece;
#[path = "../../crates/nn/examples/anywhere.rs"]
pub mod anywhere;
#[path = "../../crates/geometry/examples/architect.rs"]
pub mod architect;
#[path = "../../crates/nn/examples/barron_constant.rs"]
pub mod barron_constant;
#[path = "../../crates/nn/examples/barron_sampling.rs"]
pub mod barron_sampling;
#[path = "../../crates/nn/examples/bias_and_variance.rs"]
pub mod bias_and_variance;
#[path = "../../crates/autodiff/examples/check.rs"]
pub mod check;
#[path = "../../crates/autodiff/examples/descent.rs"]
pub mod descent;
#[path = "../../crates/nn/examples/equal_parameters.rs"]
pub mod equal_parameters;
#[path = "../../crates/ntk/examples/feature_learning.rs"]
pub mod feature_learning;
#[path = "../../crates/nn/examples/found_or_solved.rs"]
pub mod found_or_solved;
#[path = "../../crates/autodiff/examples/higher_orders.rs"]
pub mod higher_orders;
#[path = "../../crates/nn/examples/koppen.rs"]
pub mod koppen;
#[path = "../../crates/nn/examples/linear_collapse.rs"]
pub mod linear_collapse;
#[path = "../../crates/nn/examples/moved_bump.rs"]
pub mod moved_bump;
#[path = "../../crates/ntk/examples/one_step.rs"]
pub mod one_step;
#[path = "../../crates/autodiff/examples/one_unit.rs"]
pub mod one_unit;
#[path = "../../crates/nn/examples/polynomial_units.rs"]
pub mod polynomial_units;
#[path = "../../crates/nn/examples/pruned_and_moving.rs"]
pub mod pruned_and_moving;
#[path = "../../crates/nn/examples/radial.rs"]
pub mod radial;
#[path = "../../crates/nn/examples/random_labels.rs"]
pub mod random_labels;
#[path = "../../crates/nn/examples/random_masks.rs"]
pub mod random_masks;
#[path = "../../crates/geometry/examples/regions.rs"]
pub mod regions;
#[path = "../../crates/ntk/examples/regression.rs"]
pub mod regression;
#[path = "../../crates/autodiff/examples/sawtooth.rs"]
pub mod sawtooth;
#[path = "../../crates/nn/examples/sawtooth_training.rs"]
pub mod sawtooth_training;
#[path = "../../crates/autodiff/examples/squaring.rs"]
pub mod squaring;
#[path = "../../crates/nn/examples/staircase.rs"]
pub mod staircase;
#[path = "../../crates/ntk/examples/standing_still.rs"]
pub mod standing_still;
#[path = "../../crates/geometry/examples/templates.rs"]
pub mod templates;
#[path = "../../crates/nn/examples/ticket.rs"]
pub mod ticket;
#[path = "../../crates/nn/examples/two_curves.rs"]
pub mod two_curves;
#[path = "../../crates/nn/examples/two_descents.rs"]
pub mod two_descents;
#[path = "../../crates/nn/examples/wedges.rs"]
pub mod wedges;
#[path = "../../crates/nn/examples/wider_still.rs"]
pub mod wider_still;
#[path = "../../crates/nn/examples/width_demo.rs"]
pub mod width_demo;
#[path = "../../crates/nn/examples/width_sweep.rs"]
pub mod width_sweep;

#[test]
fn affine_piece_runs() {
    affine_piece::main();
}

#[test]
fn architect_runs() {
    architect::main();
}

#[test]
fn barron_constant_runs() {
    barron_constant::main();
}

#[test]
fn barron_sampling_runs() {
    barron_sampling::main();
}

#[test]
fn bias_and_variance_runs() {
    bias_and_variance::main();
}

#[test]
fn check_runs() {
    check::main();
}

#[test]
fn descent_runs() {
    descent::main();
}

#[test]
fn equal_parameters_runs() {
    equal_parameters::main();
}

#[test]
fn feature_learning_runs() {
    feature_learning::main();
}

#[test]
fn found_or_solved_runs() {
    found_or_solved::main();
}

#[test]
fn higher_orders_runs() {
    higher_orders::main();
}

#[test]
fn moved_bump_runs() {
    moved_bump::main();
}

#[test]
fn one_step_runs() {
    one_step::main();
}

#[test]
fn one_unit_runs() {
    one_unit::main();
}

#[test]
fn koppen_runs() {
    koppen::main();
}

#[test]
fn linear_collapse_runs() {
    linear_collapse::main();
}

#[test]
fn radial_runs() {
    radial::main();
}

#[test]
fn polynomial_units_run() {
    polynomial_units::main();
}

#[test]
fn sawtooth_runs() {
    sawtooth::main();
}

#[test]
fn random_labels_runs() {
    random_labels::main();
}

#[test]
fn regression_runs() {
    regression::main();
}

#[test]
fn regions_runs() {
    regions::main();
}

#[test]
fn staircase_runs() {
    staircase::main();
}

#[test]
fn two_curves_runs() {
    two_curves::main();
}

#[test]
fn two_descents_runs() {
    two_descents::main();
}

#[test]
fn sawtooth_training_runs() {
    sawtooth_training::main();
}

#[test]
fn squaring_runs() {
    squaring::main();
}

#[test]
fn standing_still_runs() {
    standing_still::main();
}

#[test]
fn templates_runs() {
    templates::main();
}

#[test]
fn wedges_runs() {
    wedges::main();
}

#[test]
fn wider_still_runs() {
    wider_still::main();
}

#[test]
fn width_demo_runs() {
    width_demo::main();
}

#[test]
fn width_sweep_runs() {
    width_sweep::main();
}

#[test]
fn pruned_and_moving_runs() {
    pruned_and_moving::main();
}

#[test]
fn random_masks_runs() {
    random_masks::main();
}

#[test]
fn ticket_runs() {
    ticket::main();
}

#[test]
fn anywhere_runs() {
    anywhere::main();
}
