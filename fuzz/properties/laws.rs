//! Does every law hold for the judgement, strict and lenient, on questions that bytes make?

use arbitrary::{Arbitrary, Unstructured};
use audiometer::Reference;
use audiometer::laws::{LAWS, Law, Question};
use std::sync::LazyLock;

/// Laws that ask a hundred questions and more about one, which differ little from question to question.
const LONG: [&str; 2] = ["alike_claim", "near_miss"];

/// The laws that ask a few questions, and those that ask many.
static LAWS_BY_LENGTH: LazyLock<(Vec<&Law>, Vec<&Law>)> =
    LazyLock::new(|| LAWS.iter().partition(|law| !LONG.contains(&law.name)));

/// Any bytes: the first says which law, and of whom; the rest is a question near the border. All laws at once would be a
/// hundred times slower, and the fuzzer finds its way to each; to a long one by few first bytes.
pub(crate) fn check(data: &[u8]) {
    let [first, rest @ ..] = data else { return };
    let Ok(question) = Question::arbitrary(&mut Unstructured::new(rest)) else { return };
    let (short, long) = &*LAWS_BY_LENGTH;
    let which = usize::from(first / 2); // up to 127
    let law = which.checked_sub(128 - long.len()).map_or_else(|| short[which % short.len()], |last| long[last]);
    let mut reference = if first % 2 == 0 { Reference::strict() } else { Reference::lenient() };
    if let Err(broken) = (law.check)(&mut reference, &question) {
        panic!("{broken}");
    }
}
