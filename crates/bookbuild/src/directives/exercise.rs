//! An exercise, and its solution behind a click:
//!
//! ```text
//! {{= exercise "Predict first" }}
//! What happens with twice the width?
//! {{= solution }}
//! It stays:
//!
//! {{= listing tests/src/exercises/width.rs:solution }}
//! {{= end }}
//! ```

use super::{Output, exactly};
use crate::html;
use crate::page::{ExerciseState, Page};

pub(super) fn begin(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [title] = exactly("exercise", arguments)?;
    step(
        page,
        ExerciseState::Outside,
        ExerciseState::Question,
        "the exercise before it has no {{= end }}",
    )?;
    page.exercises.count += 1;
    let number = page.exercises.count;
    Ok(Output::Block(format!(
        "\n<section class=\"exercise\" id=\"exercise-{number}\">\n\
         <p class=\"exercise-title\"><span>Exercise {number}</span> {}</p>\n\n",
        html::escape(title)
    )))
}

pub(super) fn solution(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("solution", arguments)?;
    step(
        page,
        ExerciseState::Question,
        ExerciseState::Solution,
        "a solution follows an {{= exercise \"title\" }}",
    )?;
    Ok(Output::Block("\n<details>\n<summary>Solution</summary>\n\n".into()))
}

pub(super) fn end(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("end", arguments)?;
    step(
        page,
        ExerciseState::Solution,
        ExerciseState::Outside,
        "an end follows a {{= solution }}",
    )?;
    Ok(Output::Block("\n</details>\n</section>\n\n".into()))
}

fn step(
    page: &mut Page<'_>,
    from: ExerciseState,
    to: ExerciseState,
    otherwise: &str,
) -> Result<(), String> {
    if page.exercises.state != from {
        return Err(otherwise.into());
    }
    page.exercises.state = to;
    Ok(())
}
