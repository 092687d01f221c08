//! `{{= literal TEXT }}`: a number that is somebody else's, such as a constant
//! of a document under test, a version or a theorem's number.

use super::{Output, misuse};
use crate::html;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], _: &mut Page<'_>) -> Result<Output, String> {
    if arguments.is_empty() {
        return Err(misuse("literal"));
    }
    Ok(Output::Inline(html::inert(&html::escape(&arguments.join("\u{a0}")))))
}
