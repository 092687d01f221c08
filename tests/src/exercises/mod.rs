//! One module a chapter.

pub mod activations;
pub mod affine;
pub mod architect;
pub mod barron_constant;
pub mod barron_rate;
pub mod bias_variance;
pub mod checking;
pub mod comparison;
pub mod constructive;
pub mod derivative;
pub mod double_descent;
pub mod efficiency;
pub mod generalisation;
pub mod learnability;
pub mod linear_collapse;
pub mod networks;
pub mod radial;
pub mod regions;
pub mod sawtooth;
pub mod sawtooth_training;
pub mod squaring;
pub mod tape;
pub mod templates;
pub mod training;
pub mod width_table;
