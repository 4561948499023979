//! Whatever an adapter does in a campaign: does it go on, is the finding the one cause, and is nothing lost?

use crate::animals::FOLDER;
use crate::{PATIENCE, end, left};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What is shown, and what shows it.
pub(crate) const TESTS: [(&str, fn()); 7] = [
    ("a campaign goes on past what kills its target", goes_on),
    ("a campaign against one that always dies ends and says why", always_dies),
    ("a campaign finds what hangs", hangs),
    ("a campaign finds a memory and what fills it", remembers),
    ("a campaign finds the same with one process and with several", several),
    ("an interrupt ends a campaign with what was found", interrupted),
    ("findings that cannot be written are printed", unwritable),
];

fn goes_on() {
    let campaign = fuzz("dies of objects", &["--cases", "3000"], &mut |_, _| {});
    assert_eq!(campaign.code, Some(1), "{campaign:?}");
    let header = &campaign.header;
    assert_eq!((&header["put"], &header["ended"]), (&3000.into(), &"all cases put".into()), "{campaign:?}");
    assert!(header["quarantined"].as_u64() > Some(10), "{campaign:?}");
    let [finding] = &campaign.findings[..] else { panic!("one cause: {campaign:?}") };
    assert_eq!(finding["kind"], "fault");
    let marks = finding["examples"][0]["marks"].to_string();
    assert_eq!(marks, "[\"aud an object\"]", "{campaign:?}");
    let error = finding["examples"][0]["answer"]["error"].as_str().unwrap_or_default();
    assert!(error.contains("exit code 9; its last words: thread 'main' panicked"), "{error}");
}

fn always_dies() {
    let campaign = fuzz("always dies", &["--cases", "3000", "--restarts", "5"], &mut |_, _| {});
    assert_eq!(campaign.code, Some(1), "{campaign:?}");
    let ended = campaign.header["ended"].as_str().unwrap_or_default();
    assert!(ended.contains("not asked: the adapter was started anew 5 times"), "{campaign:?}");
    assert!(campaign.out.contains("started anew 5 times"), "{campaign:?}");
    assert!(campaign.findings.iter().any(|finding| finding["kind"] == "fault"), "{campaign:?}");
}

fn hangs() {
    let options = ["--cases", "400", "--deadline", "0.3"];
    let campaign = fuzz("hangs on null", &options, &mut |_, _| {});
    assert_eq!(campaign.code, Some(1), "{campaign:?}");
    assert!(campaign.findings.iter().all(|finding| finding["kind"] == "hang"), "{campaign:?}");
    assert!(campaign.findings[0]["examples"][0]["marks"].to_string().contains("aud null"), "{campaign:?}");
}

fn remembers() {
    let campaign = fuzz("goes by the last one", &["--cases", "8000"], &mut |_, _| {});
    assert_eq!(campaign.code, Some(1), "{campaign:?}");
    let unstable = campaign.findings.iter().find(|finding| finding["kind"] == "unstable");
    let example = &unstable.unwrap_or_else(|| panic!("{campaign:?}"))["examples"][0];
    assert!(example["after"]["claims"].is_string(), "what was asked before it is told: {example}");
}

fn several() {
    let [one, two] =
        ["1", "2"].map(|jobs| fuzz("takes any list", &["--cases", "2000", "--jobs", jobs], &mut |_, _| {}));
    assert_eq!(one.findings, two.findings);
    assert!(one.findings[0]["vectors"].as_array().is_some_and(|shown| shown.len() > 1), "{one:?}");
}

fn interrupted() {
    let mut at = None;
    let campaign = fuzz("dies of objects", &["--time", "60s"], &mut |runner, folder| {
        if at.is_none() && folder.join("findings/adapter.jsonl").exists() {
            at = Some(Instant::now());
            kill_process(runner, Signal::INT).expect("the runner is there");
        }
    });
    assert_eq!(campaign.code, Some(130), "{campaign:?}");
    assert_eq!(campaign.header["ended"], "interrupted", "{campaign:?}");
    assert_eq!(campaign.findings.len(), 1, "{campaign:?}");
    assert!(campaign.out.contains("FAULT fault-"), "what was found is shown: {campaign:?}");
    assert!(at.expect("something was found").elapsed() < Duration::from_secs(15));
}

fn unwritable() {
    let campaign = fuzz("dies of objects", &["--cases", "3000"], &mut |_, folder| {
        let _gone = fs::remove_dir_all(folder.join("findings"));
    });
    assert_eq!(campaign.code, Some(2), "{campaign:?}");
    assert!(campaign.err.contains("error: failed to write"), "{campaign:?}");
    assert!(campaign.err.contains("{\"id\":\"fault-"), "the finding is printed: {campaign:?}");
    assert!(campaign.err.contains("error: findings could not be written"), "{campaign:?}");
}

/// A campaign against an animal, when it is over.
#[derive(Debug)]
struct Campaign {
    code: Option<i32>,
    header: Value,
    findings: Vec<Value>,
    out: String,
    err: String,
}

/// Runs a campaign against an animal, and does something every moment while it runs. Nothing is to be left then.
fn fuzz(name: &str, options: &[&str], meanwhile: &mut dyn FnMut(Pid, &Path)) -> Campaign {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = |name: &str| folder.path().join(name);
    let file = |name: &str| File::create(path(name)).expect("the folder can be written to");
    let me = env::current_exe().expect("a program has a path");
    let mut runner = Command::new(env!("CARGO_BIN_EXE_audiometer"))
        .args(["fuzz", "--no-vectors", "--profile", "jwt-bcp", "--output"])
        .arg(path("findings"))
        .args(options)
        .arg("--")
        .arg(me)
        .args(["adapter", name])
        .env(FOLDER, folder.path())
        .stdout(file("out"))
        .stderr(file("err"))
        .spawn()
        .expect("the runner is there");
    let pid = Pid::from_child(&runner);
    let begun = Instant::now();
    let code = loop {
        if let Some(status) = runner.try_wait().expect("it can be waited for") {
            break status.code();
        }
        meanwhile(pid, folder.path());
        if begun.elapsed() > 3 * PATIENCE {
            runner.kill().expect("it runs");
            end(&left(folder.path()));
            panic!("the campaign hangs");
        }
        sleep(Duration::from_millis(10));
    };
    sleep(Duration::from_millis(100));
    let left = left(folder.path());
    end(&left);
    assert!(left.is_empty(), "{left:?} are left");
    let read = |name: &str| fs::read_to_string(path(name)).unwrap_or_default();
    let findings = read("findings/adapter.jsonl");
    let mut lines = findings.lines().map(|line| serde_json::from_str(line).expect("JSON Lines"));
    let header = lines.next().unwrap_or_default();
    Campaign { code, header, findings: lines.collect(), out: read("out"), err: read("err") }
}
