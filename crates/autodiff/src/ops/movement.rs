//! The same numbers in other places.

use crate::op::{Inputs, Op, Rule, View};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// Operations that move numbers without changing them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Movement {
    /// Rows become columns.
    Transpose(Var),
    /// The same numbers in the same order, in another shape.
    Reshape(Var),
    /// out\[i\] = a\[table\[i\]\], or 0 where the table says so.
    Gather(Var, TableId),
    /// The transpose of a gather: out\[table\[i\]\] += a\[i\], in the order of i.
    Scatter(Var, TableId),
}

/// Where each entry of a gathered value comes from. A convolution is a gather
/// followed by a matrix product; a slice, a padding or an embedding is a gather.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTable {
    source: Shape,
    output: Shape,
    entries: Vec<Option<u32>>,
}

/// An [`IndexTable`] that was given to a tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableId(u32);

impl IndexTable {
    /// A table that makes an `output` from a `source`: entry i of the output
    /// (row by row) is entry `entries[i]` of the source, or 0 for `None`.
    ///
    /// # Panics
    /// If there is not one entry for each output, or one lies outside the source.
    #[track_caller]
    pub fn new(source: Shape, output: Shape, entries: Vec<Option<u32>>) -> Self {
        let n = entries.len();
        assert!(
            n == output.len(),
            "index table: the output {output} needs {} entries, got {n}",
            output.len()
        );
        if let Some(outside) =
            entries.iter().flatten().find(|&&entry| entry as usize >= source.len())
        {
            panic!("index table: entry {outside} lies outside the source {source}");
        }
        Self { source, output, entries }
    }
}

impl Tape {
    /// A^T.
    #[track_caller]
    pub fn transpose(&mut self, a: Var) -> Var {
        let shape = self.shape_for("transpose", a).transposed();
        self.push(Op::Movement(Movement::Transpose(a)), shape)
    }

    /// The same numbers, row by row, as `rows` x `cols`.
    ///
    /// # Panics
    /// If the number of entries would change.
    #[track_caller]
    pub fn reshape(&mut self, a: Var, rows: usize, cols: usize) -> Var {
        let (from, to) = (self.shape_for("reshape", a), Shape::new(rows, cols));
        assert!(
            from.len() == to.len(),
            "reshape: {from} has {} entries, {to} has {}",
            from.len(),
            to.len()
        );
        self.push(Op::Movement(Movement::Reshape(a)), to)
    }

    /// Keeps an index table for [`Tape::gather`]; it survives `clear` and `rewind`.
    pub fn table(&mut self, table: IndexTable) -> TableId {
        self.tables.push(table);
        TableId(u32::try_from(self.tables.len() - 1).expect("fewer than 2^32 tables"))
    }

    /// Takes entries from where the table says.
    ///
    /// # Panics
    /// If `a` has not the shape of the table's source.
    #[track_caller]
    pub fn gather(&mut self, a: Var, table: TableId) -> Var {
        let (source, output) = self.table_shapes(table);
        let shape = self.shape_for("gather", a);
        assert!(shape == source, "gather: the value is {shape}, but the table takes from {source}");
        self.push(Op::Movement(Movement::Gather(a, table)), output)
    }

    /// Adds entries to where the table took them from.
    ///
    /// # Panics
    /// If `a` has not the shape of the table's output.
    #[track_caller]
    pub fn scatter(&mut self, a: Var, table: TableId) -> Var {
        let (source, output) = self.table_shapes(table);
        let shape = self.shape_for("scatter", a);
        assert!(shape == output, "scatter: the value is {shape}, but the table makes {output}");
        self.push(Op::Movement(Movement::Scatter(a, table)), source)
    }

    #[track_caller]
    fn table_shapes(&self, id: TableId) -> (Shape, Shape) {
        let table = self.tables.get(id.0 as usize).expect("an index table of this tape");
        (table.source, table.output)
    }
}

impl Movement {
    fn input(self) -> Var {
        match self {
            Movement::Transpose(a) | Movement::Reshape(a) => a,
            Movement::Gather(a, _) | Movement::Scatter(a, _) => a,
        }
    }
}

impl Rule for Movement {
    fn name(&self) -> String {
        let name = match self {
            Movement::Transpose(_) => "transpose",
            Movement::Reshape(_) => "reshape",
            Movement::Gather(..) => "gather",
            Movement::Scatter(..) => "scatter",
        };
        name.to_owned()
    }

    fn inputs(&self) -> Inputs {
        [Some(self.input()), None, None]
    }

    fn eval(&self, view: &View<'_>, shape: Shape, out: &mut [f64]) {
        let x = view.value(self.input());
        match *self {
            Movement::Transpose(_) => {
                for (i, row) in out.chunks_exact_mut(shape.cols).enumerate() {
                    for (j, out) in row.iter_mut().enumerate() {
                        *out = x[j * shape.rows + i];
                    }
                }
            }
            Movement::Reshape(_) => out.copy_from_slice(x),
            Movement::Gather(_, TableId(id)) => {
                for (out, entry) in out.iter_mut().zip(&view.tables[id as usize].entries) {
                    *out = entry.map_or(0.0, |entry| x[entry as usize]);
                }
            }
            Movement::Scatter(_, TableId(id)) => {
                out.fill(0.0);
                for (&x, entry) in x.iter().zip(&view.tables[id as usize].entries) {
                    if let Some(entry) = entry {
                        out[*entry as usize] += x;
                    }
                }
            }
        }
    }

    fn vjp(&self, tape: &mut Tape, _y: Var, _i: usize, dy: Var) -> Var {
        match *self {
            Movement::Transpose(_) => tape.transpose(dy),
            Movement::Reshape(a) => tape.reshape(dy, tape.shape(a).rows, tape.shape(a).cols),
            Movement::Gather(_, table) => tape.scatter(dy, table),
            Movement::Scatter(_, table) => tape.gather(dy, table),
        }
    }

    /// Movements are linear: the same operation on the tangent.
    fn jvp(&self, tape: &mut Tape, y: Var, _i: usize, dx: Var) -> Var {
        match *self {
            Movement::Transpose(_) => tape.transpose(dx),
            Movement::Reshape(_) => tape.reshape(dx, tape.shape(y).rows, tape.shape(y).cols),
            Movement::Gather(_, table) => tape.gather(dx, table),
            Movement::Scatter(_, table) => tape.scatter(dx, table),
        }
    }

    fn work(&self, _tape: &Tape, _shape: Shape) -> Cost {
        Cost::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves() {
        let mut tape = Tape::new();
        let a = tape.leaf(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let entries = vec![Some(5), None, Some(0), Some(5)];
        let table = tape.table(IndexTable::new(Shape::new(2, 3), Shape::new(1, 4), entries));
        let (turned, flat) = (tape.transpose(a), tape.reshape(a, 1, 6));
        assert_eq!(tape.value(turned), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(tape.value(flat), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let taken = tape.gather(a, table);
        assert_eq!(tape.value(taken), [6.0, 0.0, 1.0, 6.0]);
        let back = tape.scatter(taken, table);
        assert_eq!(tape.value(back), [1.0, 0.0, 0.0, 0.0, 0.0, 12.0]);
    }

    #[test]
    #[should_panic(expected = "index table: entry 6 lies outside the source 2x3")]
    fn a_table_stays_inside_its_source() {
        IndexTable::new(Shape::new(2, 3), Shape::new(1, 1), vec![Some(6)]);
    }
}
