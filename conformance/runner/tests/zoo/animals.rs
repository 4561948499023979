//! How can an adapter go wrong? In one way each; the rest of it is sound.

use audiometer::{Case, Feature, KEY, Policy, Profile, Recipient, Reference, Validator};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, Command, exit};
use std::sync::mpsc;
use std::thread::{self, sleep};
use std::time::Duration;
use std::{env, fs};

/// The one case on which an animal does what it is there for.
pub(crate) const GUILTY: &str = "rfc7519/aud/match-ninth-of-nine@jwt-bcp";

/// A folder of the run's own is named by this variable.
pub(crate) const FOLDER: &str = "AUDIOMETER_ZOO";

/// A line from the runner, and what a sound adapter replies.
pub(crate) struct Asked {
    pub(crate) message: Value,
    pub(crate) claims: String,
    pub(crate) reply: Value,
}

impl Asked {
    fn read(line: &str) -> Self {
        let message: Value = serde_json::from_str(line).expect("the runner writes JSON");
        let token = message["token"].as_str().unwrap_or_default();
        let claims = token.split('.').nth(1).and_then(|claims| BASE64URL.decode(claims).ok()).unwrap_or_default();
        let mut reply = sound(&message, token, &claims);
        reply["seq"] = message["seq"].clone();
        Self { claims: String::from_utf8_lossy(&claims).into_owned(), message, reply }
    }

    fn is_guilty(&self) -> bool {
        self.claims.contains("https://service-8.example.com")
    }

    /// The audience; null where there is none to be read.
    pub(crate) fn aud(&self) -> Value {
        serde_json::from_str::<Value>(&self.claims).map_or(Value::Null, |claims| claims["aud"].clone())
    }

    /// The reply with another field.
    pub(crate) fn but(&self, field: &str, value: impl Into<Value>) -> Value {
        let mut reply = self.reply.clone();
        reply[field] = value.into();
        reply
    }

    pub(crate) fn says(&self, verdict: &str) -> bool {
        self.reply["verdict"] == verdict
    }
}

/// The signature verified, and the claims judged.
fn sound(message: &Value, token: &str, claims: &[u8]) -> Value {
    if message["cmd"] != "validate" {
        return json!({"verdict": "unsupported", "feature": message["cmd"]});
    }
    let Some(policy) = policy(&message["policy"]) else {
        return json!({"verdict": "unsupported", "feature": "policy"});
    };
    let (signed, signature) = token.rsplit_once('.').unwrap_or_default();
    let key = DecodingKey::from_secret(KEY);
    if !crypto::verify(signature, signed.as_bytes(), &key, Algorithm::HS256).unwrap_or(false) {
        return json!({"verdict": "reject", "reason": "signature"});
    }
    judged(token, claims, &policy)
}

fn judged(token: &str, claims: &[u8], policy: &Policy) -> Value {
    let answer = Reference::strict().answer(&Case { token, claims, policy });
    serde_json::to_value(answer).expect("plain data serializes")
}

/// The policy, if all of it is known.
fn policy(policy: &Value) -> Option<Policy> {
    let strings = |field: &str| serde_json::from_value(policy[field].clone()).ok();
    let recipient = Recipient {
        identifiers: strings("identifiers")?,
        client_id: policy["client_id"].as_str().map(str::to_owned),
        trusted: strings("trusted")?,
        issuer: policy["issuer"].as_str().map(str::to_owned),
    };
    let known = Profile::named(policy["profile"].as_str()?)?.policy(&recipient);
    (serde_json::to_value(&known).ok()? == *policy).then_some(known)
}

pub(crate) fn start() -> Value {
    json!({
        "seq": 0,
        "protocol": 1,
        "implementation": {"name": "animal", "version": "1", "language": "Rust"},
        "algorithms": ["HS256"],
        "features": Feature::ALL.iter().map(|feature| feature.name()).collect::<Vec<_>>(),
    })
}

fn start_but(field: &str, value: impl Into<Value>) -> Value {
    let mut start = start();
    start[field] = value.into();
    start
}

/// A line to the runner. If it is gone, so is the animal.
pub(crate) fn say(message: &Value) {
    write(format!("{message}\n").as_bytes());
}

fn write(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    if out.write_all(bytes).and_then(|()| out.flush()).is_err() {
        exit(0);
    }
}

fn last_words(words: &str) {
    let _nobody_listens = writeln!(io::stderr(), "{words}");
}

/// Replies to `start`, and does something with each request until there is none.
pub(crate) fn serve(start: &Value, mut with: impl FnMut(&Asked)) {
    let mut lines = io::stdin().lines().map_while(Result::ok);
    if lines.next().is_some() {
        say(start);
        lines.for_each(|line| with(&Asked::read(&line)));
    }
}

/// Is sound but for the guilty case.
fn but_for_one(mut with: impl FnMut(&Asked)) {
    serve(&start(), |asked| if asked.is_guilty() { with(asked) } else { say(&asked.reply) });
}

/// Replies so to the guilty case.
fn reply_once(with: impl Fn(&Asked) -> Value) {
    but_for_one(|asked| say(&with(asked)));
}

/// Replies so to everything.
fn reply(with: impl Fn(&Asked) -> Value) {
    serve(&start(), |asked| say(&with(asked)));
}

fn seconds(seconds: f32) {
    sleep(Duration::from_secs_f32(seconds));
}

fn hang() -> ! {
    loop {
        seconds(60.0);
    }
}

fn child(program: &str, arguments: &[&str]) -> Child {
    Command::new(program).args(arguments).spawn().expect("the program is there")
}

/// A file in the run's folder.
fn marker(name: &str) -> PathBuf {
    PathBuf::from(env::var_os(FOLDER).expect("the folder is named")).join(name)
}

/// Makes the marker; whether it is the first to do so.
fn first(name: &str) -> bool {
    fs::File::create_new(marker(name)).is_ok()
}

/// What does not belong into a report: control characters, the end of markup, another direction, and very much of it.
fn graffiti() -> String {
    format!("\u{1b}[2J\u{1b}]0;owned\u{7}</td><script>|`\r\u{9b}31m\u{202e}\u{2028}{}", "x".repeat(100_000))
}

/// A decoder's reply.
fn decoded(asked: &Asked) -> Value {
    match serde_json::from_str::<Value>(&asked.claims) {
        _ if !asked.says("accept") && !asked.says("reject") || asked.reply["reason"] == "signature" => {
            asked.reply.clone()
        }
        Err(error) => json!({"seq": asked.reply["seq"], "verdict": "reject", "error": error.to_string()}),
        Ok(claims) => {
            let mut reply = json!({"seq": asked.reply["seq"], "verdict": "decoded"});
            claims.get("aud").into_iter().for_each(|aud| reply["aud"] = aud.clone());
            reply
        }
    }
}

/// Is the adapter of this name.
pub(crate) fn live(name: &str) {
    let with_seq = |asked: &Asked, text: &str| write(text.replace("SEQ", &asked.reply["seq"].to_string()).as_bytes());
    match name {
        // In order
        "well-behaved" => reply(|asked| asked.reply.clone()),
        "one at a time" => serve(&start_but("window", 1), |asked| say(&asked.reply)),
        "window of nothing" => serve(&start_but("window", 0), |asked| say(&asked.reply)),
        "in swapped pairs" => swapped_pairs(),
        "slow" => serve(&start(), |asked| {
            seconds(if asked.is_guilty() { 0.4 } else { 0.02 });
            say(&asked.reply);
        }),
        "slow start" => {
            seconds(1.2);
            reply(|asked| asked.reply.clone());
        }
        "chatters on stderr" => {
            thread::spawn(|| while io::stderr().write_all(&[b'z'; 5000]).is_ok() {});
            reply(|asked| asked.reply.clone());
        }
        "long line" => reply_once(|asked| asked.but("padding", "x".repeat((1 << 20) - 100))),
        "deep nesting" => but_for_one(|asked| {
            let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
            with_seq(asked, &format!("{{\"seq\":SEQ,\"more\":{open}{close},\"verdict\":\"accept\"}}\n"));
        }),
        "much memory" => reply_once(|asked| {
            let mut pages = vec![0_u8; 1 << 30];
            pages.iter_mut().step_by(4096).for_each(|page| *page = 1);
            asked.but("pages", pages.iter().step_by(4096).map(|page| u64::from(*page)).sum::<u64>())
        }),
        "a child each" => serve(&start(), |asked| {
            let ended = child("true", &[]).wait();
            say(&asked.but("ended", ended.is_ok()));
        }),
        "leaves children" => {
            let mut left = Vec::new();
            serve(&start(), |asked| {
                if left.len() < 5 {
                    left.push(child("sleep", &["60"]));
                }
                say(&asked.reply);
            });
        }
        "chimera" => crate::chimera::live(),
        "stays" => {
            reply(|asked| asked.reply.clone());
            hang();
        }
        "decoder" => serve(&start_but("kind", "decoder"), |asked| say(&decoded(asked))),
        "for no profile" => serve(&start_but("profiles", json!([])), |asked| say(&asked.reply)),
        "lacks what it does not claim" => {
            reply_once(|asked| json!({"seq": asked.reply["seq"], "verdict": "unsupported", "feature": "telepathy"}));
        }

        // Wrong on one case
        "false" => reply_once(|asked| asked.but("verdict", "reject")),
        "hangs" => but_for_one(|_| {
            let _hanging = first("hanging");
            last_words("thinking");
            hang();
        }),
        "wrong seq once" => reply_once(|asked| asked.but("seq", 999_999)),
        "text for a seq" => reply_once(|asked| asked.but("seq", asked.reply["seq"].to_string())),
        "replies twice" => but_for_one(|asked| {
            say(&asked.reply);
            say(&asked.reply);
        }),
        "replies for ever" => but_for_one(|asked| {
            loop {
                say(&asked.reply);
            }
        }),
        "text before" => but_for_one(|asked| {
            write(b"debug: aud=[...]\n");
            say(&asked.reply);
        }),
        "text behind" => but_for_one(|asked| {
            say(&asked.reply);
            write(b"debug: done\n");
        }),
        "dies" => but_for_one(|_| {
            last_words("Traceback:\n  line 7\nTypeError: unhashable type");
            exit(9);
        }),
        "aborts" => but_for_one(|_| std::process::abort()),
        "dies in the middle" => but_for_one(|asked| {
            with_seq(asked, "{\"seq\":SEQ,\"verdict\":\"acc");
            exit(9);
        }),
        "dies behind" => but_for_one(|asked| {
            say(&asked.reply);
            exit(9);
        }),
        "dies once" => but_for_one(|asked| {
            if first("died") {
                exit(9);
            }
            say(&asked.reply);
        }),
        "ends in good order" => but_for_one(|_| exit(0)),
        "leaves a child and dies" => but_for_one(|_| {
            child("sleep", &["60"]);
            exit(9);
        }),
        "leaves a flood and dies" => but_for_one(|_| {
            child("yes", &[]);
            exit(9);
        }),
        "floods stderr" => but_for_one(|_| while io::stderr().write_all(&[b'z'; 5000]).is_ok() {}),
        "floods with lines" => but_for_one(|_| {
            loop {
                write(b"y\ny\ny\ny\ny\ny\ny\ny\n");
            }
        }),
        "floods without lines" => but_for_one(|_| {
            loop {
                write(&[b'y'; 1 << 16]);
            }
        }),
        "line over the limit" => reply_once(|asked| asked.but("padding", "x".repeat(1 << 20))),
        "no UTF-8" => but_for_one(|_| write(b"{\"seq\":\xff}\n")),
        "no JSON" => but_for_one(|_| write(b"OK\n")),
        "no verdict" => reply_once(|asked| json!({"seq": asked.reply["seq"]})),
        "unknown verdict" => reply_once(|asked| asked.but("verdict", "accepted")),
        "says fault" => {
            reply_once(|asked| json!({"seq": asked.reply["seq"], "verdict": "fault", "error": "IndexError: 8"}));
        }
        "lacks what it claims" => {
            reply_once(|asked| json!({"seq": asked.reply["seq"], "verdict": "unsupported", "feature": "aud-required"}));
        }
        "changes its mind" => {
            let mut verdicts = ["accept", "reject"].into_iter().cycle();
            but_for_one(|asked| say(&asked.but("verdict", verdicts.next())));
        }
        "validator that decodes" => reply_once(decoded),
        "decoder that accepts" => serve(&start_but("kind", "decoder"), |asked| {
            say(&if asked.is_guilty() { asked.reply.clone() } else { decoded(asked) });
        }),
        "graffiti" => {
            let who = json!({"name": graffiti(), "version": graffiti(), "language": graffiti(), "runtime": graffiti()});
            let mut start = start_but("implementation", who);
            start["notes"] = graffiti().into();
            serve(&start, |asked| match asked.is_guilty() {
                true => say(&json!({"seq": asked.reply["seq"], "verdict": "fault", "error": graffiti()})),
                false => say(&asked.but("error", graffiti())),
            });
        }
        "graffiti on stderr" => but_for_one(|_| {
            last_words(&graffiti());
            exit(9);
        }),

        // Broken
        "silent" => hang(),
        "dies at start" => {
            last_words("ModuleNotFoundError: No module named 'jwt'");
            exit(1);
        }
        "banner" => {
            write(b"Welcome!\n");
            reply(|asked| asked.reply.clone());
        }
        "refuses" => serve(&json!({"seq": 0, "error": format!("no such key{}", graffiti())}), |_| {}),
        "protocol 2" => serve(&start_but("protocol", 2), |asked| say(&asked.reply)),
        "another algorithm" => serve(&start_but("algorithms", json!([graffiti()])), |asked| say(&asked.reply)),
        "wrong seq" => reply(|asked| asked.but("seq", 999_999)),
        "accepts everything" => reply(|asked| asked.but("verdict", "accept")),
        "rejects everything" => reply(|asked| asked.but("verdict", "reject")),
        "accepts what it does not know" => {
            reply(|asked| if asked.says("unsupported") { asked.but("verdict", "accept") } else { asked.reply.clone() });
        }
        "accepts any command" => {
            let unknown = |asked: &Asked| asked.message["cmd"] != "validate";
            reply(|asked| if unknown(asked) { asked.but("verdict", "accept") } else { asked.reply.clone() });
        }
        "rejects an unknown policy" => {
            let unknown = |asked: &Asked| asked.reply["feature"] == "policy";
            reply(|asked| if unknown(asked) { asked.but("verdict", "reject") } else { asked.reply.clone() });
        }
        "reads no signature" => reply(|asked| match policy(&asked.message["policy"]) {
            Some(policy) => {
                let mut reply = judged("", asked.claims.as_bytes(), &policy);
                reply["seq"] = asked.reply["seq"].clone();
                reply
            }
            None => asked.reply.clone(),
        }),
        "decoder that always accepts" => serve(&start_but("kind", "decoder"), |asked| say(&asked.reply)),
        "dies of objects" => serve(&start(), |asked| {
            if asked.aud().is_object() {
                last_words("thread 'main' panicked at lib.rs:7: not a string");
                exit(9);
            }
            say(&asked.reply);
        }),
        "hangs on null" => serve(&start(), |asked| {
            if asked.aud().is_null() && asked.claims.contains("\"aud\":null") {
                hang();
            }
            say(&asked.reply);
        }),
        "takes any list" => serve(&start(), |asked| {
            let taken = asked.aud().is_array() && asked.says("reject") && asked.reply["reason"] != "signature";
            say(&if taken { asked.but("verdict", "accept") } else { asked.reply.clone() });
        }),
        "goes by the last one" => {
            // Whoever was accepted opens the door for the next one, if that names nobody at all.
            let mut open = false;
            serve(&start(), |asked| {
                let tailgating = open && asked.aud() == json!([]) && asked.says("reject");
                open = asked.says("accept");
                say(&if tailgating { asked.but("verdict", "accept") } else { asked.reply.clone() });
            });
        }
        "always dies" => {
            let mut doomed = marker("doomed").exists();
            serve(&start(), |asked| {
                if doomed {
                    exit(9);
                }
                doomed = asked.reply["feature"] == "policy" && first("doomed"); // the last canary
                say(&asked.reply);
            });
        }
        "starts once" => {
            if !first("started") {
                last_words("Address already in use");
                exit(1);
            }
            but_for_one(|_| exit(9));
        }
        name => panic!("there is no animal `{name}`"),
    }
}

/// Waits a moment for a second request, to which it then replies first.
fn swapped_pairs() {
    let (heard, asked) = mpsc::channel();
    thread::spawn(move || {
        serve(&start(), |asked| {
            let _ended = heard.send(asked.reply.clone());
        });
    });
    while let Ok(first) = asked.recv() {
        asked.recv_timeout(Duration::from_millis(20)).iter().for_each(say);
        say(&first);
    }
}
