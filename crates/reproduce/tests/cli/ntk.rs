//! `ntk`: kernels that can be computed by hand, and what is refused.

use nn::npy::{self, Array};

use crate::project::{Done, Project};

/// relu(x₁) + 2 relu(x₂).
const NET: &str = r#"{
    "layers.0.weight": [[1, 0], [0, 1]], "layers.0.bias": [0, 0],
    "layers.2.weight": [[1, 2]], "layers.2.bias": [0]
}"#;

fn project(shape: &[usize], data: &[f64]) -> Project {
    let project = Project::new();
    project.write("net.json", NET);
    let array = Array { shape: shape.to_vec(), data: data.to_vec() };
    npy::save(&project.path("x.npy"), &array).unwrap();
    project
}

fn ntk(project: &Project, options: &[&str]) -> Done {
    project.run([&["ntk", "--inputs", "x.npy"], options].concat())
}

const WEIGHTS: [&str; 2] = ["--weights", "net.json"];

/// At (3, -1): ∂/∂W₀ = (1, 0)ᵀ x, ∂/∂b₀ = (1, 0), ∂/∂W₁ = (3, 0), ∂/∂b₁ = 1, and so on:
/// 10 + 1 + 9 + 1 = 21 on the diagonal; at (1, 2): 5 · 5 + 5 + 5 + 1 = 36; between both
/// (3 - 2) + 1 + 3 + 1 = 6.
#[test]
fn a_kernel_by_hand() {
    let project = project(&[2, 2], &[3.0, -1.0, 1.0, 2.0]);
    for method in ["rows", "factors", "products"] {
        let done = ntk(&project, &[&WEIGHTS[..], &["--method", method]].concat());
        assert_eq!((done.code, &*done.out), (Some(0), "21.0 6.0\n6.0 36.0\n"), "{done:?}");
    }
    let done = ntk(&project, &[&WEIGHTS[..], &["--out", "k.npy"]].concat());
    assert_eq!((done.code, &*done.out), (Some(0), ""), "{done:?}");
    let found = npy::load::<f64>(&project.path("k.npy")).unwrap();
    assert_eq!(found, Array { shape: vec![2, 2], data: vec![21.0, 6.0, 6.0, 36.0] });
}

#[test]
fn several_outputs_have_axes() {
    let project = project(&[1, 1], &[2.0]);
    project.write("net.json", r#"{"layers.0.weight": [[1], [5]], "layers.0.bias": [0, 0]}"#);
    let done = ntk(&project, &[&WEIGHTS[..], &["--out", "k.npy"]].concat());
    assert_eq!(done.code, Some(0), "{done:?}");
    let found = npy::load::<f64>(&project.path("k.npy")).unwrap();
    assert_eq!(found, Array { shape: vec![1, 1, 2, 2], data: vec![5.0, 0.0, 0.0, 5.0] });
}

/// Without a hidden layer both kernels are S² x x' / d + B².
#[test]
fn infinite_width() {
    let project = project(&[2, 2], &[2.0, 0.0, 1.0, 3.0]);
    let linear = ["--infinite", "--depth", "0", "--w-std", "2", "--b-std", "1"];
    for kernel in ["ntk", "nngp"] {
        let done = ntk(&project, &[&linear[..], &["--kernel", kernel]].concat());
        assert_eq!((done.code, &*done.out), (Some(0), "9.0 5.0\n5.0 21.0\n"), "{done:?}");
    }
    let deep = ["--infinite", "--depth", "3", "--w-std", "1.5", "--b-std", "0"];
    for activation in ["relu", "erf", "tanh"] {
        let done = ntk(&project, &[&deep[..], &["--activation", activation]].concat());
        assert_eq!((done.code, done.out.lines().count()), (Some(0), 2), "{done:?}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    let fine = project(&[1, 2], &[1.0, 2.0]);
    let infinite = |std| vec!["--infinite", "--depth", "1", "--w-std", std, "--b-std", "0"];
    let cases: [(&Project, Vec<&str>, &str); 8] = [
        (&fine, vec![], "--weights"),
        (&fine, vec!["--infinite"], "--depth"),
        (&fine, vec!["--weights", "net.json", "--depth", "2"], "--infinite"),
        (&fine, infinite("-1"), "a standard deviation is finite and not negative"),
        (&fine, infinite("NaN"), "a standard deviation is finite and not negative"),
        (
            &project(&[1, 3], &[1.0, 2.0, 3.0]),
            WEIGHTS.to_vec(),
            "x.npy: has 3 numbers a row, but the network takes 2",
        ),
        (&project(&[2], &[1.0, 2.0]), WEIGHTS.to_vec(), "x.npy: expected n x d inputs"),
        (&project(&[1, 2], &[1.0, f64::NAN]), WEIGHTS.to_vec(), "x.npy: NaN is no input"),
    ];
    for (project, options, message) in cases {
        let done = ntk(project, &options);
        assert_eq!((done.code, &*done.out), (Some(2), ""), "{done:?}");
        assert!(done.err.contains(message), "{done:?}");
    }
}
