//! What a programmer sees who uses the tape in the wrong way: one message that
//! names the operation, the shapes and the line.

use std::sync::atomic::{AtomicU32, Ordering};

use autodiff::{Fun, Tape};

#[test]
#[should_panic(expected = "rewind: this mark was dropped by an earlier rewind or clear")]
fn a_mark_inside_a_dropped_part_is_refused() {
    let mut tape = Tape::new();
    let x = tape.constant(1, 1, 1.0);
    let outer = tape.mark();
    tape.scale(x, 2.0);
    let inner = tape.mark();
    tape.rewind(outer);
    tape.scale(x, 2.0);
    tape.rewind(inner);
}

#[test]
#[should_panic(expected = "add: stale variable %1: the tape was cleared or rewound")]
fn a_variable_from_before_a_rewind_is_stale() {
    let mut tape = Tape::new();
    let x = tape.constant(1, 1, 1.0);
    let mark = tape.mark();
    let old = tape.scale(x, 2.0);
    tape.rewind(mark);
    tape.scale(x, 3.0);
    tape.add(x, old);
}

#[test]
#[should_panic(expected = "or it belongs to another tape")]
fn a_variable_of_another_tape_is_stale() {
    let (mut one, mut two) = (Tape::new(), Tape::new());
    one.constant(1, 1, 1.0);
    let x = two.constant(1, 1, 1.0);
    one.map(Fun::Exp, x);
}

#[test]
#[should_panic(expected = "leaf: an empty matrix (0x3) has no value; use at least 1x1")]
fn an_empty_matrix_is_refused() {
    Tape::new().leaf(0, 3, &[]);
}

#[test]
#[should_panic(expected = "leaf: 2x2 needs 4 numbers, got 3")]
fn a_leaf_needs_all_its_numbers() {
    Tape::new().leaf(2, 2, &[1.0, 2.0, 3.0]);
}

#[test]
#[should_panic(expected = "set: double is the result of scale 2, not a leaf")]
fn only_leaves_can_be_set() {
    let mut tape = Tape::new();
    let x = tape.constant(1, 1, 1.0);
    let y = tape.scale(x, 2.0);
    tape.name(y, "double");
    tape.set(y, &[3.0]);
}

/// The message points at the line of the caller, not into the crate.
#[test]
fn a_panic_names_the_line_of_the_caller() {
    static LINE: AtomicU32 = AtomicU32::new(0);
    let this_thread = std::thread::current().id();
    let silent = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == this_thread {
            LINE.store(info.location().map_or(0, |place| place.line()), Ordering::Relaxed);
        } else {
            silent(info);
        }
    }));
    let mut tape = Tape::new();
    let (a, b) = (tape.constant(1, 2, 1.0), tape.constant(2, 1, 1.0));
    let line = line!() + 1;
    let outcome = std::panic::catch_unwind(move || tape.mul(a, b));
    assert!(outcome.is_err());
    assert_eq!(LINE.load(Ordering::Relaxed), line);
}

#[test]
#[should_panic(expected = "map: stale variable %1")]
fn a_variable_of_one_copy_is_stale_on_the_other() {
    let mut one = Tape::new();
    let x = one.constant(1, 1, 1.0);
    let mut two = one.clone();
    let later = two.scale(x, 2.0);
    one.scale(x, 3.0);
    one.map(Fun::Exp, later);
}

#[test]
#[should_panic(expected = "div: shapes 1x2 and 2x1 differ")]
fn a_quotient_names_itself() {
    let mut tape = Tape::new();
    let (a, b) = (tape.constant(1, 2, 1.0), tape.constant(2, 1, 1.0));
    tape.div(a, b);
}
