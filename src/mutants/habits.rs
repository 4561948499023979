//! Mutants to come.

use super::Mutant;

pub(super) const MUTANTS: &[Mutant] = &[];
