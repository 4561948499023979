//! Does every law hold for the judgement, strict and lenient, on questions that bytes make?

use arbitrary::{Arbitrary, Unstructured};
use audiometer::Reference;
use audiometer::laws::{LAWS, Law, Question};
use std::sync::LazyLock;

/// Laws that ask twelve to some hundred questions about one, whatever it is: `tests/laws.rs` is for them. A fuzzer would
/// spend nine tenths of its time on them.
const LONG: [&str; 4] = ["alike_claim", "near_miss", "wrong_type", "asked_between"];

static SHORT: LazyLock<Vec<&Law>> = LazyLock::new(|| LAWS.iter().filter(|law| !LONG.contains(&law.name)).collect());

/// Any bytes as a question near the border, put to one law and one of the two. All laws at once would be twenty times
/// slower. Their sum chooses, so that each change of an input leads to another law: else a corpus comes to be full of the
/// law that asks the most.
pub(crate) fn check(data: &[u8]) {
    let Ok(question) = Question::arbitrary(&mut Unstructured::new(data)) else { return };
    let sum: usize = data.iter().copied().map(usize::from).sum();
    let law = SHORT[sum / 2 % SHORT.len()];
    let mut reference = if sum.is_multiple_of(2) { Reference::strict() } else { Reference::lenient() };
    if let Err(broken) = (law.check)(&mut reference, &question) {
        panic!("{broken}");
    }
}
