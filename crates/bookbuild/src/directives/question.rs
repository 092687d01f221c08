//! `{{= question "Why?" }}`: what a chapter asks, in one sentence. It is printed
//! under the title, in the list of contents, and at the foot of the neighbours;
//! here, nothing.

use super::{Output, exactly};
use crate::page::Page;

pub(super) fn expand(arguments: &[String], _: &mut Page<'_>) -> Result<Output, String> {
    let [_] = exactly("question", arguments)?;
    Ok(Output::Nothing)
}
