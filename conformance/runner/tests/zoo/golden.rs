//! What does each format make of one run that has everything in it? `golden/` shows it, and a change of a format shows in
//! review. `AUDIOMETER_BLESS=1 cargo test -p audiometer-cli --test zoo golden` writes the folder anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use tempfile::TempDir;

/// What is shown, and what shows it.
pub(crate) const TESTS: [(&str, fn()); 2] = [
    ("the golden run is rendered as it is committed", committed),
    ("a saved golden run is rendered as the run itself was", saved),
];

/// Every format, and where it goes.
const REPORTS: [(&str, &str); 11] = [
    ("human", "human.txt"),
    ("html", "report.html"),
    ("jsonl", "run.jsonl"),
    ("json", "report.json"),
    ("junit", "junit.xml"),
    ("tap", "report.tap"),
    ("sarif", "report.sarif"),
    ("markdown", "summary.md"),
    ("badge", "badges"),
    ("endpoint", "badges"),
    ("results", "results"),
];

/// The targets, and what they are.
const ANIMALS: [(&str, &str); 4] =
    [("good", "well-behaved"), ("chimera", "chimera"), ("idle", "for no profile"), ("mute", "refuses")];

const GOLDEN: &str = "conformance/runner/tests/golden";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn committed() {
    let made = run();
    // The version of the runner is no matter of format.
    let ours = format!("\"runner\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let run = made.path().join("run.jsonl");
    let text = fs::read_to_string(&run).expect("written").replacen(&ours, "\"runner\":\"0.0.0\"", 1);
    fs::write(&run, text).expect("written");
    let rendered = rendered(&run);
    let golden = root().join(GOLDEN);
    let (found, mut right) = (files(rendered.path()), BTreeMap::new());
    for name in found.keys() {
        right.extend(fs::read(golden.join(name)).ok().map(|bytes| (name.clone(), bytes)));
    }
    if env::var_os("AUDIOMETER_BLESS").is_some() {
        for (name, bytes) in &found {
            let path = golden.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            fs::write(path, bytes).expect("written");
        }
        return;
    }
    same(&found, &right, "if it is meant to be, AUDIOMETER_BLESS=1 cargo test -p audiometer-cli --test zoo golden");
}

fn saved() {
    let made = run();
    let again = rendered(&made.path().join("run.jsonl"));
    same(&files(again.path()), &files(made.path()), "the file lacks what the run knew");
}

#[track_caller]
fn same(found: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>, hint: &str) {
    assert_eq!(found.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>(), "{hint}");
    for (name, bytes) in found {
        let (found, right) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&right[name]));
        let differ = found.lines().zip(right.lines()).enumerate().find(|(_, (found, right))| found != right);
        assert!(found == right, "{name} is another: {differ:?}; {hint}");
    }
}

/// The files in a folder and in those below it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        match path.is_dir() {
            true => found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes))),
            false => drop(found.insert(name, fs::read(&path).expect("readable"))),
        }
    }
    found
}

/// Every format of a run of all of them, in a folder.
fn run() -> TempDir {
    let zoo = tempfile::tempdir().expect("a folder");
    let me = env::current_exe().expect("a program has a path");
    for (name, animal) in ANIMALS {
        let adapter = zoo.path().join("adapters/rust").join(name);
        fs::create_dir_all(&adapter).expect("created");
        let manifest = format!(
            "name = \"{name}\"\nimplementation = \"{name}\"\nlanguage = \"Rust\"\nregistry = \"none\"\npackage = \"{name}\"\n\
             version = \"1\"\nlicence = \"MIT\"\nhomepage = \"https://zoo.example\"\ndocumentation = \"https://zoo.example\"\n\
             notes = \"\"\nreview = \"\"\n[setup]\ncommands = []\n[run]\ncommand = [{:?}, \"adapter\", \"{animal}\"]\n",
            me.display().to_string()
        );
        fs::write(adapter.join("adapter.toml"), manifest).expect("written");
    }
    let folders = [("--adapters", "adapters"), ("--cache", "cache")]
        .map(|(option, folder)| format!("{option}={}", zoo.path().join(folder).display()));
    let audiometer = |args: &[&str], reports: &[String]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_audiometer"));
        command.current_dir(root()).args(args).args(&folders).args(reports).output().expect("runs")
    };
    let set_up = audiometer(&["adapters", "setup", "--all"], &[]);
    assert!(set_up.status.success(), "{}", String::from_utf8_lossy(&set_up.stderr));
    let into = tempfile::tempdir().expect("a folder");
    let (vectors, expectations) = (format!("{GOLDEN}/vectors"), format!("{GOLDEN}/expectations"));
    let mut args = vec!["run", "--vectors", &vectors, "--expectations", &expectations];
    args.extend(ANIMALS.map(|(name, _)| name));
    let ran = audiometer(&args, &reports(into.path()));
    assert_eq!(ran.status.code(), Some(3), "{}", String::from_utf8_lossy(&ran.stderr));
    into
}

/// Every format of a saved run, in a folder.
fn rendered(run: &Path) -> TempDir {
    let into = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_audiometer"));
    let ran = command
        .current_dir(root())
        .args(["report", "--vectors", &format!("{GOLDEN}/vectors")])
        .arg(run)
        .args(reports(into.path()))
        .output()
        .expect("runs");
    assert_eq!(ran.status.code(), Some(3), "it ends as the run did: {}", String::from_utf8_lossy(&ran.stderr));
    into
}

fn reports(folder: &Path) -> Vec<String> {
    REPORTS.iter().map(|(format, path)| format!("--report={format}={}", folder.join(path).display())).collect()
}
