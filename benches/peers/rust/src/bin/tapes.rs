//! Tapes of one number a node: the crates `reverse` and `aad`, and as a floor the least that such
//! a tape can do, two parents and two slopes a node.

use peers::{Task, load};
use reverse::Gradient;

const WIDTHS: [usize; 4] = [2, 16, 16, 1];
/// Steps a call: one takes less than a millisecond.
const STEPS: usize = 10;

struct Data {
    x: Vec<f64>,
    y: Vec<f64>,
    /// A unit's weights, then its bias.
    params: Vec<f64>,
}

fn main() {
    let task = Task::from_arguments();
    if task.workload != "scalar" {
        task.unknown();
    }
    let mut params = Vec::new();
    for (layer, &inputs) in WIDTHS[..3].iter().enumerate() {
        for unit in load(&format!("scalar_W{layer}")).chunks(inputs) {
            params.extend_from_slice(unit);
            params.push(0.0);
        }
    }
    let data = Data { x: load("scalar_x"), y: load("scalar_y"), params };
    match task.text("mode", "index") {
        "index" => {
            let mut tape = index::Tape::default();
            time(&task, || step_index(&data, &mut tape));
        }
        "reverse" => time(&task, || step_reverse(&data)),
        "aad" => time(&task, || step_aad(&data)),
        _ => task.unknown(),
    }
}

fn time(task: &Task, mut step: impl FnMut() -> f64) {
    task.time(STEPS, || (0..STEPS).map(|_| step()).last().unwrap_or(f64::NAN));
}

/// The mean hinge loss with a penalty on the weights. A macro, for the crates' types have no
/// trait in common; a ReLU is a product with 0 or 1.
macro_rules! loss {
    ($data:expr, $params:expr, $value:expr) => {{
        let relu = |z| z * if $value(&z) > 0.0 { 1.0 } else { 0.0 };
        let mut total = None;
        let (mut first, mut second) = (Vec::with_capacity(16), Vec::with_capacity(16));
        for (x, label) in $data.x.chunks_exact(2).zip(&$data.y) {
            let (in_first, rest) = $params.split_at(16 * 3);
            let (in_second, last) = rest.split_at(16 * 17);
            first.clear();
            second.clear();
            for unit in in_first.chunks_exact(3) {
                first.push(relu(unit[2] + unit[0] * x[0] + unit[1] * x[1]));
            }
            for unit in in_second.chunks_exact(17) {
                let inputs = unit.iter().zip(&first);
                second.push(relu(inputs.fold(unit[16], |z, (&w, &h)| z + w * h)));
            }
            let output = last.iter().zip(&second).fold(last[16], |z, (&w, &h)| z + w * h);
            let hinge = relu(output * -label + 1.0);
            total = Some(total.map_or(hinge, |total| total + hinge));
        }
        let square = $params[0] * $params[0];
        let squares = $params[1..].iter().fold(square, |sum, &p| sum + p * p);
        total.expect("there are points") * 0.01 + squares * 1e-4
    }};
}

fn step_index(data: &Data, tape: &mut index::Tape) -> f64 {
    tape.clear();
    let params: Vec<index::Var> = data.params.iter().map(|&p| tape.var(p)).collect();
    let loss = loss!(data, params, |z: &index::Var| z.value);
    let gradient = tape.gradient(loss);
    loss.value + gradient[..params.len()].iter().map(|g| g.abs()).sum::<f64>()
}

fn step_reverse(data: &Data) -> f64 {
    let tape = reverse::Tape::new();
    let params = tape.add_vars(&data.params);
    let loss = loss!(data, params, |z: &reverse::Var| z.val());
    let gradient: Vec<f64> = loss.grad().wrt(&params[..]);
    loss.val() + gradient.iter().map(|g| g.abs()).sum::<f64>()
}

fn step_aad(data: &Data) -> f64 {
    let tape = aad::Tape::with_capacity(80_000);
    let params: Vec<_> = tape.create_variables_iter(&data.params).collect();
    let loss = loss!(data, params, |z: &aad::Variable<f64>| z.value());
    let gradient = loss.compute_gradients().expect("the loss is on a tape");
    let size = |param| gradient.get_gradient(param).expect("so are the parameters").abs();
    loss.value() + params.iter().map(size).sum::<f64>()
}

mod index {
    //! A node is 24 bytes; values ride in the variables.

    use std::cell::UnsafeCell;
    use std::ops::{Add, Mul};

    struct Node {
        parents: [u32; 2],
        slopes: [f64; 2],
    }

    /// Without the flag of a `RefCell`: nodes are lent to nobody.
    #[derive(Default)]
    pub struct Tape(UnsafeCell<Vec<Node>>);

    #[derive(Clone, Copy)]
    pub struct Var<'t> {
        tape: &'t Tape,
        index: u32,
        pub value: f64,
    }

    impl Tape {
        pub fn clear(&mut self) {
            self.0.get_mut().clear();
        }

        pub fn var(&self, value: f64) -> Var<'_> {
            self.push([0, 0], [0.0, 0.0], value)
        }

        fn push(&self, parents: [u32; 2], slopes: [f64; 2], value: f64) -> Var<'_> {
            // SAFETY: no reference to the nodes outlives this function or `gradient`.
            let nodes = unsafe { &mut *self.0.get() };
            nodes.push(Node { parents, slopes });
            Var { tape: self, index: nodes.len() as u32 - 1, value }
        }

        /// The derivative by every variable up to the root.
        pub fn gradient(&self, root: Var<'_>) -> Vec<f64> {
            // SAFETY: as above.
            let nodes = unsafe { &*self.0.get() };
            let mut gradient = vec![0.0; root.index as usize + 1];
            gradient[root.index as usize] = 1.0;
            for index in (0..gradient.len()).rev() {
                let Node { parents, slopes } = &nodes[index];
                let adjoint = gradient[index];
                gradient[parents[0] as usize] += slopes[0] * adjoint;
                gradient[parents[1] as usize] += slopes[1] * adjoint;
            }
            gradient
        }
    }

    impl<'t> Add for Var<'t> {
        type Output = Self;
        fn add(self, other: Self) -> Self {
            let parents = [self.index, other.index];
            self.tape.push(parents, [1.0, 1.0], self.value + other.value)
        }
    }

    impl<'t> Mul for Var<'t> {
        type Output = Self;
        fn mul(self, other: Self) -> Self {
            let parents = [self.index, other.index];
            self.tape.push(parents, [other.value, self.value], self.value * other.value)
        }
    }

    impl<'t> Add<f64> for Var<'t> {
        type Output = Self;
        fn add(self, other: f64) -> Self {
            self.tape.push([self.index; 2], [1.0, 0.0], self.value + other)
        }
    }

    impl<'t> Mul<f64> for Var<'t> {
        type Output = Self;
        fn mul(self, other: f64) -> Self {
            self.tape.push([self.index; 2], [other, 0.0], self.value * other)
        }
    }
}
