//! The same counts by other means: polygons with rational corners, cut by every unit in turn, and
//! kept when their area is above zero. No doubles, no filter, no lines that corners remember.

use geometry::ReluNetwork;
use num_rational::BigRational;
use std::collections::BTreeSet;

type Q = BigRational;
type Point = [Q; 2];
type Form = [Q; 3];

/// Patterns of gates with the network's affine map on each.
pub(crate) struct Recount {
    pub(crate) regions: Vec<(Vec<bool>, Vec<Form>)>,
}

impl Recount {
    /// Of a network of two inputs.
    pub(crate) fn new(network: &ReluNetwork, half_width: f64) -> Self {
        let r = q(half_width);
        let corner = |x: i32, y: i32| [q(f64::from(x)) * &r, q(f64::from(y)) * &r];
        let square = vec![corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
        let zero = || q(0.0);
        let inputs = vec![[q(1.0), zero(), zero()], [zero(), q(1.0), zero()]];
        let mut recount = Self { regions: Vec::new() };
        recount.layer(network, 0, &inputs, square, Vec::new());
        recount
    }

    pub(crate) fn patterns(&self) -> BTreeSet<&Vec<bool>> {
        self.regions.iter().map(|(gates, _)| gates).collect()
    }

    pub(crate) fn maps(&self) -> BTreeSet<&Vec<Form>> {
        self.regions.iter().map(|(_, map)| map).collect()
    }

    fn layer(
        &mut self,
        network: &ReluNetwork,
        layer: usize,
        inputs: &[Form],
        polygon: Vec<Point>,
        gates: Vec<bool>,
    ) {
        let affine = &network.layers()[layer];
        let forms: Vec<Form> = (0..affine.bias.len())
            .map(|j| {
                let mut sum = [q(0.0), q(0.0), q(affine.bias[j])];
                for (form, &w) in inputs.iter().zip(affine.weight.row(j)) {
                    for (sum, coefficient) in sum.iter_mut().zip(form) {
                        *sum += q(w) * coefficient;
                    }
                }
                sum
            })
            .collect();
        if layer + 1 == network.layers().len() {
            return self.regions.push((gates, forms));
        }
        let mut parts = vec![(polygon, Vec::new())];
        for form in &forms {
            let minus = form.clone().map(|c| -c);
            let both = |(polygon, on): (Vec<Point>, Vec<bool>)| {
                let part = |form: &Form, gate| {
                    let part = clip(&polygon, form);
                    (double_area(&part) > q(0.0)).then(|| (part, [on.clone(), vec![gate]].concat()))
                };
                // A form that is zero everywhere would keep the polygon on both sides.
                let above = if form.iter().all(|c| *c == q(0.0)) { None } else { part(form, true) };
                [above, part(&minus, false)].into_iter().flatten().collect::<Vec<_>>()
            };
            parts = parts.into_iter().flat_map(both).collect();
        }
        for (polygon, on) in parts {
            let passed = |(form, &on): (&Form, &bool)| {
                if on { form.clone() } else { form.clone().map(|_| q(0.0)) }
            };
            let outputs: Vec<Form> = forms.iter().zip(&on).map(passed).collect();
            self.layer(network, layer + 1, &outputs, polygon, [gates.clone(), on].concat());
        }
    }
}

fn q(x: f64) -> Q {
    Q::from_float(x).expect("finite")
}

fn value(form: &Form, [x, y]: &Point) -> Q {
    &form[0] * x + &form[1] * y + &form[2]
}

/// Sutherland and Hodgman: the part where the form is at least zero.
fn clip(polygon: &[Point], form: &Form) -> Vec<Point> {
    let mut part = Vec::new();
    for (i, from) in polygon.iter().enumerate() {
        let to = &polygon[(i + 1) % polygon.len()];
        let (s, s_to) = (value(form, from), value(form, to));
        if s >= q(0.0) {
            part.push(from.clone());
        }
        if &s * &s_to < q(0.0) {
            let t = &s / (&s - &s_to);
            part.push([0, 1].map(|k| &from[k] + &t * (&to[k] - &from[k])));
        }
    }
    part
}

fn double_area(polygon: &[Point]) -> Q {
    let mut sum = q(0.0);
    for (i, [x, y]) in polygon.iter().enumerate() {
        let [x_next, y_next] = &polygon[(i + 1) % polygon.len()];
        sum += x * y_next - x_next * y;
    }
    sum
}
