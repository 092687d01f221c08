//! Ctrl-C, and the signals that ask a process to end.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::progress::note;

/// Raised by the first signal.
pub(super) static STOP: AtomicBool = AtomicBool::new(false);

/// From now on the first signal raises [`STOP`], and the second ends the process at once, which
/// harms nothing either: no file is ever half written.
pub(super) fn catch() {
    let handler = || {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        note("stopping after the cells that are running; Ctrl-C again stops at once");
    };
    ctrlc::set_handler(handler).expect("signals are caught once");
}
