//! Has somebody pressed Ctrl-C?
//!
//! The first time whatever is under way ends its processes and gives up within a moment; the second time the program
//! ends at once.

use crate::exit::Failure;
use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C, and being told to terminate, are noticed.
pub(crate) fn watch() {
    let _watched_already = ctrlc::set_handler(|| {
        if REQUESTED.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(crate::exit::Exit::Interrupted as u8));
        }
    });
}

/// Whether it is to end.
pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// Goes on, or ends with what has been done so far left as it is.
pub(crate) fn check() -> Result<(), Failure> {
    if requested() {
        return Err(Failure { exit: crate::exit::Exit::Interrupted, text: "interrupted".to_owned() });
    }
    Ok(())
}
