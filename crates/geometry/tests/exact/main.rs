//! Regions against independent counts, closed forms and laws that hold for every network.

mod adversarial;
mod closed_form;
mod laws;
mod networks;
mod rational;
