//! Whatever an adapter does: is it charged to exactly the case on which it happens, and is nothing left of it?
//!
//! This program is at once the tests and, called as `zoo adapter NAME`, the adapters.

mod animals;
mod campaigns;
mod chimera;
mod golden;

use animals::{FOLDER, GUILTY};
use libtest_mimic::{Arguments, Failed, Trial};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, path::Path};

/// The slice of the suite that is put.
const SLICE: &str = "rfc7519/aud/*@jwt-bcp";

/// How long a run may take. One that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(40);

/// How much more memory the runner may take for an animal than for a well-behaved one, in KiB.
const FAT: u64 = 64 << 10;

/// In order: what it does, and its name.
const IN_ORDER: [(&str, &str); 14] = [
    ("one that reads no request ahead is as good as any", "one at a time"),
    ("a window of nothing is one of one", "window of nothing"),
    ("replies may come in another order", "in swapped pairs"),
    ("a slow one is not charged for those before it", "slow"),
    ("a slow start is no fault", "slow start"),
    ("an endless stderr is of no account", "chatters on stderr"),
    ("a line just within the limit is read", "long line"),
    ("deep nesting in a field that nobody reads does no harm", "deep nesting"),
    ("much memory is the adapter's own affair", "much memory"),
    ("children are no fault", "a child each"),
    ("children that are left behind end with the run", "leaves children"),
    ("one that stays at the end of input is killed, and the run is good", "stays"),
    ("a sound decoder passes", "decoder"),
    ("what it does not claim to have is unsupported", "lacks what it does not claim"),
];

/// Wrong on one case: what it does, its name, the outcome, and what is told of it.
#[rustfmt::skip] // a line each
const WRONG_ONCE: [(&str, &str, &str, &str); 33] = [
    ("a false reject is one", "false", "false-reject", "rejected, and has to be accepted"),
    ("silence is a fault", "hangs", "fault", "no reply within 1 s; its last words: thinking"),
    ("a wrong seq is a fault", "wrong seq once", "fault", "a reply to request 999999, which is not under way"),
    ("a seq in quotation marks is a fault", "text for a seq", "fault", "a reply is none: invalid type: string"),
    ("a second reply makes unstable", "replies twice", "unstable", "fault (a second reply to the same request)"),
    ("replies for ever make unstable", "replies for ever", "unstable", "fault (a second reply to the same request)"),
    ("text before a reply is a fault", "text before", "fault", "a reply is none: expected value at line 1 column 1: debug"),
    ("text behind a reply makes unstable", "text behind", "unstable", "column 1: debug: done)"),
    ("a death is a fault", "dies", "fault", "code 9; its last words: Traceback: /   line 7 / TypeError: unhashable type"),
    ("a death by a signal is a fault", "aborts", "fault", "the process ended with signal 6"),
    ("a death in the middle of a line is a fault", "dies in the middle", "fault", "exit code 9"),
    ("a death behind a reply makes unstable", "dies behind", "unstable", "fault (the process ended with exit code 9"),
    ("a death that does not happen again makes unstable", "dies once", "unstable", "fault (once, and not again: the process ended"),
    ("an end in good order is a fault", "ends in good order", "fault", "the process ended with exit code 0"),
    ("a grandchild that holds the pipe holds nothing up", "leaves a child and dies", "fault", "exit code 9"),
    ("a grandchild that floods the pipe holds nothing up", "leaves a flood and dies", "fault", "a reply is none"),
    ("a flood of stderr in place of a reply is a fault", "floods stderr", "fault", "within 1 s; its last words: zzz"),
    ("a flood of lines is a fault", "floods with lines", "fault", "a reply is none: expected value at line 1 column 1: y"),
    ("a flood without lines is a fault", "floods without lines", "fault", "a line over 1048576 bytes: yyy"),
    ("a line over the limit is a fault", "line over the limit", "fault", "a line over 1048576 bytes"),
    ("what is no UTF-8 is a fault", "no UTF-8", "fault", "a reply is not UTF-8"),
    ("what is no JSON is a fault", "no JSON", "fault", "a reply is none: expected value at line 1 column 1: OK"),
    ("no verdict is a fault", "no verdict", "fault", "missing field `verdict`"),
    ("an unknown verdict is a fault", "unknown verdict", "fault", "there is no verdict \"accepted\""),
    ("a fault is one", "says fault", "fault", "IndexError: 8"),
    ("to lack what was claimed is a fault", "lacks what it claims", "fault", "says that it has no aud-required, which it declared"),
    ("an answer that changes makes unstable", "changes its mind", "unstable", "the other time the answer is reject"),
    ("a validator does not decode", "validator that decodes", "fault", "only a decoder says `decoded`"),
    ("a decoder does not accept", "decoder that accepts", "fault", "a decoder says `decoded`, not `accept`"),
    ("graffiti are kept out of reports, and within bounds", "graffiti", "fault", "xxx…"),
    ("graffiti on stderr are kept out of reports, and within bounds", "graffiti on stderr", "fault", "xxx"),
    ("a shell that closes stdout and lives on is a fault", "sh: dies", "fault", "the process closed its standard output"),
    ("one that hears no signal dies all the same", "sh: hangs", "fault", "no reply within 1 s"),
];

/// Broken: what it does, its name, and what is told of it.
#[rustfmt::skip] // a line each
const BROKEN: [(&str, &str, &str); 16] = [
    ("silence at start", "silent", "no reply to start within 1 s"),
    ("a death at start", "dies at start", "exit code 1; its last words: ModuleNotFoundError: No module named 'jwt'"),
    ("a banner", "banner", "the reply to start is none: expected value at line 1 column 1: Welcome!"),
    ("a refusal to start", "refuses", "it refuses to start: no such key"),
    ("another version of the protocol", "protocol 2", "it speaks protocol 2, and this runner 1"),
    ("an algorithm without a key", "another algorithm", "the suite has keys for HS256"),
    ("a wrong seq always", "wrong seq", "a reply to request 999999, which is not under way"),
    ("acceptance of everything", "accepts everything", "names another it has to say reject, and it says accept"),
    ("rejection of everything", "rejects everything", "names the recipient it has to say accept, and it says reject"),
    ("signatures that nobody reads", "reads no signature", "another token's signature it has to say reject"),
    ("acceptance of the unknown", "accepts what it does not know", "it has to say unsupported, and it says accept"),
    ("acceptance of any command", "accepts any command", "to the command `canary` it has to say unsupported"),
    ("rejection of an unknown policy", "rejects an unknown policy", "it has to say unsupported, and it says reject"),
    ("a decoder that always accepts", "decoder that always accepts", "a decoder says `decoded`, not `accept`"),
    ("a program that is not there", "/nowhere", "failed to start `/nowhere`"),
    ("a program that is no adapter", "true", "before its reply to start the process ended with exit code 0"),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    if let [_, adapter, name] = &arguments[..]
        && adapter == "adapter"
    {
        animals::live(name);
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads = arguments.test_threads.or(Some(4)); // they wait more than they work
    libtest_mimic::run(&arguments, trials()).exit_code()
}

fn trials() -> Vec<Trial> {
    let trial = |name: &str, test: Box<dyn Fn() + Send>| {
        Trial::test(name.replace(' ', "_"), move || {
            test();
            Ok::<(), Failed>(())
        })
    };
    let mut trials = vec![
        trial("a well-behaved one passes everything", Box::new(|| assert_eq!(GOOD.code, Some(0), "{GOOD:?}"))),
        trial("several processes give the outcomes of one", Box::new(several)),
        trial("past the budget the rest are faults, and say so", Box::new(past_the_budget)),
        trial("what does not start again is not asked again", Box::new(not_again)),
        trial("one that is for no profile runs nothing", Box::new(for_no_profile)),
        trial("an interrupt ends a hanging run, and all that it started", Box::new(interrupted)),
    ];
    for (what, test) in campaigns::TESTS.into_iter().chain(golden::TESTS) {
        trials.push(trial(what, Box::new(test)));
    }
    for (what, name) in IN_ORDER {
        trials.push(trial(what, Box::new(move || in_order(name))));
    }
    for (what, name, outcome, told) in WRONG_ONCE {
        trials.push(trial(what, Box::new(move || wrong_once(name, outcome, told))));
    }
    for (what, name, told) in BROKEN {
        trials.push(trial(&format!("{what} is told as broken"), Box::new(move || broken(name, told))));
    }
    trials
}

/// What came of the well-behaved one.
static GOOD: LazyLock<Visit> = LazyLock::new(|| {
    let good = visit("well-behaved", &[]);
    assert!(good.cases.len() > 40, "{good:?}");
    assert!(good.cases.values().all(|case| matches!(case.outcome.as_str(), "pass" | "choice")), "{good:?}");
    assert_eq!(good.cases[GUILTY].outcome, "pass");
    good
});

fn in_order(name: &str) {
    let visit = visit(name, if name == "slow" { &["--deadline", "1"] } else { &[] });
    let outcome = if name == "lacks what it does not claim" { "unsupported" } else { "pass" };
    visit.differs_in(outcome);
    assert_eq!(visit.code, Some(0), "{visit:?}");
}

fn wrong_once(name: &str, outcome: &str, told: &str) {
    let visit = visit(name, &["--deadline", "1"]);
    visit.differs_in(outcome);
    visit.tells(told);
    assert_eq!(visit.code, Some(1), "{visit:?}");
}

fn broken(name: &str, told: &str) {
    let visit = visit(name, &["--start-deadline", "1"]);
    assert_eq!(visit.code, Some(3), "{visit:?}");
    assert!(visit.cases.is_empty(), "{visit:?}");
    assert!(visit.broken.contains(told), "{told:?} is not in {:?}", visit.broken);
    assert!(visit.broken.len() < 1000, "{:?}", visit.broken);
    assert!(visit.out.contains("broken, and not run") && visit.err.is_empty(), "the report tells it: {visit:?}");
}

fn several() {
    for name in ["well-behaved", "dies"] {
        visit(name, &["--jobs", "2"]).differs_in(if name == "dies" { "fault" } else { "pass" });
    }
}

fn past_the_budget() {
    let visit = visit("always dies", &["--restarts", "3"]);
    assert_eq!(visit.code, Some(1), "{visit:?}");
    assert!(visit.cases.values().all(|case| case.outcome == "fault"), "{visit:?}");
    let asked =
        visit.cases.values().filter(|case| !case.told.contains("not asked: the adapter was started anew 3 times"));
    assert_eq!(asked.count(), 3, "{visit:?}");
}

fn not_again() {
    let visit = visit("starts once", &[]);
    assert_eq!(visit.code, Some(1), "{visit:?}");
    visit.tells(
        "did not start again: before its reply to start the process ended with exit code 1; its last words: Address",
    );
    assert!(visit.out.contains("started anew once"), "{visit:?}");
    assert!(visit.cases.values().all(|case| case.outcome != "pass"), "{visit:?}"); // for each is asked twice
}

fn for_no_profile() {
    assert_eq!(visit("for no profile", &[]).code, Some(4));
}

fn interrupted() {
    let mut at = None;
    let visit = visit_and("hangs", &["--deadline", "60"], &mut |runner, folder| {
        if at.is_none() && folder.join("hanging").exists() {
            assert!(cfg!(not(target_os = "linux")) || left(folder).len() == 2, "the processes of a run are not found");
            at = Some(Instant::now());
            kill_process(runner, Signal::INT).expect("the runner is there");
        }
    });
    assert_eq!(visit.code, Some(130), "{visit:?}");
    assert!(at.expect("it was hanging").elapsed() < Duration::from_secs(2) + Visit::NOTHING_LEFT);
}

/// A run against an animal, when it is over.
#[derive(Debug)]
struct Visit {
    code: Option<i32>,
    cases: BTreeMap<String, Told>,
    broken: String,
    out: String,
    err: String,
    /// The most memory that the runner had, in KiB.
    peak: u64,
}

/// What the report says of a case.
#[derive(Debug)]
struct Told {
    outcome: String,
    told: String,
}

impl Visit {
    /// How long what was killed may take to be gone.
    const NOTHING_LEFT: Duration = Duration::from_secs(2);

    /// The guilty case has this outcome, and every other one that of the well-behaved.
    #[track_caller]
    fn differs_in(&self, outcome: &str) {
        let outcomes = |visit: &Self| -> BTreeMap<String, String> {
            visit.cases.iter().map(|(id, case)| (id.clone(), case.outcome.clone())).collect()
        };
        let mut right = outcomes(&GOOD);
        right.insert(GUILTY.to_owned(), outcome.to_owned());
        let found = outcomes(self);
        let wrong: Vec<_> = found.iter().filter(|(id, outcome)| right.get(*id) != Some(outcome)).collect();
        assert!(wrong.is_empty() && found.len() == right.len(), "{wrong:?} {:?} {}", self.code, self.err);
        assert!(self.peak < GOOD.peak + FAT, "{} KiB, and for the well-behaved one {}", self.peak, GOOD.peak);
    }

    /// The report of the guilty case has this text, and not endlessly.
    #[track_caller]
    fn tells(&self, text: &str) {
        let Told { told, .. } = &self.cases[GUILTY];
        assert!(told.contains(text), "{text:?} is not in {told:?}");
        assert!(told.len() < 6000, "{} bytes", told.len());
    }
}

fn visit(name: &str, options: &[&str]) -> Visit {
    visit_and(name, options, &mut |_, _| {})
}

/// Runs the slice against an animal, and does something every moment while it runs. Nothing is to be left then, and
/// nothing of what the animal says may reach the terminal as it is.
fn visit_and(name: &str, options: &[&str], meanwhile: &mut dyn FnMut(Pid, &Path)) -> Visit {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = |name: &str| folder.path().join(name);
    let file = |name: &str| File::create(path(name)).expect("the folder can be written to");
    let me = env::current_exe().expect("a program has a path").display().to_string();
    let animal: Vec<&str> = match name.strip_prefix("sh: ") {
        None if ["true", "/nowhere"].contains(&name) => vec![name],
        None => vec![&me, "adapter", name],
        Some(name @ "dies") => vec!["sh", "-c", "\"$@\"; exec >&- 2>&-; sleep 60", "sh", &me, "adapter", name],
        Some(name) => vec!["sh", "-c", "trap '' TERM INT HUP; \"$@\"; sleep 60", "sh", &me, "adapter", name],
    };
    let mut runner = Command::new(env!("CARGO_BIN_EXE_audiometer"))
        .args(["run", "--filter", SLICE, "--report", "human"])
        .arg(format!("--report=jsonl={}", path("jsonl").display()))
        .args(options)
        .arg("--")
        .args(animal)
        .env(FOLDER, folder.path())
        .env("CLICOLOR_FORCE", "1") // so that no colour is taken off
        .stdout(file("out"))
        .stderr(file("err"))
        .spawn()
        .expect("the runner is there");
    let pid = Pid::from_child(&runner);
    let (begun, mut peak) = (Instant::now(), 0);
    let code = loop {
        if let Some(status) = runner.try_wait().expect("it can be waited for") {
            break status.code();
        }
        meanwhile(pid, folder.path());
        peak = peak.max(memory(pid));
        if begun.elapsed() > PATIENCE {
            runner.kill().expect("it runs");
            end(&left(folder.path()));
            panic!("the run hangs");
        }
        sleep(Duration::from_millis(10));
    };
    let ended = Instant::now();
    while !left(folder.path()).is_empty() {
        if ended.elapsed() > Visit::NOTHING_LEFT {
            let left = left(folder.path());
            end(&left);
            panic!("{left:?} are left");
        }
        sleep(Duration::from_millis(10));
    }
    let read = |name: &str| fs::read_to_string(path(name)).unwrap_or_default();
    let (mut cases, mut broken) = (BTreeMap::new(), String::new());
    for line in read("jsonl").lines() {
        let mut line: Value = serde_json::from_str(line).expect("JSON Lines");
        assert!(line.to_string().len() < 10_000, "{line}");
        match line["type"].as_str() {
            Some("header") => broken = line["broken"][0]["why"].as_str().unwrap_or_default().to_owned(),
            Some("case") => {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let told = format!("{}; {}", text(&line["answer"]["error"]), text(&line["note"]));
                let told = Told { outcome: text(&line["outcome"]), told };
                cases.insert(text(&line["case"].take()), told);
            }
            _ => {}
        }
    }
    let (out, err) = (uncoloured(&read("out")), uncoloured(&read("err")));
    for line in out.lines().chain(err.lines()) {
        assert!(!line.contains(|c: char| c.is_control() || ('\u{2028}'..'\u{202f}').contains(&c)), "{line:?}");
    }
    let long = out.lines().find(|line| line.chars().count() > 80);
    assert!(long.is_none(), "{long:?} is wider than the terminal");
    Visit { code, cases, broken, out, err, peak }
}

/// The text without the colours that the runner writes: any other escape stays.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('m').filter(|(colour, _)| colour.chars().all(|c| c.is_ascii_digit() || c == ';')) {
            Some((_, rest)) => out.push_str(rest),
            None => out.extend(["\u{1b}[", part]),
        }
    }
    out
}

/// The most memory that a process has had, in KiB; 0 where that cannot be read.
fn memory(pid: Pid) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// The processes that a run has started, by its folder in their environment; none where that cannot be read.
fn left(folder: &Path) -> Vec<Pid> {
    let mark = format!("{FOLDER}={}", folder.display()).into_bytes();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok().and_then(Pid::from_raw));
    let marked = |pid: &Pid| {
        let environment = fs::read(format!("/proc/{}/environ", pid.as_raw_nonzero())).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|variable| variable == mark)
    };
    pids.filter(marked).collect()
}

fn end(processes: &[Pid]) {
    for process in processes {
        let _gone = kill_process(*process, Signal::KILL);
    }
}
