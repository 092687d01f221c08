//! The same numbers in other places.

use std::ops::Range;
use std::sync::Arc;

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
/// followed by a matrix product; a slice, a padding or a repetition is a gather.
///
/// A table says how the rows of one example move. A batch is its examples' rows
/// one after another, and is moved example by example: a value of n times the
/// source's rows becomes one of n times the output's rows. One table serves every
/// size of batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexTable {
    source: Shape,
    output: Shape,
    entries: Entries,
}

/// Which entry of the source each entry of the output is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entries {
    /// Each as listed, or 0. Copies of a table share the list, and are known to be equal by that.
    List(Arc<Vec<Option<u32>>>),
    /// Consecutive ones from here on.
    Run(usize),
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
        Self { source, output, entries: Entries::List(Arc::new(entries)) }
    }

    /// A table that makes an `output` from consecutive entries of a `source`, from
    /// entry `start` on. It takes no memory.
    ///
    /// # Panics
    /// If the run does not end inside the source.
    #[track_caller]
    pub fn run(source: Shape, output: Shape, start: usize) -> Self {
        assert!(
            start + output.len() <= source.len(),
            "index table: an output {output} from entry {start} on lies outside the source {source}"
        );
        Self { source, output, entries: Entries::Run(start) }
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
    /// An equal table that was given before is found again, so a program may ask
    /// for its tables each time that it runs.
    pub fn table(&mut self, table: IndexTable) -> TableId {
        let known = self.tables.iter().position(|known| *known == table);
        let index = known.unwrap_or_else(|| {
            self.tables.push(table);
            self.tables.len() - 1
        });
        TableId(u32::try_from(index).expect("fewer than 2^32 tables"))
    }

    /// Takes entries from where the table says, in each example of a batch.
    ///
    /// # Panics
    /// If `a` is not made of examples of the shape of the table's source.
    #[track_caller]
    pub fn gather(&mut self, a: Var, table: TableId) -> Var {
        let (source, output) = self.table_shapes(table);
        let shape = self.shape_for("gather", a);
        let Some(shape) = batch(shape, source, output) else {
            panic!("gather: the value is {shape}, but the table takes from {source}");
        };
        self.push(Op::Movement(Movement::Gather(a, table)), shape)
    }

    /// Adds entries to where the table took them from, in each example of a batch.
    ///
    /// # Panics
    /// If `a` is not made of examples of the shape of the table's output.
    #[track_caller]
    pub fn scatter(&mut self, a: Var, table: TableId) -> Var {
        let (source, output) = self.table_shapes(table);
        let shape = self.shape_for("scatter", a);
        let Some(shape) = batch(shape, output, source) else {
            panic!("scatter: the value is {shape}, but the table makes {output}");
        };
        self.push(Op::Movement(Movement::Scatter(a, table)), shape)
    }

    /// Consecutive rows: a gather.
    ///
    /// # Panics
    /// If there are no such rows.
    #[track_caller]
    pub fn rows(&mut self, a: Var, rows: Range<usize>) -> Var {
        let source = self.shape_for("rows", a);
        let output = Shape::new(rows.len(), source.cols);
        let table = self.table(IndexTable::run(source, output, rows.start * source.cols));
        self.gather(a, table)
    }

    #[track_caller]
    fn table_shapes(&self, id: TableId) -> (Shape, Shape) {
        let table = self.tables.get(id.0 as usize).expect("an index table of this tape");
        (table.source, table.output)
    }
}

/// The shape of as many `to` as there are `from` in `shape`, one below another.
fn batch(shape: Shape, from: Shape, to: Shape) -> Option<Shape> {
    let fits = shape.cols == from.cols && shape.rows.is_multiple_of(from.rows);
    fits.then(|| Shape::new(shape.rows / from.rows * to.rows, to.cols))
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
                let IndexTable { source, output, entries } = &view.tables[id as usize];
                let examples = x.chunks_exact(source.len());
                for (x, out) in examples.zip(out.chunks_exact_mut(output.len())) {
                    match entries {
                        Entries::Run(start) => out.copy_from_slice(&x[*start..][..output.len()]),
                        Entries::List(list) => {
                            for (out, entry) in out.iter_mut().zip(list.iter()) {
                                *out = entry.map_or(0.0, |entry| x[entry as usize]);
                            }
                        }
                    }
                }
            }
            Movement::Scatter(_, TableId(id)) => {
                out.fill(0.0);
                let IndexTable { source, output, entries } = &view.tables[id as usize];
                let examples = x.chunks_exact(output.len());
                for (x, out) in examples.zip(out.chunks_exact_mut(source.len())) {
                    match entries {
                        Entries::Run(start) => out[*start..][..output.len()].copy_from_slice(x),
                        Entries::List(list) => {
                            for (&x, entry) in x.iter().zip(list.iter()) {
                                if let Some(entry) = entry {
                                    out[*entry as usize] += x;
                                }
                            }
                        }
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
    use crate::check::{adjoint_gap, gradcheck};
    use numerics::Matrix;

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
    fn a_batch_is_moved_example_by_example() {
        let mut tape = Tape::new();
        let a = tape.leaf(3, 2, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let (source, output) = (Shape::new(1, 2), Shape::new(2, 2));
        let table = IndexTable::new(source, output, vec![Some(1), Some(0), None, Some(1)]);
        let table = tape.table(table);
        let taken = tape.gather(a, table);
        let expected = [2.0, 1.0, 0.0, 2.0, 4.0, 3.0, 0.0, 4.0, 6.0, 5.0, 0.0, 6.0];
        assert_eq!(tape.shape(taken), Shape::new(6, 2));
        assert_eq!(tape.value(taken), expected);
        let back = tape.scatter(taken, table);
        assert_eq!(tape.shape(back), Shape::new(3, 2));
        assert_eq!(tape.value(back), [1.0, 4.0, 3.0, 8.0, 5.0, 12.0]);
    }

    /// A run is the list of its entries, in both directions and in every example.
    #[test]
    fn a_run_is_a_short_list() {
        let mut tape = Tape::new();
        let data: Vec<f64> = (0..12).map(f64::from).collect();
        let a = tape.leaf(6, 2, &data);
        let (source, output) = (Shape::new(3, 2), Shape::new(1, 3));
        let run = tape.table(IndexTable::run(source, output, 2));
        let list = tape.table(IndexTable::new(source, output, vec![Some(2), Some(3), Some(4)]));
        assert_ne!(run, list);
        let (taken, listed) = (tape.gather(a, run), tape.gather(a, list));
        assert_eq!(tape.value(taken), [2.0, 3.0, 4.0, 8.0, 9.0, 10.0]);
        assert_eq!(tape.value(taken), tape.value(listed));
        let (back, listed) = (tape.scatter(taken, run), tape.scatter(listed, list));
        assert_eq!(tape.value(back), tape.value(listed));
        let rows = tape.rows(a, 1..3);
        assert_eq!(tape.value(rows), [2.0, 3.0, 4.0, 5.0]);
    }

    #[test]
    fn a_batch_passes_the_checks() {
        let source = Shape::new(2, 2);
        let entries = [Some(3), None, Some(0), Some(3), Some(1), Some(1)];
        let list = IndexTable::new(source, Shape::new(3, 2), entries.to_vec());
        let run = IndexTable::run(source, Shape::new(3, 1), 1);
        let x = Matrix { rows: 4, cols: 2, data: vec![0.3, -1.0, 0.7, 2.0, 0.1, -0.4, 1.5, 0.9] };
        for table in [list, run] {
            let program = |tape: &mut Tape, vars: &[Var]| {
                let table = tape.table(table.clone());
                let taken = tape.gather(vars[0], table);
                let squares = tape.mul(taken, taken);
                tape.scatter(squares, table)
            };
            gradcheck(&program, std::slice::from_ref(&x)).unwrap();
            assert!(adjoint_gap(&program, std::slice::from_ref(&x)) < 1e-14);
        }
    }

    #[test]
    fn an_equal_table_is_the_same_table() {
        let mut tape = Tape::new();
        let shape = Shape::new(1, 2);
        let list = |last| IndexTable::new(shape, shape, vec![None, Some(last)]);
        let first = tape.table(list(1));
        assert_ne!(tape.table(list(0)), first);
        tape.clear();
        assert_eq!(tape.table(list(1)), first);
        assert_eq!(tape.tables.len(), 2);
    }

    #[test]
    #[should_panic(expected = "gather: the value is 3x2, but the table takes from 2x2")]
    fn a_batch_has_whole_examples() {
        let mut tape = Tape::new();
        let a = tape.constant(3, 2, 1.0);
        let table = tape.table(IndexTable::run(Shape::new(2, 2), Shape::new(1, 2), 0));
        tape.gather(a, table);
    }

    #[test]
    #[should_panic(expected = "an output 1x2 from entry 3 on lies outside the source 2x2")]
    fn a_run_stays_inside_its_source() {
        IndexTable::run(Shape::new(2, 2), Shape::new(1, 2), 3);
    }

    #[test]
    #[should_panic(expected = "index table: entry 6 lies outside the source 2x3")]
    fn a_table_stays_inside_its_source() {
        IndexTable::new(Shape::new(2, 3), Shape::new(1, 1), vec![Some(6)]);
    }
}
