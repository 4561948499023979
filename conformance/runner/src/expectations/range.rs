//! Is a version in a range?
//!
//! Registries disagree on what a version is, and a wrong order would excuse a failure that nobody knows of. So only what
//! means the same in all of them is compared: numbers with dots between. Crates that order everything would order a
//! commit, and Perl's decimal versions (0.037 is before 0.10), by chance.

use std::cmp::Ordering;

/// What `versions` says: comparators with commas between, all of which have to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range(Vec<(Comparator, Version)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparator {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// A version that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// Without the zeros at the end: 2 and 2.0 are one version.
    numbers: Vec<u64>,
    /// Whether it comes before the version with these numbers.
    before_release: bool,
}

/// What a version ends with that comes before its release.
const BEFORE: [&str; 14] =
    ["a", "alpha", "b", "beta", "c", "canary", "cr", "dev", "m", "milestone", "pre", "preview", "rc", "snapshot"];

/// What a version ends with that is the release.
const RELEASE: [&str; 3] = ["final", "ga", "release"];

impl Version {
    /// Reads a version: an optional `v`, numbers with dots between, and a word known to stand before a release or for
    /// one, or build data behind a plus sign. `None` for every other: it has no order that all agree on.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let text = text.split('+').next()?;
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (numbers, word) = text.split_at(end);
        // The dot or the hyphen before a word belongs to neither.
        let numbers = if word.is_empty() { numbers } else { numbers.strip_suffix('.').unwrap_or(numbers) };
        let word = word.trim_start_matches(['-', '_', '~']).to_ascii_lowercase();
        let (word, rest) = word.split_at(word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len()));
        if !rest.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte)) {
            return None; // a commit, such as 3b2a91c
        }
        let before_release = match word {
            "" if end == text.len() => false,
            word if BEFORE.contains(&word) => true,
            word if RELEASE.contains(&word) => false,
            _ => return None,
        };
        let mut numbers = numbers.split('.').map(number).collect::<Option<Vec<u64>>>()?;
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(Self { numbers, before_release })
    }
}

/// A number without leading zeros, which mean a decimal in some registries.
fn number(digits: &str) -> Option<u64> {
    let plain = digits == "0" || (!digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()));
    plain.then(|| digits.parse().ok()).flatten()
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then(other.before_release.cmp(&self.before_release))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Range {
    /// Reads a range, such as `>=2.0, <3`; the error says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let comparators = text.split(',').map(|part| {
            let part = part.trim();
            let signs = part.find(|c: char| !"<>=".contains(c)).unwrap_or(part.len());
            let comparator = match &part[..signs] {
                "<" => Comparator::Less,
                "<=" => Comparator::AtMost,
                "=" => Comparator::Equal,
                ">=" => Comparator::AtLeast,
                ">" => Comparator::More,
                _ => return Err("is no range such as \">=2.0, <3\"; there are <, <=, =, >= and >"),
            };
            let version = Version::read(&part[signs..])
                .ok_or("has a version that cannot be compared; write numbers with dots between, as in \">=2.0, <3\"")?;
            Ok((comparator, version))
        });
        comparators.collect::<Result<_, _>>().map(Self)
    }

    /// Whether the version is in it.
    pub(super) fn has(&self, version: &Version) -> bool {
        self.0.iter().all(|(comparator, bound)| {
            let order = version.cmp(bound);
            match comparator {
                Comparator::Less => order.is_lt(),
                Comparator::AtMost => order.is_le(),
                Comparator::Equal => order.is_eq(),
                Comparator::AtLeast => order.is_ge(),
                Comparator::More => order.is_gt(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(range: &str, version: &str) -> bool {
        Range::read(range).expect("a range").has(&Version::read(version).expect("a version"))
    }

    #[test]
    fn numbers_are_compared_as_numbers_and_zeros_at_the_end_are_nothing() {
        assert!(has(">=2.0, <3", "2") && has(">=2.0, <3", "2.10.1") && has(">2.9", "v2.10"));
        assert!(!has(">=2.0, <3", "3.0.0") && !has(">=2.0, <3", "1.99") && !has(">2.0", "2"));
        assert!(has("=1.4", "1.4.0") && !has("=1.4", "1.4.1") && has("<=1.4.5.4", "1.4.5.4"));
    }

    #[test]
    fn what_comes_before_a_release_is_older_than_it() {
        for version in ["3.0.0-rc.1", "3.0b2", "3.0.0.dev4", "3.0.0-SNAPSHOT", "3-alpha", "3.0.0-M1", "3.0.0.pre"] {
            assert!(has(">2.9, <3", version) && !has(">=3", version), "{version}");
        }
        assert!(has("=2.9", "2.9.0.Final") && has("=1", "1.0.0+build.7"));
    }

    #[test]
    fn what_has_no_order_that_all_agree_on_is_not_compared() {
        for version in [
            "",
            "main",
            "3f2a91c",
            "3b2a91c",
            "0.037",
            "2024.01.15",
            "1.15.3-1",
            "v0.0.0-20191109021931-daa7c04131f5",
            "1..2",
            "1.",
            ".1",
            "1.4.post1",
            "-rc1",
            "99999999999999999999",
            "1.0 or so",
        ] {
            assert_eq!(Version::read(version), None, "{version}");
        }
    }

    #[test]
    fn a_range_in_error_is_told() {
        for range in ["2.0", "", ">=2,", "=>2", "~>2", "^2", "2.*"] {
            assert!(Range::read(range).expect_err(range).starts_with("is no range such as \">=2.0, <3\""), "{range}");
        }
        for range in [">=", ">=main", "<0.037", ">=1 <2"] {
            assert!(
                Range::read(range).expect_err(range).starts_with("has a version that cannot be compared"),
                "{range}"
            );
        }
    }
}
