//! Mutants that compare wrongly.

use super::Mutant;
use super::anatomy::{Anatomy, SOUND};

pub(super) const MUTANTS: &[Mutant] = &[Mutant::new(
    "C07",
    "letters are compared without regard to case",
    ".NET IgnoreCaseWhenValidatingAudience",
    Anatomy { equal: |audience, identifier| audience.eq_ignore_ascii_case(identifier), ..SOUND },
)];
