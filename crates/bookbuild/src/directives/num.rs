//! `{{= num EXPERIMENT#path FORMAT }}`: a measured number in a sentence.

use report::Format;

use super::{Output, exactly};
use crate::html;
use crate::library::split;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [target, format] = exactly("num", arguments)?;
    let format: Format = format.parse().map_err(|error: report::Error| error.to_string())?;
    let (experiment, path) = split(target)?;
    let value = page.library.value(target)?;
    let printed = format.value(value).map_err(|error| error.to_string())?;
    let exact = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(Output::Inline(html::inert(&format!(
        r#"<data class="measured" value="{}" title="reports/{}/report.json: {}">{}</data>"#,
        html::escape(&exact),
        html::escape(experiment),
        html::escape(path),
        html::escape(&printed),
    ))))
}
