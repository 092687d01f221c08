//! All parameters of a model in one flat vector, with named and shaped slots.
//!
//! Optimisers, masks, interpolations and checkpoints are loops over one slice; layers find
//! their matrices by name. A gradient has the same layout, so that entry i of one belongs to
//! entry i of the other.

use autodiff::{Tape, Var};

/// A matrix inside [`Params`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Unique among the slots, such as `layers.0.weight`.
    pub name: String,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Where its entries begin in the flat vector; they are row-major.
    pub offset: usize,
}

impl Slot {
    /// The part of the flat vector that holds its entries.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.offset..self.offset + self.rows * self.cols
    }
}

/// Named matrices, one after the other in a flat vector.
///
/// ```
/// use nn::Params;
///
/// let mut params = Params::new();
/// params.push("weight", 2, 3).copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
/// params.push("bias", 1, 3);
/// assert_eq!(params.len(), 9);
/// assert_eq!(params.get("bias"), Some(&[0.0; 3][..]));
///
/// // A step of gradient descent is a loop over the flat vectors.
/// let mut gradient = params.zeros_like();
/// gradient.get_mut("bias").unwrap().fill(1.0);
/// for (p, g) in params.data_mut().iter_mut().zip(gradient.data()) {
///     *p -= 0.5 * g;
/// }
/// assert_eq!(params.get("bias"), Some(&[-0.5; 3][..]));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params {
    data: Vec<f64>,
    slots: Vec<Slot>,
}

impl Params {
    /// No slots.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a slot of zeros after the others and returns its entries.
    ///
    /// # Panics
    ///
    /// If a slot of that name exists.
    #[track_caller]
    pub fn push(&mut self, name: &str, rows: usize, cols: usize) -> &mut [f64] {
        assert!(self.slot(name).is_none(), "a slot named {name:?} exists already");
        let offset = self.data.len();
        self.data.resize(offset + rows * cols, 0.0);
        self.slots.push(Slot { name: name.to_owned(), rows, cols, offset });
        &mut self.data[offset..]
    }

    /// The same slots, filled with zeros: the place for a gradient.
    pub fn zeros_like(&self) -> Self {
        Self { data: vec![0.0; self.data.len()], slots: self.slots.clone() }
    }

    /// Number of entries in all slots together.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// All entries, slot after slot.
    pub fn data(&self) -> &[f64] {
        &self.data
    }

    /// All entries, slot after slot.
    pub fn data_mut(&mut self) -> &mut [f64] {
        &mut self.data
    }

    /// The slots in order; they lie end to end.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slot of that name.
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }

    /// The entries of the slot of that name, row-major.
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        self.slot(name).map(|slot| &self.data[slot.range()])
    }

    /// The entries of the slot of that name, row-major.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut [f64]> {
        let range = self.slot(name)?.range();
        Some(&mut self.data[range])
    }

    /// The slots with their entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Slot, &[f64])> {
        self.slots.iter().map(|slot| (slot, &self.data[slot.range()]))
    }

    /// Pushes each slot as a leaf and writes the variables to `out` (cleared first), in order.
    pub fn push_leaves(&self, tape: &mut Tape, out: &mut Vec<Var>) {
        out.clear();
        for (slot, data) in self.iter() {
            out.push(tape.leaf(slot.rows, slot.cols, data));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_slots() -> Params {
        let mut params = Params::new();
        params.push("a", 2, 2).copy_from_slice(&[1.0, 2.0, 3.0, 4.0]);
        params.push("b", 1, 3).copy_from_slice(&[5.0, 6.0, 7.0]);
        params
    }

    #[test]
    fn slots_lie_end_to_end() {
        let params = two_slots();
        assert_eq!(params.data(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let b = params.slot("b").unwrap();
        assert_eq!((b.rows, b.cols, b.range()), (1, 3, 4..7));
        let by_name: Vec<_> = params.iter().map(|(slot, data)| (&*slot.name, data)).collect();
        assert_eq!(by_name, [("a", &params.data()[..4]), ("b", &params.data()[4..])]);
        assert_eq!(params.get("c"), None);
    }

    #[test]
    fn a_gradient_has_the_layout_of_its_parameters() {
        let mut gradient = two_slots().zeros_like();
        assert_eq!(gradient.slots(), two_slots().slots());
        assert_eq!(gradient.data(), [0.0; 7]);
        gradient.get_mut("b").unwrap()[0] = 1.0;
        assert_eq!(gradient.data()[4], 1.0);
    }

    #[test]
    fn an_empty_slot_takes_no_room() {
        let mut params = Params::new();
        assert!(params.push("none", 0, 5).is_empty());
        assert!(params.is_empty());
        params.push("one", 1, 1)[0] = 2.0;
        assert_eq!((params.get("none"), params.get("one")), (Some(&[][..]), Some(&[2.0][..])));
    }

    #[test]
    #[should_panic(expected = "a slot named \"a\" exists already")]
    fn names_are_unique() {
        two_slots().push("a", 1, 1);
    }
}
