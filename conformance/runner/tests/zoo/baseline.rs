//! Do known failures follow an adapter that goes wrong, goes wrong in another way, and is mended?

use crate::SLICE;
use crate::animals::{FOLDER, GUILTY};
use std::env;
use std::fs;
use std::process::Command;

pub(crate) fn follows() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let known = folder.path().join("known.toml");
    let say = |command: &[&str], animal: &str| -> (Option<i32>, String) {
        let said = Command::new(env!("CARGO_BIN_EXE_audiometer"))
            .args(command)
            .args(["--filter", SLICE, "--expectations"])
            .arg(&known)
            .arg("--")
            .arg(env::current_exe().expect("a program has a path"))
            .args(["adapter", animal])
            .env(FOLDER, folder.path())
            .output()
            .expect("the runner is there");
        let said_all = [said.stdout, said.stderr].concat();
        (said.status.code(), String::from_utf8_lossy(&said_all).into_owned())
    };
    let text = || fs::read_to_string(&known).expect("it is there");

    let (code, said) = say(&["baseline", "init"], "dies");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        text().contains("observed = \"fault\"\n") && text().contains(&format!("\n  \"{GUILTY}\",\n]\n")),
        "{}",
        text()
    );
    assert_eq!(say(&["run"], "dies").0, Some(0));

    // It does not die any more, and is still wrong.
    let (code, said) = say(&["run"], "false");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("stale expectation: change ") && said.contains("observed = \"fault\""), "{said}");
    assert_eq!(say(&["baseline", "check"], "false").0, Some(1));
    let before = text();
    assert_eq!(say(&["baseline", "update"], "false").0, Some(0));
    assert_eq!(text(), before.replace("\"fault\"", "\"reject\""));

    // It is mended.
    assert_eq!(say(&["run"], "well-behaved").0, Some(5));
    assert_eq!(say(&["baseline", "check"], "well-behaved").0, Some(5));
    assert_eq!(say(&["baseline", "update"], "well-behaved").0, Some(0));
    assert!(!text().contains("[[known-failure]]") && text().starts_with("# What "), "{}", text());
    assert_eq!(say(&["run"], "well-behaved").0, Some(0));

    // One that cannot be run changes nothing.
    let before = text();
    assert_eq!(say(&["baseline", "update"], "dies at start").0, Some(3));
    assert_eq!(text(), before);
}
