//! Do the protocol's schemas, its golden transcripts, its prose, and the adapters' manifests agree with the code?

use audiometer::protocol::{Reply, Start};
use audiometer::{Feature, Reason};
use jsonschema::Validator;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn conformance() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&read(&conformance().join(name))).expect("JSON")
}

/// One direction of the protocol.
fn direction(name: &str) -> Validator {
    let mut schema = schema("protocol.schema.json");
    schema["oneOf"] = Value::Null;
    schema.as_object_mut().expect("an object").remove("oneOf");
    schema["$ref"] = format!("#/$defs/{name}").into();
    jsonschema::validator_for(&schema).expect("a schema")
}

/// The files in a folder and below that `wanted` wants.
fn files(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, wanted));
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_message_of_the_transcripts_fits_the_schema_and_is_read_as_it_is_meant() {
    let (requests, replies) = (direction("request"), direction("reply"));
    let mut told = 0;
    for path in files(&conformance().join("transcripts"), &|path| path.extension().is_some_and(|e| e == "jsonl")) {
        for (at, line) in read(&path).lines().enumerate() {
            let place = format!("{}:{}", path.display(), at + 1);
            let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
            let message = &line["message"];
            told += 1;
            if line["to"] == "adapter" {
                assert!(requests.is_valid(message), "{place}: no request by the schema");
                continue;
            }
            assert!(replies.is_valid(message), "{place}: no reply by the schema");
            let bytes = serde_json::to_vec(message).expect("JSON");
            match (message.get("verdict"), message.get("implementation")) {
                (Some(_), _) => assert_eq!(Reply::read(&bytes).expect(&place).seq, message["seq"], "{place}"),
                (None, Some(_)) => assert_eq!(Start::read(&bytes).expect(&place).seq, 0, "{place}"),
                (None, None) => assert!(Start::read(&bytes).is_err(), "{place}: a refusal is read as one"),
            }
        }
    }
    assert!(told > 50, "only {told} messages");
}

#[test]
fn every_manifest_fits_its_schema_and_says_how_it_was_reviewed() {
    let schema = jsonschema::validator_for(&schema("adapter.schema.json")).expect("a schema");
    for path in files(&conformance().join("adapters"), &|path| path.ends_with("adapter.toml")) {
        let manifest: toml::Table = read(&path).parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let manifest = serde_json::to_value(manifest).expect("TOML is JSON here");
        if let Err(error) = schema.validate(&manifest) {
            panic!("{}: {}: {error}", path.display(), error.instance_path());
        }
        let folder = path.parent().and_then(Path::file_name).expect("a folder");
        assert_eq!(manifest["name"], folder.to_string_lossy().as_ref(), "{}", path.display());
    }
}

#[test]
fn the_prose_names_every_feature_and_every_reason() {
    let text = read(&conformance().join("README.md"));
    for name in Feature::ALL.iter().map(|f| f.name()).chain(Reason::ALL.iter().map(|r| r.name())) {
        assert!(text.contains(&format!("`{name}`")), "{name} is not in conformance/README.md");
    }
}

#[test]
fn an_adapter_is_one_short_file_beside_its_manifest() {
    let sources = ["py", "mjs", "go", "java", "rs", "rb", "php", "pl", "c", "cpp", "hs", "erl", "lua", "scala"];
    for path in files(&conformance().join("adapters"), &|path| {
        let name = path.file_stem().is_some_and(|name| name.eq_ignore_ascii_case("adapter") || name == "main");
        name && path.extension().is_some_and(|extension| sources.iter().any(|known| extension == *known))
            && !path.components().any(|part| part.as_os_str() == "sdk")
    }) {
        let lines = read(&path).lines().count();
        assert!(lines <= 80, "{} has {lines} lines", path.display());
    }
}
