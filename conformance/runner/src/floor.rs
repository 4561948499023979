//! Did enough run?

use crate::config::{Bound, Config};
use crate::render::{count, number};
use audiometer::{Outcome, Report};

/// What a run has to be at least. A library that is told to support less, or a suite that is cut, passes what it is not
/// asked.
#[derive(Debug)]
pub(crate) struct Floor {
    require_cases: Option<Bound>,
    max_unsupported: Option<Bound>,
}

impl Floor {
    /// What the command line says, or else the file.
    pub(crate) fn new(require_cases: Option<usize>, max_unsupported: Option<usize>, config: &Config) -> Self {
        let said = |number: Option<usize>, by: &str, file: &Option<Bound>| {
            number.map(|number| Bound { number, by: by.to_owned() }).or_else(|| file.clone())
        };
        Self {
            require_cases: said(require_cases, "--require-cases", &config.require_cases),
            max_unsupported: said(max_unsupported, "--max-unsupported", &config.max_unsupported),
        }
    }

    /// What is too little, in a sentence each.
    pub(crate) fn below(&self, report: &Report<'_>) -> Vec<String> {
        let unsupported =
            report.records.iter().filter(|record| matches!(record.outcome, Outcome::Unsupported(_))).count();
        let put = report.records.len() - unsupported;
        let mut below = Vec::new();
        if let Some(Bound { number: least, by }) = &self.require_cases
            && put < *least
        {
            below.push(format!("{} put, and at least {} are required ({by})", cases(put), number(*least)));
        }
        if let Some(Bound { number: most, by }) = &self.max_unsupported
            && unsupported > *most
        {
            below.push(format!("{} unsupported, and at most {} may be ({by})", cases(unsupported), number(*most)));
        }
        below
    }
}

fn cases(found: usize) -> String {
    format!("{} {}", count(found, "case"), if found == 1 { "was" } else { "were" })
}
