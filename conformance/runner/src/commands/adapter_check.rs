//! `audiometer adapter check`: does an adapter keep to the protocol? What an author runs first.
//!
//! This tests the adapter, not the library behind it: each check says what to change in the adapter.

use super::targets::limits;
use crate::args::AdapterArgs;
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::mint::{Algorithm, Mint};
use crate::render::page::{BAD, GOOD, PLAIN, Page, STRONG, WARN, styled};
use crate::subjects::adapter::{Adapter, Limits};
use crate::subjects::process::{Launch, describe};
use crate::subjects::registry::{Registry, State};
use crate::write;
use audiometer::protocol::{Kind, Start};
use audiometer::{
    Answer, Case, Feature, ISSUER, Policy, Presence, Profile, Recipient, Suite, Validator, Vector, explain,
};
use std::ffi::OsString;
use std::thread;
use std::time::Duration;

pub(crate) fn execute(name: Option<&str>, args: &AdapterArgs, command: &[OsString]) -> Result<Exit, Failure> {
    let launch = match name {
        None => Launch { command: command.to_vec(), folder: None, environment: Vec::new() },
        Some(name) => {
            let registry = Registry::open(args.folder.as_deref(), args.cache.as_deref())?;
            let (adapter, variant) = registry
                .named(name)
                .ok_or_else(|| Failure::usage(format!("there is no adapter `{name}`; {}", registry.hint())))?;
            if registry.state(adapter, None) == State::Missing {
                return Err(Failure::usage(format!(
                    "`{name}` is not set up; `audiometer adapters setup {name}` does it"
                )));
            }
            registry.launch(adapter, variant, None)
        }
    };
    let mut page = Page::new(write::width(), 8);
    page.line(&format!("checking {}", styled(STRONG, &launch.shown())));
    let failed = check(&launch, limits(args), &mut page);
    interrupt::check()?;
    page.line("");
    page.line(&match failed {
        0 => styled(GOOD, "the adapter is in order; `audiometer run` asks what the library does"),
        1 => styled(BAD, "1 check failed"),
        failed => styled(BAD, &format!("{failed} checks failed")),
    });
    write::out(&page.into_text())?;
    Ok(if failed == 0 { Exit::AsExpected } else { Exit::BrokenAdapter })
}

/// What came of one check: nothing to say, or what happened and what to change.
type Checked = Result<(), (String, &'static str)>;

/// Runs the checks and says what came of each; how many failed.
fn check(launch: &Launch, limits: Limits, page: &mut Page) -> usize {
    let mut failed = 0;
    let mut say = |what: &str, checked: Checked| match checked {
        Ok(()) => page.line(&format!("  {}    {what}", styled(GOOD, "ok"))),
        Err((happened, remedy)) => {
            failed += 1;
            page.line(&format!("  {}  {what}", styled(BAD, "FAIL")));
            page.field("", PLAIN, &explain::harmless(&happened, 400));
            page.field("change", WARN, remedy);
        }
    };
    let mut adapter = match Adapter::start(launch.clone(), limits) {
        Ok(adapter) => {
            say("it replies to start, and with nothing before that", Ok(()));
            adapter
        }
        Err(error) => {
            say(
                "it replies to start, and with nothing before that",
                Err((
                    error,
                    "on `start`, write one line of JSON as the protocol describes it, flush, and write nothing else to standard \
                     output: what the library or you print belongs on standard error",
                )),
            );
            return failed;
        }
    };
    say("what it says of itself is complete and known", described(&adapter.start));
    let questions = match Questions::new(&adapter) {
        Ok(questions) => questions,
        Err(error) => {
            say("the suite has a key for its algorithm", Err((error, "name HS256, RS256, ES256, or EdDSA first")));
            return failed;
        }
    };
    for (what, remedy, token, policy, right) in questions.ask(&adapter.start) {
        let answer = adapter.answer(&Case { token: &token, claims: b"", policy: &policy });
        let checked = if answer.word() == right {
            Ok(())
        } else {
            Err((format!("it has to say {right}, and it says {}", explain::answer(&answer)), remedy))
        };
        say(what, checked);
    }
    for (what, checked) in wire(&mut adapter, &questions) {
        say(what, checked);
    }
    let (status, still) = adapter.end();
    say(
        "it ends by itself at the end of input",
        match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err((
                format!("it ended with {}", describe(status)),
                "leave the loop at the end of standard input, and exit with 0",
            )),
            None => {
                Err(("it still runs after 5 s".to_owned(), "leave the loop at the end of standard input, and exit"))
            }
        },
    );
    say(
        "it says nothing that was not asked for",
        still.map_or(Ok(()), |still| Err((still, "write one line a request to standard output, and nothing else"))),
    );
    failed
}

fn described(start: &Start) -> Checked {
    let who = &start.implementation;
    for (field, text) in [("name", &who.name), ("version", &who.version), ("language", &who.language)] {
        if text.is_empty() {
            let remedy =
                "fill in implementation.name, .version (read from the installed library at run time), and .language";
            return Err((format!("implementation.{field} is empty"), remedy));
        }
    }
    if let Some(name) =
        start.features.iter().find(|name| Feature::ALL.iter().all(|known| known.name() != name.as_str()))
    {
        return Err((format!("there is no feature `{name}`"), "declare features by the names of the protocol's table"));
    }
    if let Some(name) = start.profiles.iter().flatten().find(|name| Profile::named(name).is_none()) {
        return Err((
            format!("there is no profile `{name}`"),
            "name profiles as `audiometer list profiles` shows them",
        ));
    }
    if start.window == Some(0) {
        return Err(("window is 0".to_owned(), "say how many requests you read ahead, or leave `window` out"));
    }
    let presence = [Feature::AudRequired, Feature::AudOptional];
    if !presence.iter().any(|feature| start.features().contains(feature)) {
        return Err((
            "it declares neither aud-required nor aud-optional".to_owned(),
            "a token without aud is refused (aud-required) or not (aud-optional): declare what the library can be told",
        ));
    }
    Ok(())
}

/// Tokens and policies that ask about the adapter, not about the library.
struct Questions {
    vector: &'static Vector,
    profile: &'static Profile,
    mint: &'static Mint,
    fresh: bool,
}

const ME: &str = "https://api.example.com";
const OTHER: &str = "https://canary.example";
/// What an encoding mistake on the way to the library would damage.
const ODD: &str = "urn:\u{e9}\u{4e16}\u{1f511}\\\"&<'";

/// What is asked, what to change, the token, the policy, and the right answer's word.
type Asked = (&'static str, &'static str, String, Policy, &'static str);

impl Questions {
    fn new(adapter: &Adapter) -> Result<Self, String> {
        let algorithm: Algorithm = adapter.algorithm()?;
        let meant = Profile::all().iter().find(|profile| adapter.is_for(profile) && !profile.unconfigured);
        Ok(Self {
            vector: Suite::embedded().vector("rfc7519/aud/string").expect("the vector is embedded"),
            profile: Profile::named("jwt-bcp")
                .filter(|profile| adapter.is_for(profile))
                .or(meant)
                .unwrap_or(&Profile::all()[0]),
            mint: Mint::of(algorithm),
            fresh: adapter.start.lifetime == audiometer::protocol::Lifetime::Fresh,
        })
    }

    /// The vector's token with other text in place of its audience.
    fn token(&self, aud: &str) -> String {
        let claims = String::from_utf8_lossy(&self.vector.claims).replace(&format!("\"{ME}\""), aud);
        let vector = Vector { claims: claims.into_bytes(), ..self.vector.clone() };
        if self.fresh { self.mint.fresh_token(&vector) } else { self.mint.token(&vector) }
    }

    /// The vector's token without an audience.
    fn without(&self) -> String {
        let claims = String::from_utf8_lossy(&self.vector.claims).replace(&format!(",\"aud\":\"{ME}\""), "");
        let vector = Vector { claims: claims.into_bytes(), ..self.vector.clone() };
        if self.fresh { self.mint.fresh_token(&vector) } else { self.mint.token(&vector) }
    }

    fn policy(&self, identifiers: &[&str]) -> Policy {
        let client_id = Some(identifiers.first().copied().unwrap_or(ME).to_owned());
        let identifiers = identifiers.iter().map(|&identifier| identifier.to_owned()).collect();
        self.profile.policy(&Recipient { identifiers, client_id, ..Recipient::default() })
    }

    fn ask(&self, start: &Start) -> Vec<Asked> {
        let features = start.features();
        let has = |feature| features.contains(&feature);
        let text = |text: &str| self.token(&serde_json::to_string(text).expect("text serializes"));
        let (mine, others) = (text(ME), text(OTHER));
        let (message, signature) = (mine.rsplit_once('.'), others.rsplit_once('.'));
        let forged = message
            .zip(signature)
            .map_or(String::new(), |((message, _), (_, signature))| format!("{message}.{signature}"));
        let reach =
            "hand policy.identifiers of this very request to the library; do not keep a verifier from an earlier one";
        let keys = "verify with the key that `start` gives for the algorithm that you named first";
        let mut asked: Vec<Asked> = vec![
            ("a token that names the recipient is accepted", keys, mine.clone(), self.policy(&[ME]), "accept"),
            ("a token that names another is rejected", reach, others.clone(), self.policy(&[ME]), "reject"),
            ("the same token is accepted by that other", reach, others.clone(), self.policy(&[OTHER]), "accept"),
            ("and the first one rejected by it", reach, mine.clone(), self.policy(&[OTHER]), "reject"),
            (
                "another token's signature is refused",
                "let the library verify the signature, and answer `reject` for the error type that it documents for that",
                forged,
                self.policy(&[ME]),
                "reject",
            ),
            (
                "an identifier reaches the library with every character as it is",
                "parse requests with a JSON library, as UTF-8, and hand identifiers on unchanged",
                text(ODD),
                self.policy(&[ODD]),
                "accept",
            ),
        ];
        if has(Feature::ManyIdentifiers) {
            let remedy =
                "many-identifiers means any one of them may match; a library that wants all of them does not have it";
            asked.push((
                "any one of several identifiers may match",
                remedy,
                mine.clone(),
                self.policy(&[OTHER, ME]),
                "accept",
            ));
            asked.push(("none of several does not", remedy, mine.clone(), self.policy(&[OTHER, ODD]), "reject"));
        }
        if has(Feature::AudRequired) {
            let policy = Policy { presence: Presence::Required, ..self.policy(&[ME]) };
            let remedy = "where policy.presence is `required`, tell the library so; or do not declare aud-required";
            asked.push((
                "a token without aud is rejected where it is required",
                remedy,
                self.without(),
                policy,
                "reject",
            ));
        }
        if has(Feature::AudOptional) {
            let policy = Policy { presence: Presence::Optional, ..self.policy(&[ME]) };
            let remedy = "where policy.presence is `optional`, tell the library so; or do not declare aud-optional";
            asked.push((
                "a token without aud is accepted where it is optional",
                remedy,
                self.without(),
                policy,
                "accept",
            ));
        }
        if has(Feature::Issuer) {
            let issued = |issuer: &str| Policy { issuer: Some(issuer.to_owned()), ..self.policy(&[ME]) };
            let remedy = "hand policy.issuer of this very request to the library; or do not declare issuer";
            asked.push((
                "the issuer that the policy names is accepted",
                remedy,
                mine.clone(),
                issued(ISSUER),
                "accept",
            ));
            asked.push(("another issuer is rejected", remedy, mine, issued("https://canary.example"), "reject"));
        }
        asked
    }
}

/// What is about lines and not about tokens.
fn wire(adapter: &mut Adapter, questions: &Questions) -> Vec<(&'static str, Checked)> {
    let token = questions.token(&format!("\"{ME}\""));
    let policy = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut policy = serde_json::to_value(questions.policy(&[ME])).expect("plain data serializes");
        change(&mut policy);
        policy
    };
    let request = |policy: serde_json::Value, more: &str| {
        format!("{{\"seq\":SEQ,\"cmd\":\"validate\",\"token\":\"{token}\",\"policy\":{policy}{more}}}")
    };
    let plain = request(policy(&|_| ()), "");
    let good = if adapter.start.kind == Kind::Decoder { "reject" } else { "accept" }; // nobody compares for a decoder here
    let is = |answer: &Answer, word: &str| answer.word() == word || (word == "reject" && answer.word() == "accept");
    let want = |answers: Result<Vec<Answer>, String>, word: &'static str, remedy| match answers {
        Ok(answers) => match answers.iter().find(|answer| !is(answer, word)) {
            None => Ok(()),
            Some(answer) => Err((format!("it has to say {word}, and it says {}", explain::answer(answer)), remedy)),
        },
        Err(error) => Err((error, remedy)),
    };
    let mut checks = Vec::new();
    let unknown = [
        ("an unknown command is answered `unsupported`", r#"{"seq":SEQ,"cmd":"canary"}"#.to_owned()),
        ("an unknown value of a policy field, too", request(policy(&|policy| policy["azp"] = "canary".into()), "")),
        ("and of another", request(policy(&|policy| policy["extras"] = "canary".into()), "")),
    ];
    for (what, line) in unknown {
        let remedy = "answer `unsupported` with a feature: `command NAME`, or FIELD-VALUE for a policy value that is not in the table";
        checks.push((what, want(adapter.exchange(&line).map(|answer| vec![answer]), "unsupported", remedy)));
    }
    let remedy = "ignore fields that you do not know, in the request and in the policy";
    let line = request(policy(&|policy| policy["later"] = serde_json::json!({"a": [1]})), ",\"later\":null");
    checks.push(("unknown fields are ignored", want(adapter.exchange(&line).map(|answer| vec![answer]), good, remedy)));

    let remedy = "read whole lines, however they arrive, and answer each";
    let several = vec![plain.as_str(); 8];
    let joined = adapter.exchange_all(&several, |lines, process| process.send(lines));
    checks.push(("eight requests in one write get eight replies", want(joined, good, remedy)));
    let split = adapter.exchange_all(&[&plain], |line, process| {
        for part in line.chunks(line.len() / 3 + 1) {
            process.send(part.to_vec());
            thread::sleep(Duration::from_millis(60));
        }
    });
    checks.push(("a request in three writes gets one reply", want(split, good, remedy)));
    let remedy = "read lines up to 1 MiB";
    let line = request(policy(&|_| ()), &format!(",\"later\":\"{}\"", "x".repeat(1_000_000)));
    checks.push((
        "a line of a million bytes is read",
        want(adapter.exchange(&line).map(|answer| vec![answer]), good, remedy),
    ));
    let remedy =
        "a token that is none is the library's to refuse: answer `reject`, or `fault` for an exception, and go on";
    let none = |token: &str| {
        let policy = policy(&|_| ());
        format!("{{\"seq\":SEQ,\"cmd\":\"validate\",\"token\":\"{token}\",\"policy\":{policy}}}")
    };
    let nonsense = [none(""), none("a.b.c"), none("\u{e9}.\u{e9}.\u{e9}")];
    let nonsense = nonsense.iter().map(|line| adapter.exchange(line)).collect::<Result<Vec<_>, _>>();
    let survived = match nonsense {
        Ok(answers) if answers.iter().all(|answer| matches!(answer, Answer::Reject { .. } | Answer::Fault { .. })) => {
            Ok(())
        }
        Ok(_) => Err(("it accepts what is no token".to_owned(), remedy)),
        Err(error) => Err((error, remedy)),
    };
    checks.push(("what is no token is refused, and it goes on", survived));
    checks
}
