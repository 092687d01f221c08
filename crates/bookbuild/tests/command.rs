//! The command as people and mdBook call it.

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::Repository;
use serde_json::{Value, json};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bookbuild"));
    command.current_dir(folder).args(arguments);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    said(command(folder, arguments).output().unwrap())
}

fn said(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn it_builds_from_any_folder_of_the_repository() {
    let repository = Repository::new();
    let (code, out, err) = run(&repository.path("code"), &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.trim_end().ends_with("book/html/index.html"), "{out}");

    let (code, out, _) = run(&repository.path("code"), &["build", "--dest", "elsewhere"]);
    assert_eq!(code, Some(0));
    assert!(out.trim_end().ends_with("code/elsewhere/index.html"), "{out}");
    assert!(repository.path("code/elsewhere/width.html").is_file());
}

#[test]
fn exit_codes_tell_a_wrong_book_from_wrong_usage() {
    let repository = Repository::new();
    repository.edit("book/src/width.md", "#slope f2", "#slop f2");
    let (code, out, err) = run(&repository.path("."), &["build"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(
        err.starts_with(
            "chapter \"The width table\", width.md:23: {{= num width.demo#slop f2 }}: "
        ),
        "{err}"
    );

    let outside = tempfile::tempdir().unwrap();
    let (code, _, err) = run(outside.path(), &[]);
    assert!(code == Some(1) && err.contains("no book/book.toml here or above"), "{err}");

    assert_eq!(run(&repository.path("."), &["--no-such"]).0, Some(2));
    let (code, out, _) = run(&repository.path("."), &["--help"]);
    assert!(code == Some(0) && out.contains("preprocess") && out.contains("Exit codes"), "{out}");
}

#[test]
fn it_is_a_preprocessor_for_plain_mdbook() {
    let repository = Repository::new();
    assert_eq!(run(&repository.path("."), &["preprocess", "supports", "html"]).0, Some(0));

    let chapter = json!({
        "name": "One", "content": "{{= num width.demo#slope f2 }}", "number": null, "sub_items": [],
        "path": "one.md", "source_path": "one.md", "parent_names": []
    });
    let context = json!({
        "root": repository.path("book"), "config": { "book": { "src": "src" } }, "renderer": "html", "mdbook_version": "0.5.4"
    });
    let answer = |chapter: &Value| {
        let mut child = command(&repository.path("."), &["preprocess"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = json!([context, { "items": [{ "Chapter": chapter }] }]).to_string();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    };
    let (code, out, err) = answer(&chapter);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let book: Value = serde_json::from_str(&out).unwrap();
    let content = book["items"][0]["Chapter"]["content"].as_str().unwrap();
    assert!(content.starts_with("<data class=\"measured\" value=\"0.0861\""), "{content}");

    let mut broken = chapter;
    broken["content"] = "0.5".into();
    let (code, out, err) = answer(&broken);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("chapter \"One\", one.md:1: the number `0.5` is typed"), "{err}");
}
