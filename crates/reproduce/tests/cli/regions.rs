//! `regions`: files of weights, good and bad.

use std::fs;

use safetensors::tensor::{Dtype, TensorView};
use serde_json::Value;

use crate::project::{Done, Project};

/// |x₁| + |x₂|, with the numbers that `Sequential` gives.
const DIAMOND: &str = r#"{
    "layers.0.weight": [[1, 0], [-1, 0], [0, 1.0], [0, -1]],
    "layers.0.bias": [0, 0, 0, 0],
    "layers.2.weight": [[1, 1, 1, 1]],
    "layers.2.bias": [-0.5]
}"#;

fn regions(project: &Project, text: &str, options: &[&str]) -> Done {
    project.write("net.json", text);
    project.run([&["regions", "--weights", "net.json"], options].concat())
}

fn answer(done: &Done) -> Value {
    assert_eq!(done.code, Some(0), "{done:?}");
    serde_json::from_str(&done.out).unwrap()
}

#[test]
fn counts_in_words_and_in_json() {
    let project = Project::new();
    let done = regions(&project, DIAMOND, &[]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.starts_with("network 2-4-1 in the open box |x_i| < 1.0\n"), "{done:?}");
    assert!(done.out.contains("convex cells                  4\n"), "{done:?}");

    let found = answer(&regions(&project, DIAMOND, &["--json", "--box", "1e9"]));
    let expected = serde_json::json!({
        "inputs": 2, "hidden": [4], "outputs": 1, "box": 1e9, "convex_cells": 4,
        "distinct_activation_patterns": 4, "distinct_affine_maps": 4,
    });
    assert_eq!(found, expected);
}

#[test]
fn one_input_and_no_hidden_layer() {
    let project = Project::new();
    // relu(x) - relu(x - 2): the second crease is outside of the default box.
    let ramp = r#"{"layers.0.weight": [[1], [1]], "layers.0.bias": [0, -2],
                   "layers.1.weight": [[1, -1]], "layers.1.bias": [0]}"#;
    let svg = ["--json", "--box", "3", "--svg", "out.svg"];
    let found = answer(&regions(&project, ramp, &svg));
    assert_eq!(found["convex_cells"], 3);
    assert_eq!(found["linear_pieces"], 3);
    assert!(project.read("out.svg").starts_with("<svg"));
    assert_eq!(answer(&regions(&project, ramp, &["--json"]))["linear_pieces"], 2);

    let affine = r#"{"layers.7.weight": [[0.5, -2]], "layers.7.bias": [1]}"#;
    let found = answer(&regions(&project, affine, &["--json", "--svg", "out.svg"]));
    assert_eq!((&found["convex_cells"], &found["hidden"]), (&1.into(), &Value::Array(vec![])));

    let constant = r#"{"layers.0.weight": [[0]], "layers.0.bias": [1]}"#;
    let found = answer(&regions(&project, constant, &["--json", "--svg", "out.svg"]));
    assert_eq!(found["linear_pieces"], 1);
}

#[test]
fn a_partition_is_drawn_whole_or_not_at_all() {
    let project = Project::new();
    let done = regions(&project, DIAMOND, &["--svg", "out.svg"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let svg = project.read("out.svg");
    assert_eq!(svg.matches("<polygon").count(), 4);
    let done = regions(&project, DIAMOND, &["--svg", "net.json/out.svg"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert_eq!(done.out, "");
    // A file that cannot be written leaves no litter, and a bad network leaves the old picture.
    let names = || fs::read_dir(project.path(".")).unwrap().count();
    let before = names();
    assert_eq!(regions(&project, "{}", &["--svg", "out.svg"]).code, Some(2));
    assert_eq!((project.read("out.svg"), names()), (svg, before));
}

/// The file's numbers in each type give the same answer as JSON.
#[test]
fn safetensors_of_every_type() {
    let project = Project::new();
    let weight = [1.0_f64, 0.0, -1.0, 0.5, 0.0, 2.0];
    let bias = [0.25, -0.5, 1.0];
    let last = [1.0, -3.0, 0.125];
    let half = |x: f64| {
        // Exact for these numbers: no subnormals, and fractions of few bits.
        let bits = (x as f32).to_bits();
        let exponent = (bits >> 23 & 0xff).saturating_sub(127 - 15) * u32::from(x != 0.0);
        ((bits >> 16 & 0x8000) | (exponent << 10) | (bits >> 13 & 0x3ff)) as u16
    };
    let mut answers = Vec::new();
    for dtype in [Dtype::F64, Dtype::F32, Dtype::F16, Dtype::BF16] {
        let bytes = |numbers: &[f64]| -> Vec<u8> {
            let bytes = |&x: &f64| match dtype {
                Dtype::F64 => x.to_le_bytes().to_vec(),
                Dtype::F32 => (x as f32).to_le_bytes().to_vec(),
                Dtype::F16 => half(x).to_le_bytes().to_vec(),
                _ => (x as f32).to_le_bytes()[2..].to_vec(),
            };
            numbers.iter().flat_map(bytes).collect()
        };
        let arrays = [
            ("layers.0.weight", vec![3, 2], bytes(&weight)),
            ("layers.0.bias", vec![3], bytes(&bias)),
            ("layers.10.weight", vec![1, 3], bytes(&last)),
            ("layers.10.bias", vec![1], bytes(&[0.0])),
        ];
        let views = arrays.iter().map(|(name, shape, bytes)| {
            (*name, TensorView::new(dtype, shape.clone(), bytes).unwrap())
        });
        fs::write(project.path("n.safetensors"), safetensors::serialize(views, None).unwrap())
            .unwrap();
        answers.push(answer(&project.run(["regions", "--weights", "n.safetensors", "--json"])));
    }
    // Three lines that meet two by two in (-1/4, 1/2), (-1/4, -1/2) and (-3/4, -1/2).
    assert_eq!(answers[0]["convex_cells"], 7);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");

    let ints = TensorView::new(Dtype::I64, vec![1], &[0; 8]).unwrap();
    let bytes = safetensors::serialize([("layers.0.bias", ints)], None).unwrap();
    fs::write(project.path("n.safetensors"), &bytes).unwrap();
    let done = project.run(["regions", "--weights", "n.safetensors"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.err.contains("layers.0.bias: numbers of type I64; expected F64"), "{done:?}");
    fs::write(project.path("n.safetensors"), &bytes[..bytes.len() - 1]).unwrap();
    let done = project.run(["regions", "--weights", "n.safetensors"]);
    assert!(done.err.contains("not a valid safetensors file"), "{done:?}");
}

#[test]
fn what_is_no_such_network_is_refused_with_the_reason() {
    let project = Project::new();
    for (text, message) in [
        ("", "expected one JSON object"),
        ("[]", "expected one JSON object"),
        ("{}", "a network needs at least one layer"),
        ("{\"layers.0.weight\": [[1]]", "EOF while parsing"),
        (r#"{"layers.0.weight": [[1]]}"#, "`layers.0.bias` is missing"),
        (r#"{"layers.0.bias": [1]}"#, "`layers.0.weight` is missing"),
        (r#"{"layers.0.bias": [1], "layers.0.bias": [2]}"#, "\"layers.0.bias\" comes twice"),
        (r#"{"head.weight": [[1]]}"#, "\"head.weight\" is neither"),
        (r#"{"layers.0.weight": [1]}"#, "layers.0.weight: expected 2 dimensions, found 1"),
        (r#"{"layers.0.bias": [[1]]}"#, "layers.0.bias: expected 1 dimensions, found 2"),
        (r#"{"layers.0.bias": [[[1]]]}"#, "expected a number that a double can hold, found `[1]`"),
        (r#"{"layers.0.bias": 1}"#, "expected an array of numbers, found `1`"),
        (r#"{"layers.0.bias": ["1"]}"#, "expected a number that a double can hold"),
        (r#"{"layers.0.bias": [NaN]}"#, "expected value at line 1"),
        (r#"{"layers.0.bias": [1e999]}"#, "found `1e999`"),
        (r#"{"layers.0.bias": [9007199254740993]}"#, "the integer `9007199254740993` is no double"),
        (r#"{"layers.0.weight": [[1, 2], [3]]}"#, "row 1 has 1 entries, but row 0 has 2"),
        (
            r#"{"layers.0.weight": [[1, 2]], "layers.0.bias": [1, 2]}"#,
            "the weight gives 1 outputs, but the bias has 2 entries",
        ),
        (
            r#"{"layers.0.weight": [[1, 2]], "layers.0.bias": [1],
                "layers.3.weight": [[1, 2]], "layers.3.bias": [1]}"#,
            "layer 1: the weight takes 2 inputs, but layer 0 gives 1 (counting layers.0, layers.3)",
        ),
        (
            r#"{"layers.0.weight": [[1, 2, 3]], "layers.0.bias": [1]}"#,
            "expected a network of 1 or 2 inputs, this one has 3",
        ),
        (r#"{"layers.0.weight": [[]], "layers.0.bias": [1]}"#, "needs an input and an output"),
    ] {
        let done = regions(&project, text, &["--json"]);
        assert_eq!(done.code, Some(2), "{text}: {done:?}");
        assert!(done.err.contains(message), "{text}: {} lacks `{message}`", done.err);
        assert!(done.err.starts_with("error: net.json: "), "{done:?}");
        assert!(!done.err.contains("panicked") && done.out.is_empty(), "{done:?}");
    }
}

#[test]
fn bad_options_are_refused() {
    let project = Project::new();
    for r in ["0", "-1", "NaN", "inf", "1e-200", "1e200"] {
        let done = regions(&project, DIAMOND, &["--box", r]);
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(done.err.contains("the box |x| < R needs an R from 1e-100 to 1e100"), "{done:?}");
    }
    assert!(regions(&project, DIAMOND, &["--box", "wide"]).err.contains("'wide' for '--box <R>'"));
    for (args, message) in [
        (&["regions"][..], "--weights <FILE>"),
        (
            &["regions", "--weights", "net.pt"],
            "net.pt: expected a file called *.safetensors or *.json",
        ),
        (&["regions", "--weights", "none.json"], "cannot read none.json: "),
        (&["regions", "--weights", "data"], "data: expected a file called"),
    ] {
        let done = project.run(args);
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(done.err.contains(message), "{done:?}");
    }
    for nowhere in [".", "..", "/"] {
        let done = regions(&project, DIAMOND, &["--svg", nowhere]);
        assert_eq!(done.code, Some(2), "{done:?}");
        assert!(done.err.contains("this names no file"), "{done:?}");
    }
    let steep = DIAMOND.replace("[1, 1, 1, 1]", "[1e200, 1e200, 1e200, 1e200]");
    let done = regions(&project, &steep, &["--svg", "out.svg"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.err.contains("a gradient is too large to be drawn"), "{done:?}");
    let many =
        r#"{"layers.0.weight": [[1], [2], [3], [4], [5]], "layers.0.bias": [0, 0, 0, 0, 0]}"#;
    let done = regions(&project, many, &["--svg", "out.svg"]);
    assert!(done.err.contains("--svg draws up to 4 outputs, this network has 5"), "{done:?}");
}
