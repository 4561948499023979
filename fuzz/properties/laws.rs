//! Does every law hold for the judgement, strict and lenient, on questions that bytes make?

use arbitrary::{Arbitrary, Unstructured};
use audiometer::Reference;
use audiometer::laws::{LAWS, Law, Question};
use std::sync::LazyLock;

/// Laws that ask twelve to some hundred questions about one, whatever it is: `tests/laws.rs` is for them. A fuzzer would
/// spend nine tenths of its time on them.
const LONG: [&str; 4] = ["alike_claim", "near_miss", "wrong_type", "asked_between"];

static SHORT: LazyLock<Vec<&Law>> = LazyLock::new(|| LAWS.iter().filter(|law| !LONG.contains(&law.name)).collect());

/// Any bytes: the first says which law, and of whom; the rest is a question near the border. All laws at once would be a
/// hundred times slower, and the fuzzer finds its way to each.
pub(crate) fn check(data: &[u8]) {
    let [which, rest @ ..] = data else { return };
    let Ok(question) = Question::arbitrary(&mut Unstructured::new(rest)) else { return };
    let which = usize::from(*which);
    let law = SHORT[which / 2 % SHORT.len()];
    let mut reference = if which.is_multiple_of(2) { Reference::strict() } else { Reference::lenient() };
    if let Err(broken) = (law.check)(&mut reference, &question) {
        panic!("{broken}");
    }
}
