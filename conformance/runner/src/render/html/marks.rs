//! How is an outcome marked? By a letter beside a number, so that colour is never all there is.

use super::answers::{FAILURES, Profiles, Told};
use crate::render::number;
use audiometer::Profile;

/// So many of one kind of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The outcome's name, which is the class, too.
    pub(super) outcome: &'static str,
    pub(super) letter: char,
    pub(super) count: String,
}

/// The letter of an outcome.
pub(super) fn letter(outcome: &str) -> char {
    match outcome {
        "false-accept" => 'A',
        "false-reject" => 'R',
        "fault" => 'F',
        "unstable" => 'U',
        "vacuous" => 'V',
        "wrong-reason" => 'W',
        "unsupported" => 'S',
        "choice" => 'C',
        _ => 'P',
    }
}

/// The failures that there are, the worst first; `count` tells how many there are of an outcome.
pub(super) fn failures(count: impl Fn(&str) -> usize) -> Vec<Mark> {
    let mark = |outcome: &'static str| Mark { outcome, letter: letter(outcome), count: number(count(outcome)) };
    FAILURES.into_iter().filter(|outcome| count(outcome) > 0).map(mark).collect()
}

/// An outcome's name in words.
pub(super) fn words(outcome: &str) -> String {
    outcome.replace('-', " ")
}

/// The profiles in words: `under all 14 profiles`, `under jwt-core and oidc`.
pub(super) fn under(profiles: Profiles, all: Profiles) -> String {
    let names: Vec<&str> = profiles.names().collect();
    match names.as_slice() {
        names if names.len() > 1 && profiles == all => {
            format!("under all {} profiles", names.len())
        }
        names if names.len() > 9 => {
            let others: Vec<&str> = all.without(profiles).names().collect();
            format!("under {} profiles, all but {}", names.len(), others.join(", "))
        }
        [] => String::new(),
        [name] => format!("under {name}"),
        [names @ .., last] => format!("under {} and {last}", names.join(", ")),
    }
}

/// Where an outcome showed; empty where it showed wherever it can.
pub(super) fn where_told(told: &Told, could: Profiles) -> String {
    if could.without(told.profiles).is_empty() { String::new() } else { under(told.profiles, every()) }
}

/// All profiles.
pub(super) fn every() -> Profiles {
    Profile::all().iter().map(Profiles::of).fold(Profiles::default(), Profiles::with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_marked_the_worst_first_and_what_is_none_is_not() {
        let marks = failures(|outcome| if outcome == "false-accept" { 1200 } else { usize::from(outcome == "fault") });
        let told: Vec<String> = marks.iter().map(|mark| format!("{}{}", mark.count, mark.letter)).collect();
        assert_eq!(told, ["1,200A", "1F"]);
    }

    #[test]
    fn profiles_are_told_by_what_is_shorter() {
        let named = |names: &[&str]| {
            names.iter().filter_map(|name| Profiles::named(name)).fold(Profiles::default(), Profiles::with)
        };
        assert_eq!(under(every(), every()), "under all 16 profiles");
        assert_eq!(under(named(&["oidc"]), every()), "under oidc");
        assert_eq!(under(named(&["oidc", "jwt-core", "jwt-bcp"]), every()), "under jwt-core, jwt-bcp and oidc");
        assert_eq!(
            under(every().without(named(&["oidc", "unconfigured"])), every()),
            "under 14 profiles, all but unconfigured, oidc"
        );
    }
}
