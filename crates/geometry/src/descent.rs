//! The walk through all regions: polygons, divided layer by layer.

use crate::forms::{Forms, Problem};
use crate::polygon::{Division, Polygon, sides};

/// What the walk knows of a region when it gets there.
pub(crate) struct Region<'a> {
    pub(crate) gates: &'a [bool],
    pub(crate) outputs: &'a Forms<'a>,
    pub(crate) polygon: &'a Polygon<'a>,
}

/// Calls `visit` for every region of the box with an interior. Only what leads to the present
/// region is in memory: for each layer its forms and the parts that are still to be divided.
pub(crate) fn walk(problem: &Problem<'_>, visit: &mut dyn FnMut(Region<'_>)) {
    let sides = sides(problem.half_width);
    let square = Polygon::square(problem, &sides);
    let mut gates = Vec::with_capacity(problem.network.units());
    descend(&Forms::first(problem), square, &mut gates, visit);
}

/// Divides a polygon by the creases of a layer, whose forms are the same in all of it, and each
/// part by those of the layers after. `gates` are those of the layers before.
fn descend(
    forms: &Forms<'_>,
    polygon: Polygon<'_>,
    gates: &mut Vec<bool>,
    visit: &mut dyn FnMut(Region<'_>),
) {
    if forms.is_last() {
        return visit(Region { gates, outputs: forms, polygon: &polygon });
    }
    // Most creases miss the polygon and so all its parts.
    let whole: Vec<Option<bool>> = (0..forms.width()).map(|j| polygon.gate(forms, j)).collect();
    let mut parts = vec![(polygon, Vec::with_capacity(forms.width()))];
    while let Some((mut part, mut on)) = parts.pop() {
        for (unit, &whole) in whole.iter().enumerate().skip(on.len()) {
            let division = whole.map_or_else(|| part.divide(forms, unit), Division::Whole);
            match division {
                Division::Whole(gate) => on.push(gate),
                Division::Parts(first, gate, other) => {
                    let mut other_on = on.clone();
                    other_on.push(!gate);
                    parts.push((other, other_on));
                    on.push(gate);
                    part = first;
                }
            }
        }
        let before = gates.len();
        gates.extend(&on);
        descend(&Forms::after(forms, &on), part, gates, visit);
        gates.truncate(before);
    }
}
