//! The whole pipeline on a small book: what it builds, and what stops it.

mod common;

use bookbuild::{build, find, test};
use common::Repository;

/// Builds with `text` as a chapter and returns what is said about it.
fn complaint(text: &str) -> String {
    let repository = Repository::new();
    repository.write("book/src/intro.md", text);
    build(&repository.path("book"), None).unwrap_err().to_string()
}

#[test]
fn the_book_is_built() {
    let repository = Repository::new();
    let book = find(&repository.path("reports/width.demo")).unwrap();
    let built = build(&book, None).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(built.html, repository.path("book/html"));

    let page = repository.read("book/html/width.html");
    for expected in [
        r#"<data class="measured" value="0.0861" title="reports/width.demo/report.json: slope">0.09</data>"#,
        ">8.58×10⁻²</data>",
        ">143%</data>",
        "and 0.01 is a good rate",
        "minutes to read</p>",
        r#"<span class="katex-display">"#,
        r#"<td class="number">0.0712</td>"#,
        r#"href="reports/width.demo/tables/errors.csv""#,
        r#"stroke="var(--fig-series-1, #0072B2)""#,
        r#"<desc id="figure-width-demo-error-desc">Three curves over widths"#,
        "Regenerate: <code>cargo reproduce run width.demo</code>",
        r#"<a href="ledger.html#U020">U020</a>"#,
        "pub fn relu(x: f64)",
        "<code>code/relu.rs</code>, lines 4 to 9",
        "<code>{{= num width.demo#slope f2 }}</code>",
        "{{= num width.demo#slope f2 }} and $x$ and 0.5\n</code>",
        "<summary>Solution</summary>",
        "a price of $5.",
    ] {
        assert!(page.contains(expected), "no {expected} in\n{page}");
    }
    assert!(!page.contains("check width.demo"), "a check prints nothing");
    assert!(
        repository
            .read("book/html/deep/page.html")
            .contains(r#"href="../reports/width.demo/report.json""#)
    );
    assert!(repository.path("book/html/reports/width.demo/tables/errors.csv").is_file());
}

#[test]
fn a_chapter_has_its_question_and_those_of_its_neighbours() {
    let repository = Repository::new();
    build(&repository.path("book"), None).unwrap_or_else(|problems| panic!("{problems}"));
    let page = repository.read("book/html/width.html");
    let head = page.split("<p class=\"question\">Does a wider network fit better?</p>").nth(1);
    assert!(head.unwrap().trim_start().starts_with("<p class=\"reading-time\">"));
    let foot = page.split("<nav class=\"neighbours\"").nth(1).unwrap();
    assert!(foot.contains("href=\"deep/page.html\"") && foot.contains("Is deeper &lt; wider?"));
    assert!(!repository.read("book/html/intro.html").contains("reading-time"));
    assert!(page.contains("<a class=\"skip\" href=\"#mdbook-content\">"));

    repository.edit("book/src/deep/page.md", "{{= question \"Is deeper < wider?\" }}", "");
    let complaint = build(&repository.path("book"), None).unwrap_err().to_string();
    assert!(
        complaint.starts_with("chapter \"Deeper\", deep/page.md:1: the chapter lacks its question"),
        "{complaint}"
    );
}

#[test]
fn the_lists_lead_to_their_places() {
    let repository = Repository::new();
    build(&repository.path("book"), None).unwrap_or_else(|problems| panic!("{problems}"));
    let page = repository.read("book/html/contents.html");
    for expected in [
        "aria-label=\"5 claims: ",
        "<a href=\"width.html\">The width table</a><small>Does a wider network fit better?</small>",
        "<span class=\"weight\" data-of=\"deep/page.html\">",
        "<a href=\"width.html#figure-width-demo-error\"><img src=\"reports/width.demo/figures/error.svg\"",
        "> Error against width</a>",
        "href=\"width.html#verdict-U020\"",
        "In no chapter",
        "href=\"ledger.html#E02\"",
    ] {
        assert!(page.contains(expected), "no {expected} in\n{page}");
    }
    let kilobytes = page.split("data-of=\"shared\">").nth(1).unwrap().split(' ').next().unwrap();
    assert!(kilobytes.parse::<u32>().unwrap() > 100, "{kilobytes} kB of fonts and styles");
    let ledger = repository.read("book/html/ledger.html");
    assert!(ledger.contains("<a href=\"width.html#verdict-U020\">The width table</a>"), "{ledger}");
}

#[test]
fn the_same_bytes_each_time() {
    let repository = Repository::new();
    let [first, second] = ["first", "second"].map(|name| {
        let html = build(&repository.path("book"), Some(&repository.path(name))).unwrap().html;
        ["width.html", "print.html", "searchindex.js", "toc.js"]
            .map(|page| std::fs::read(html.join(page)).unwrap())
    });
    assert!(first == second);
}

#[test]
fn every_mistake_names_chapter_line_and_directive() {
    for (text, expected) in [
        (
            "{{= num width.demo#slpe f2 }}",
            "{{= num width.demo#slpe f2 }}: report `width.demo` has no value `slpe`: it has",
        ),
        ("{{= num width.demo#slope f12 }}", "unknown format `f12`"),
        ("{{= num width.demo#slope int }}", "format `int` cannot print 0.0861"),
        ("{{= num width.demo#slope }}", "expected {{= num EXPERIMENT#path.of.keys FORMAT }}"),
        ("{{= num nowhere#slope f2 }}", "no report of `nowhere`"),
        ("{{= num width.demo#constants.seed int }}", "report `width.demo` has no constant `seed`"),
        ("{{= table width.demo#error }}", "has no table `error`: it has `errors`"),
        ("{{= figure width.demo#errors }}", "has no figure `errors`: it has `error`"),
        ("{{= verdict U999 }}", "the ledger has no claim `U999`"),
        (
            "{{= check width.demo#slope -1 -0.4 }}",
            "the value is 0.0861, outside the range from -1 to -0.4",
        ),
        ("{{= check width.demo#constants.seeds == 19 }}", "the value is 20, and the text says 19"),
        (
            "{{= check verdict U020 \"holds\" }}",
            "has the verdict \"does not hold as written\", and the text says \"holds\"",
        ),
        (
            "{{= rests U020 \"holds\" }}",
            "has the verdict \"does not hold as written\", and the sentence rests on \"holds\"",
        ),
        ("{{= listing code/relu.rs:relo }}", "code/relu.rs has no anchor `relo`"),
        ("{{= listing ../x.rs:relu }}", "`../x.rs` is not a path from the repository's root"),
        ("{{= nmu width.demo#slope f2 }}", "no directive `nmu`: there are num, table,"),
        ("{{= end }}", "{{= end }}: an end follows a {{= solution }}"),
        ("{{= num width.demo#slope f2", "this {{= has no }} on its line"),
        ("$\\frac$", "$\\frac$: the formula does not parse: "),
        ("$\\frac{1}{2$", "this dollar sign begins no formula"),
        ("$a = {{= num width.demo#slope f2 }}$", "a directive stands in a formula"),
        ("## Rate $\\eta$", "$\\eta$: a formula in a heading: say it in words"),
        ("It falls by 12 %.", "the number `12 %` is typed: cite a measurement with {{= num ... }}"),
        ("{{#include ../../code/relu.rs:no}}", "../../code/relu.rs has no anchor `no`"),
    ] {
        let complaint = complaint(&format!("# One\n\n{text}\n"));
        let place = "chapter \"What this is\", intro.md:3: ";
        assert!(
            complaint.starts_with(place) && complaint.contains(expected),
            "{text}: {complaint}"
        );
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
    }
}

#[test]
fn all_problems_are_reported_at_once() {
    let complaint = complaint("# One\n\n0.5\n\n{{= num a#b f2 }}\n");
    assert_eq!(complaint.lines().count(), 2, "{complaint}");
}

/// As a run leaves them that is killed between a report and the ledger.
#[test]
fn a_ledger_of_another_run_stops_the_build() {
    let repository = Repository::new();
    repository.edit("reports/ledger.json", "= 1.43", "= 1.34");
    let complaint = build(&repository.path("book"), None).unwrap_err().to_string();
    let expected = "ledger.json and the report of `width.demo` do not agree on U020";
    assert!(complaint.contains(expected), "{complaint}");
}

#[test]
fn a_figure_without_alt_text_stops_the_build() {
    let repository = Repository::new();
    let alt = "Three curves over widths 4 to 256: one flat, two falling by more than two decades.";
    repository.edit("reports/width.demo/report.json", alt, "");
    let problems = build(&repository.path("book"), None).unwrap_err().to_string();
    assert!(
        problems.contains("{{= figure width.demo#error }}: the figure has no alt text"),
        "{problems}"
    );
}

#[test]
fn links_that_lead_nowhere_stop_the_build() {
    for (text, expected) in [
        (
            "[a](width.md#nowhere)",
            "intro.html: link to width.html#nowhere: no such place on that page",
        ),
        ("[a](nowhere.md)", "intro.html: link to nowhere.html: no such file"),
        (
            "![a](https://example.org/a.png)",
            "intro.html: https://example.org/a.png: a request to outside",
        ),
    ] {
        let complaint = complaint(&format!("# One\n\n{text}\n"));
        assert!(complaint.contains(expected), "{text}: {complaint}");
    }
}

#[test]
fn what_mdbook_only_warns_about_stops_the_build() {
    let complaint = complaint("# One\n\n<div>\n\nunclosed\n");
    assert!(complaint.contains("unclosed HTML tag `<div>`"), "{complaint}");
}

#[test]
fn somebody_elses_folder_is_not_emptied() {
    let repository = Repository::new();
    let problems =
        build(&repository.path("book"), Some(&repository.path("code"))).unwrap_err().to_string();
    assert!(
        problems.ends_with("not empty and no book: a build would delete what is there"),
        "{problems}"
    );
    assert!(repository.path("code/relu.rs").is_file());
}

#[test]
fn typed_code_is_run_and_unused_results_are_found() {
    let repository = Repository::new();
    let book = repository.path("book");
    test(&book).unwrap_or_else(|problems| panic!("{problems}"));

    repository.edit("book/src/width.md", "{{= table width.demo#errors }}\n", "");
    let problems = test(&book).unwrap_err().to_string();
    assert!(problems.starts_with("table width.demo#errors: no chapter shows it"), "{problems}");
    repository.edit("book/src/width.md", "{{= verdict E01 }}\n", "");
    let problems = test(&book).unwrap_err().to_string();
    assert!(
        problems.ends_with(
            "report\nverdict E01: no chapter shows it: show it, or take it out of the report"
        ),
        "{problems}"
    );

    repository.edit("book/src/intro.md", "0.30000000000000004", "0.3");
    let problems = test(&book).unwrap_err().to_string();
    assert!(problems.contains("One or more tests failed"), "{problems}");
}

#[test]
fn a_claim_and_its_erratum_link_to_each_other() {
    let repository = Repository::new();
    build(&repository.path("book"), None).unwrap_or_else(|problems| panic!("{problems}"));
    let errata = repository.read("book/html/errata.html");
    for expected in [
        "The lesson</a></h2>",
        "A section</a></h3>",
        "id=\"U020\"><a href=\"ledger.html#U020\">U020</a>",
        "Where: the comment at the end. Write:",
        "<p>Run it with <code>lr = 1</code>.</p>\n<p>Then look.</p>",
        "Measured: median MSE(256)",
    ] {
        assert!(errata.contains(expected), "no {expected} in\n{errata}");
    }
    let ledger = repository.read("book/html/ledger.html");
    assert_eq!(ledger.matches("<a href=\"errata.html#U020\">what to write</a>").count(), 1);
    assert_eq!(ledger.matches("what to write").count(), 1);
    assert!(
        repository.read("book/html/width.html").contains("<a href=\"errata.html#U020\">What to")
    );
}

#[test]
fn everything_in_the_documents_has_a_place_in_the_book() {
    let list = "crates/reproduce/coverage.json";
    let repository = Repository::new();
    build(&repository.path("book"), None).unwrap_or_else(|problems| panic!("{problems}"));
    let page = repository.read("book/html/coverage.html");
    let row = "<tr><td>table</td><td>widths &amp; errors</td>\
               <td><a href=\"width.html#verdict-U020\">";
    assert!(page.contains(row), "{page}");
    assert!(page.contains("<a href=\"deep/page.html\">"), "{page}");

    for (from, to, expected) in [
        ("\"U022\"", "\"U021\"", "U022 is in no row"),
        ("\"U022\"", "\"U999\"", "widths & errors: the ledger has no claim `U999`"),
        ("deep/page.md", "deep/pages.md", "a thesis: the book has no page `deep/pages.md`"),
        (
            "#verdict-U020",
            "#verdict-U0",
            "coverage.html: link to width.html#verdict-U0: no such place",
        ),
    ] {
        let repository = Repository::new();
        repository.edit(list, from, to);
        let complaint = build(&repository.path("book"), None).unwrap_err().to_string();
        assert!(complaint.contains(expected), "{complaint}");
    }
}
