//! How does the program end?

use std::process::{ExitCode, Termination};

/// The exit codes. They are part of the interface, and `--help` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Exit {
    /// All outcomes are as expected; for `check`: accept.
    AsExpected = 0,
    /// Some outcome is not as expected; for `check`: not accept; for `vectors lint`: something is wrong; for
    /// `reproduce`: it still fails.
    Unexpected = 1,
    /// The command line or a file is in error.
    Usage = 2,
    /// An adapter is broken.
    BrokenAdapter = 3,
    /// Nothing ran, or too little.
    NothingRan = 4,
    /// An expectation is stale.
    Stale = 5,
    /// Somebody pressed Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// Every code with its meaning, for `--help`.
    pub(crate) const HELP: &str = "\
Exit codes:
  0  all as expected (check: accept)
  1  unexpected outcomes (check: not accept; vectors lint: problems; reproduce: it still fails)
  2  the command line or a file is in error
  3  an adapter is broken
  4  nothing ran, or too little
  5  an expectation is stale: its case passes now, or it matches nothing
130  interrupted";

    /// What several runs come to: the one that says most about how far they can be trusted.
    pub(crate) fn worst(ends: impl IntoIterator<Item = Self>) -> Self {
        let order = [Self::AsExpected, Self::Stale, Self::Unexpected, Self::NothingRan, Self::BrokenAdapter];
        let rank = |end: &Self| order.iter().position(|other| other == end).unwrap_or(order.len());
        ends.into_iter().max_by_key(rank).unwrap_or(Self::NothingRan)
    }

    /// The end of a run with this code, if a run that was reported can end so.
    pub(crate) fn of_run(code: u8) -> Option<Self> {
        let ends = [Self::AsExpected, Self::Unexpected, Self::BrokenAdapter, Self::NothingRan, Self::Stale];
        ends.into_iter().find(|end| *end as u8 == code)
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// What ends the program early: a text that completes "failed to ...", and the code.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) text: String,
}

impl Failure {
    /// A usage error.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, text: text.into() }
    }

    /// Nothing to run.
    pub(crate) fn nothing(text: impl Into<String>) -> Self {
        Self { exit: Exit::NothingRan, text: text.into() }
    }
}
