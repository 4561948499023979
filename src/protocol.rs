//! What do runner and adapter say to each other? The adapter protocol, version 1, line by line.
//!
//! `conformance/README.md` is its public home. What an adapter sends is untrusted: whatever the bytes, reading them gives
//! a reply or a [`Violation`], and only a reply that says `accept` accepts.

use crate::case::Case;
use crate::claims::{self, Value};
use crate::feature::Feature;
use crate::policy::{Identifiers, Policy, Presence};
use crate::reason::Reason;
use crate::validator::{Answer, Implementation};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The version of the protocol.
pub const VERSION: u32 = 1;

/// How long a line may be, in bytes, its end included.
pub const MAX_LINE: usize = 1 << 20;

/// How many requests an adapter reads ahead that does not say.
pub const WINDOW: usize = 64;

/// How many characters of an adapter's text are kept.
const MAX_TEXT: usize = 500;

/// What the runner sends.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "cmd", rename_all = "kebab-case")]
pub enum Request<'a> {
    /// The first: who are you?
    Start {
        /// 0
        seq: u64,
        /// The versions that the runner speaks.
        protocol: Versions,
        /// The issuer that tokens name, unless a vector is about exactly that.
        issuer: &'a str,
        /// A JWK an algorithm, to verify with.
        keys: BTreeMap<&'a str, serde_json::Value>,
    },
    /// Do you accept this token, under this policy?
    Validate {
        /// Comes back with the reply.
        seq: u64,
        /// In the JWS compact serialization.
        token: &'a str,
        /// Every rule, and the recipient.
        policy: &'a Policy,
    },
}

/// The versions of the protocol that the runner speaks.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Versions {
    /// The lowest.
    pub min: u32,
    /// The highest.
    pub max: u32,
}

/// A request to decide a case, as the line that is sent, its end included.
pub fn validate(seq: u64, case: &Case<'_>) -> Vec<u8> {
    let mut line = Vec::new();
    append_validate(&mut line, seq, case);
    line
}

/// Appends what [`validate`] gives. A token is most of the line, and as good as never has anything to escape.
pub fn append_validate(lines: &mut Vec<u8>, seq: u64, case: &Case<'_>) {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte) & (byte != b'"') & (byte != b'\\');
    if !case.token.bytes().fold(true, |all, byte| all & plain(byte)) {
        lines.append(&mut line(&Request::Validate { seq, token: case.token, policy: case.policy }));
        return;
    }
    lines.extend_from_slice(b"{\"cmd\":\"validate\",\"seq\":");
    lines.extend_from_slice(seq.to_string().as_bytes());
    lines.extend_from_slice(b",\"token\":\"");
    lines.extend_from_slice(case.token.as_bytes());
    lines.extend_from_slice(b"\",\"policy\":");
    let mut policy = line(case.policy);
    policy.pop();
    lines.append(&mut policy);
    lines.extend_from_slice(b"}\n");
}

/// Any message as the line that is sent, its end included. What some line readers take for a line's end is escaped.
pub fn line(message: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_string(message).expect("plain data serializes");
    if !line.is_ascii() {
        for end in ['\u{85}', '\u{2028}', '\u{2029}'] {
            line = line.replace(end, &format!("\\u{:04x}", u32::from(end)));
        }
    }
    line.push('\n');
    line.into_bytes()
}

/// What an adapter says of itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Start {
    /// 0
    pub seq: u64,
    /// The version of the protocol that it speaks.
    pub protocol: u32,
    /// Whom it puts behind the protocol.
    pub implementation: Implementation,
    /// Whether that decides, or decodes and leaves the audience to the application.
    #[serde(default)]
    pub kind: Kind,
    /// The signature algorithms, the preferred one first.
    pub algorithms: Vec<String>,
    /// What it can be told; names that are not known are ignored.
    pub features: Vec<String>,
    /// The profiles that its entry point is meant for; without them: all.
    pub profiles: Option<Vec<String>>,
    /// How many requests it reads ahead.
    pub window: Option<usize>,
    /// Which times tokens have to name.
    #[serde(default)]
    pub lifetime: Lifetime,
    /// How the library is configured, in a line.
    #[serde(default)]
    pub notes: String,
}

/// What an implementation does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It decides.
    #[default]
    Validator,
    /// It hands over `aud`, and the application compares.
    Decoder,
}

/// Which times tokens have to name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lifetime {
    /// Issued in 2023, to expire in 2100.
    #[default]
    Long,
    /// Issued now, to expire in an hour.
    Fresh,
}

impl Start {
    /// Reads the reply to `start`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(line: &[u8]) -> Result<Self, Violation> {
        #[derive(Deserialize)]
        struct Refusal {
            error: String,
        }
        let text = str::from_utf8(line).map_err(|_| Violation::new("the reply to start is not UTF-8", line))?;
        if let Ok(Refusal { error }) = serde_json::from_str(text) {
            return Err(Violation { text: format!("it refuses to start: {}", short(&error)), line: String::new() });
        }
        let start: Self = serde_json::from_str(text)
            .map_err(|error| Violation::new(format!("the reply to start is none: {error}"), line))?;
        match &start {
            Self { protocol, .. } if *protocol != VERSION => {
                Err(Violation::new(format!("it speaks protocol {protocol}, and this runner {VERSION}"), line))
            }
            Self { seq, .. } if *seq != 0 => Err(Violation::new("the reply to start has to have seq 0", line)),
            Self { algorithms, .. } if algorithms.is_empty() => Err(Violation::new("it names no algorithm", line)),
            _ => Ok(start),
        }
    }

    /// The features that both sides know.
    pub fn features(&self) -> Vec<Feature> {
        Feature::ALL.iter().copied().filter(|feature| self.features.iter().any(|name| name == feature.name())).collect()
    }
}

/// What an adapter says to a case, or to what it does not know.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The request's.
    pub seq: u64,
    said: Said,
}

#[derive(Clone, Debug)]
enum Said {
    Answer(Answer),
    Decoded(Option<Box<RawValue>>),
}

impl Reply {
    /// Reads a reply to anything but `start`.
    ///
    /// # Errors
    ///
    /// What is wrong with it: no UTF-8, no JSON, no `seq`, an unknown verdict, a field that is missing.
    pub fn read(line: &[u8]) -> Result<Self, Violation> {
        #[derive(Deserialize)]
        struct Wire<'a> {
            seq: u64,
            #[serde(borrow)]
            verdict: &'a RawValue,
            #[serde(borrow)]
            reason: Option<&'a RawValue>,
            #[serde(borrow)]
            feature: Option<&'a RawValue>,
            #[serde(borrow)]
            error: Option<&'a RawValue>,
            #[serde(borrow, default, deserialize_with = "given")]
            aud: Option<&'a RawValue>,
        }
        fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
            Deserialize::deserialize(deserializer).map(Some)
        }
        let text = str::from_utf8(line).map_err(|_| Violation::new("a reply is not UTF-8", line))?;
        let wire: Wire<'_> =
            serde_json::from_str(text).map_err(|error| Violation::new(format!("a reply is none: {error}"), line))?;
        let error = || wire.error.map(lenient).unwrap_or_default();
        let said = match wire.verdict.get() {
            "\"accept\"" => Said::Answer(Answer::Accept),
            "\"reject\"" => {
                let reason = wire.reason.and_then(|reason| Reason::named(&lenient(reason)));
                Said::Answer(Answer::Reject { reason, error: error() })
            }
            "\"unsupported\"" => match wire.feature {
                Some(feature) => Said::Answer(Answer::Unsupported { feature: lenient(feature) }),
                None => return Err(Violation::new("`unsupported` names no feature", line)),
            },
            "\"fault\"" => Said::Answer(Answer::Fault { error: error() }),
            "\"decoded\"" => Said::Decoded(wire.aud.map(ToOwned::to_owned)),
            verdict => return Err(Violation::new(format!("there is no verdict {}", short(verdict)), line)),
        };
        Ok(Self { seq: wire.seq, said })
    }

    /// What it comes to, from an adapter of this kind that declared these features.
    ///
    /// # Errors
    ///
    /// Where a validator says `decoded`, or a decoder `accept`.
    pub fn answer(self, kind: Kind, declared: &[Feature], policy: &Policy) -> Result<Answer, Violation> {
        match (kind, self.said) {
            (Kind::Validator, Said::Decoded(_)) => Err(Violation::new("only a decoder says `decoded`", b"")),
            (Kind::Decoder, Said::Answer(Answer::Accept)) => {
                Err(Violation::new("a decoder says `decoded`, not `accept`", b""))
            }
            (Kind::Decoder, Said::Decoded(aud)) => Ok(plain_comparison(aud.as_deref(), policy)),
            (_, Said::Answer(Answer::Unsupported { feature }))
                if declared.iter().any(|declared| declared.name() == feature) =>
            {
                Ok(Answer::Fault { error: format!("it says that it has no {feature}, which it declared") })
            }
            (_, Said::Answer(answer)) => Ok(answer),
        }
    }
}

/// What every application writes behind a library that leaves the audience to it: the value is one of mine, or the list
/// has one of mine.
fn plain_comparison(aud: Option<&RawValue>, policy: &Policy) -> Answer {
    let Some(aud) = aud else {
        return match policy.presence {
            Presence::Required => Answer::reject(Reason::AudMissing),
            Presence::Optional => Answer::Accept,
        };
    };
    let claims = format!("{{\"aud\":{}}}", aud.get());
    let mine = |value: &Value<'_>, mine: &Identifiers| matches!(value, Value::Text(text) if mine.contains(*text));
    let accepted = match claims::read(claims.as_bytes()).map(|claims| claims.aud) {
        Ok(Some(Value::List(list))) => list.iter().any(|value| mine(&value, &policy.identifiers)),
        Ok(Some(value)) => mine(&value, &policy.identifiers),
        Ok(None) | Err(_) => false,
    };
    if accepted {
        Answer::Accept
    } else {
        Answer::Reject { reason: None, error: "by the application's comparison".into() }
    }
}

/// A string, or else the JSON text: half a surrogate pair in a message is no reason to call it none.
fn lenient(raw: &RawValue) -> String {
    match raw.get().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => short(plain),
        _ => short(&serde_json::from_str::<String>(raw.get()).unwrap_or_else(|_| raw.get().to_owned())),
    }
}

fn short(text: &str) -> String {
    if text.len() <= MAX_TEXT {
        return text.to_owned();
    }
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Where an adapter breaks the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What is wrong.
    pub text: String,
    /// The line, as far as it is kept; empty where it does not matter.
    pub line: String,
}

impl Violation {
    /// What is wrong with this line.
    pub fn new(text: impl Into<String>, line: &[u8]) -> Self {
        Self { text: short(&text.into()), line: short(String::from_utf8_lossy(line).trim_end()) }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if self.line.is_empty() { Ok(()) } else { write!(f, ": {}", self.line) }
    }
}

impl std::error::Error for Violation {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Profile, Recipient};

    fn policy(profile: &str) -> Policy {
        Profile::named(profile).expect("profile").policy(&Recipient::named("me"))
    }

    fn decoded(reply: &str, profile: &str) -> &'static str {
        let reply = Reply::read(reply.as_bytes()).expect("a reply");
        reply.answer(Kind::Decoder, &[], &policy(profile)).expect("in order").word()
    }

    #[test]
    fn a_request_tells_the_token_and_every_rule_and_not_the_verdict() {
        let policy = policy("oidc");
        let line = validate(7, &Case { token: "a.b.c", claims: b"{}", policy: &policy });
        let text = String::from_utf8(line).expect("UTF-8");
        assert_eq!(
            text,
            "{\"cmd\":\"validate\",\"seq\":7,\"token\":\"a.b.c\",\"policy\":{\"profile\":\"oidc\",\"identifiers\":[\"me\"],\"presence\":\"required\",\
             \"shape\":\"any\",\"extras\":\"trusted\",\"trusted\":[],\"azp\":\"errata2\",\"client_id\":\"me\",\"issuer\":null}}\n"
        );
    }

    #[test]
    fn a_request_tells_a_token_of_any_letters() {
        let policy = policy("oidc");
        for token in ["a.b-_9.c", "a\"b", "\\", "é\n", ""] {
            let line = validate(1, &Case { token, claims: b"", policy: &policy });
            assert_eq!(line, super::line(&Request::Validate { seq: 1, token, policy: &policy }));
        }
    }

    #[test]
    fn a_request_has_no_line_end_of_any_kind_but_its_own() {
        let policy = Policy { identifiers: ["a\u{2028}b\u{85}c\nd"].into(), ..policy("oidc") };
        let text = String::from_utf8(validate(1, &Case { token: "t", claims: b"", policy: &policy })).expect("UTF-8");
        assert!(text.contains(r#""identifiers":["a\u2028b\u0085c\nd"]"#), "{text}");
    }

    #[test]
    fn what_is_no_reply_is_a_violation_and_never_an_accept() {
        for (line, part) in [
            (&b"\xff"[..], "not UTF-8"),
            (b"hello", "a reply is none: expected value"),
            (b"{}", "missing field `seq`"),
            (b"{\"seq\":1}", "missing field `verdict`"),
            (b"{\"seq\":-1,\"verdict\":\"accept\"}", "invalid value"),
            (b"{\"seq\":1,\"verdict\":\"Accept\"}", "there is no verdict \"Accept\""),
            (b"{\"seq\":1,\"verdict\":true}", "there is no verdict true"),
            (b"{\"seq\":1,\"verdict\":\"unsupported\"}", "names no feature"),
            (b"{\"seq\":1,\"verdict\":\"accept\"}{", "trailing characters"),
            (b"{\"seq\":1,\"verdict\":\"reject\",\"verdict\":\"accept\"}", "duplicate field"),
        ] {
            let violation = Reply::read(line).expect_err("a violation").to_string();
            assert!(violation.contains(part), "{violation}");
        }
    }

    #[test]
    fn an_answer_keeps_the_words_within_bounds_and_mends_what_is_no_text() {
        let read = |line: &str| {
            Reply::read(line.as_bytes())
                .expect("a reply")
                .answer(Kind::Validator, &[], &policy("oidc"))
                .expect("in order")
        };
        assert_eq!(
            read(r#"{"seq":1,"verdict":"reject","reason":"aud-mismatch","error":"no","later":[1]}"#),
            Answer::Reject { reason: Some(Reason::AudMismatch), error: "no".to_owned() }
        );
        assert_eq!(read(r#"{"seq":1,"verdict":"reject","reason":"weather"}"#), Answer::refused(""));
        assert_eq!(
            read(r#"{"seq":1,"verdict":"fault","error":"\ud800"}"#),
            Answer::Fault { error: "\"\\ud800\"".to_owned() }
        );
        let Answer::Fault { error } = read(&format!(r#"{{"seq":1,"verdict":"fault","error":"{}"}}"#, "é".repeat(9000)))
        else {
            panic!("a fault")
        };
        assert_eq!(error.chars().count(), MAX_TEXT + 1);
    }

    #[test]
    fn a_declared_feature_is_not_unsupported() {
        let reply = || Reply::read(br#"{"seq":1,"verdict":"unsupported","feature":"issuer"}"#).expect("a reply");
        let answer =
            |declared: &[Feature]| reply().answer(Kind::Validator, declared, &policy("oidc")).expect("in order");
        assert_eq!(answer(&[]).word(), "unsupported");
        assert_eq!(answer(&[Feature::Issuer]).word(), "fault");
    }

    #[test]
    fn a_decoders_audience_is_compared_as_every_application_would() {
        for (aud, verdict) in [
            (r#""me""#, "accept"),
            (r#""\u006de""#, "accept"),
            (r#"["you","me"]"#, "accept"),
            (r#"["you",1,"me"]"#, "accept"),
            (r#""ME""#, "reject"),
            ("[]", "reject"),
            ("null", "reject"),
            (r#"{"me":1}"#, "reject"),
            (r#"[["me"]]"#, "reject"),
            (r#""me\ud800""#, "reject"),
        ] {
            assert_eq!(
                decoded(&format!(r#"{{"seq":1,"verdict":"decoded","aud":{aud}}}"#), "jwt-bcp"),
                verdict,
                "{aud}"
            );
        }
        assert_eq!(decoded(r#"{"seq":1,"verdict":"decoded"}"#, "jwt-bcp"), "reject");
        assert_eq!(decoded(r#"{"seq":1,"verdict":"decoded"}"#, "jwt-core"), "accept");
    }

    #[test]
    fn validators_and_decoders_keep_to_their_words() {
        let says = |line: &str, kind| Reply::read(line.as_bytes()).expect("a reply").answer(kind, &[], &policy("oidc"));
        assert!(says(r#"{"seq":1,"verdict":"accept"}"#, Kind::Decoder).is_err());
        assert!(says(r#"{"seq":1,"verdict":"decoded","aud":"me"}"#, Kind::Validator).is_err());
    }

    #[test]
    fn a_start_of_another_version_or_without_algorithms_is_refused() {
        let start = |change: &str| {
            let text = format!(
                r#"{{"seq":0,"protocol":1,"implementation":{{"name":"x","version":"1","language":"Y","more":1}},"algorithms":["HS256"],"features":["issuer","flying"]{change}}}"#
            );
            Start::read(text.as_bytes()).map_err(|violation| violation.to_string())
        };
        let read = start("").expect("in order");
        assert_eq!((read.features(), read.kind, read.profiles), (vec![Feature::Issuer], Kind::Validator, None));
        assert_eq!(start(r#","kind":"decoder""#).expect("in order").kind, Kind::Decoder);
        let refused = |line: &str| Start::read(line.as_bytes()).expect_err("refused").to_string();
        assert!(refused(r#"{"seq":0,"error":"no version 1"}"#).starts_with("it refuses to start: no version 1"));
        assert!(refused("Hello!").contains("the reply to start is none: expected value at line 1 column 1: Hello!"));
        assert!(
            refused(r#"{"seq":0,"protocol":2,"implementation":{"name":"x","version":"1","language":"Y"},"algorithms":["HS256"],"features":[]}"#)
                .starts_with("it speaks protocol 2, and this runner 1")
        );
    }
}
