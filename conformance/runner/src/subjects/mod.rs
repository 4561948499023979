//! How is an implementation reached? Those that are built in.

mod jsonwebtoken;

use crate::exit::Failure;
use audiometer::{Reference, Validator};

/// An implementation that can be run.
pub(crate) struct Subject {
    /// The name on the command line, and of its file of expectations.
    pub(crate) name: &'static str,
    /// What answers.
    pub(crate) validator: Box<dyn Validator>,
    /// Whether it verifies signatures. The reference judges claims only.
    pub(crate) reads_signatures: bool,
    /// What it is known to get wrong: path and text of the file.
    pub(crate) expectations: Option<(&'static str, &'static str)>,
}

/// The names of all that is built in; the first two run unless others are named.
pub(crate) const NAMES: [&str; 3] = ["reference", "jsonwebtoken", "reference-lenient"];

/// The implementations of these names, or the default ones.
pub(crate) fn named(names: &[String]) -> Result<Vec<Subject>, Failure> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() {
        names = NAMES[..2].to_vec();
    }
    let mut subjects: Vec<Subject> = Vec::new();
    for name in names {
        if subjects.iter().any(|subject| subject.name == name) {
            return Err(Failure::usage(format!("`{name}` is named twice")));
        }
        subjects.push(
            built_in(name).ok_or_else(|| {
                Failure::usage(format!("there is no target `{name}`; there are {}", NAMES.join(", ")))
            })?,
        );
    }
    Ok(subjects)
}

fn built_in(name: &str) -> Option<Subject> {
    Some(match name {
        "reference" => Subject {
            name: "reference",
            validator: Box::new(Reference::strict()),
            reads_signatures: false,
            expectations: None,
        },
        "reference-lenient" => Subject {
            name: "reference-lenient",
            validator: Box::new(Reference::lenient()),
            reads_signatures: false,
            expectations: None,
        },
        "jsonwebtoken" => Subject {
            name: "jsonwebtoken",
            validator: Box::new(jsonwebtoken::Jsonwebtoken::new()),
            reads_signatures: true,
            expectations: Some((
                "conformance/expectations/jsonwebtoken.toml",
                include_str!("../../../expectations/jsonwebtoken.toml"),
            )),
        },
        _ => return None,
    })
}
