//! Do the properties of the fuzz targets hold for what once broke them, and for where a fuzzer begins? Without a
//! fuzzer, on any toolchain.

#[path = "../../../fuzz/properties/claims.rs"]
mod claims;
#[allow(dead_code, reason = "a property uses a part of the runner")]
#[path = "../src/exit.rs"]
mod exit;
#[allow(dead_code, unused_imports, reason = "a property uses a part of the runner")]
#[path = "../src/expectations/mod.rs"]
mod expectations;
#[path = "../src/glob.rs"]
mod glob;
#[path = "../../../fuzz/properties/jsonwebtoken.rs"]
mod jsonwebtoken;
#[path = "../../../fuzz/properties/laws.rs"]
mod laws;
#[path = "../../../fuzz/properties/expectations.rs"]
mod on_expectations;
#[path = "../../../fuzz/properties/recipients.rs"]
mod recipients;
#[path = "../../../fuzz/properties/replies.rs"]
mod replies;
#[path = "../../../fuzz/properties/scanner.rs"]
mod scanner;
#[path = "../src/seeds.rs"]
mod seeds;
#[allow(dead_code, reason = "a property uses a part of the runner")]
#[path = "../src/source.rs"]
mod source;
#[path = "../../../fuzz/properties/tokens.rs"]
mod tokens;
#[path = "../../../fuzz/properties/transliteration.rs"]
mod transliteration;
#[path = "../../../fuzz/properties/vectors.rs"]
mod vectors;

use audiometer::{Identifiers, Policy, Suite};
use recipients::Near;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

type Check = fn(&[u8]);
type Seeds = Vec<(&'static str, Vec<(String, Vec<u8>)>)>;

/// Every target with its property.
const TARGETS: [(&str, Check); 9] = [
    ("claims", |data| claims::check(data, Near::All)),
    ("expectations", on_expectations::check),
    ("jsonwebtoken", |data| jsonwebtoken::check(data, Near::All)),
    ("laws", laws::check),
    ("replies", replies::check),
    ("scanner", scanner::check),
    ("tokens", tokens::check),
    ("transliteration", |data| transliteration::check(data, Near::All)),
    ("vectors", vectors::check),
];

static SEEDS: LazyLock<Seeds> = LazyLock::new(|| seeds::seeds(Suite::embedded()));

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The names of what is in a folder; nothing where there is no folder.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_regression_stays_mended() {
    for (target, check) in TARGETS {
        let folder = fuzz().join("regressions").join(target);
        for name in names(&folder) {
            let bytes = fs::read(folder.join(&name)).expect("readable");
            assert!(
                catch_unwind(|| check(&bytes)).is_ok(),
                "fuzz/regressions/{target}/{name} breaks the property again"
            );
        }
    }
}

#[test]
fn every_property_holds_where_a_fuzzer_begins() {
    for (target, check) in TARGETS {
        for bytes in random() {
            assert!(catch_unwind(|| check(&bytes)).is_ok(), "{target}: {bytes:?}");
        }
        for (name, bytes) in SEEDS.iter().filter(|(of, _)| *of == target).flat_map(|(_, seeds)| seeds).step_by(3) {
            // A seed, the beginning of one, and one with a byte changed: under every policy, which a fuzzer takes one by one.
            let (half, mut changed) = (bytes.len() / 2, bytes.clone());
            changed.iter_mut().skip(half).take(1).for_each(|byte| *byte ^= 4);
            for bytes in [&bytes[..], &bytes[..half], &changed] {
                assert!(catch_unwind(|| check(bytes)).is_ok(), "{target}: {name}: {}", String::from_utf8_lossy(bytes));
            }
        }
    }
}

/// Bytes of every kind, the same each time.
fn random() -> impl Iterator<Item = Vec<u8>> {
    let mut state = 1_u32;
    let mut byte = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..200).map(move |length| (0..length * 2).map(|_| byte()).collect())
}

#[test]
fn white_space_leads_a_fuzzer_to_every_policy() {
    let claims = br#"{"aud":["a","b"],"azp":"c","iss":"d"}"#;
    // What is near a name depends on the length, too.
    let nameless = |policy: Cow<'_, Policy>| Policy { identifiers: Identifiers::default(), ..policy.into_owned() };
    let all: Vec<Policy> = recipients::policies(Near::All, claims).map(|(policy, _)| nameless(policy)).collect();
    let mut found = Vec::new();
    for spaces in 0..all.len() {
        let text = [&claims[..], &vec![b' '; spaces]].concat();
        found.extend(recipients::policies(Near::One, &text).map(|(policy, _)| nameless(policy)));
    }
    assert_eq!(found.len(), all.len());
    assert!(all.len() > 40 && all.iter().all(|policy| found.contains(policy)));
}

#[test]
fn no_target_is_forgotten() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(target, _)| (*target).to_owned()).collect();
    let stems = |folder: &str| -> BTreeSet<String> {
        names(&fuzz().join(folder)).iter().filter_map(|name| name.strip_suffix(".rs")).map(str::to_owned).collect()
    };
    assert_eq!(stems("fuzz_targets"), targets);
    let (manifest, readme) =
        ["Cargo.toml", "README.md"].map(|file| fs::read_to_string(fuzz().join(file)).expect("readable")).into();
    for target in &targets {
        assert!(
            manifest.contains(&format!("[[bin]]\nname = \"{target}\"\npath = \"fuzz_targets/{target}.rs\"")),
            "{target}"
        );
        assert!(readme.contains(&format!("| `{target}` |")), "fuzz/README.md has no row for {target}");
    }
    let nightly = fs::read_to_string(fuzz().join("../.github/workflows/nightly.yml")).expect("readable");
    let matrix = targets.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    assert!(nightly.contains(&format!("target: [{matrix}]")), "nightly.yml has other targets");
    let told = fs::read_to_string(fuzz().join("regressions/README.md")).expect("readable");
    for folder in names(&fuzz().join("regressions")).into_iter().filter(|name| name != "README.md") {
        assert!(targets.contains(&folder), "fuzz/regressions/{folder} is of no target");
        for name in names(&fuzz().join("regressions").join(&folder)) {
            assert!(told.contains(&format!("| `{folder}/{name}` |")), "{folder}/{name} is not told of");
        }
    }
    for (target, seeds) in SEEDS.iter() {
        assert!(targets.contains(*target) && seeds.len() > 20, "{target} has {} seeds", seeds.len());
    }
}
