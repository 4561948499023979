//! The audiometer adapter protocol, version 1, for libraries written in Rust. A whole adapter:
//!
//! ```ignore
//! fn main() -> std::process::ExitCode {
//!     let version = locked(include_str!("../Cargo.lock"), "my-jwt");
//!     let adapter = Adapter { name: "my-jwt", version, algorithms: &["HS256"], features: &["aud-required"], ..Adapter::default() };
//!     serve(&adapter, |token, policy, keys| match my_jwt::verify(token, &keys.secret(), &policy.identifiers[0]) {
//!         Ok(_) => Verdict::Accept,
//!         Err(error @ my_jwt::Error::Audience) => Verdict::reject("aud-mismatch", error),
//!         Err(error) => Verdict::reject("", error), // the library's own refusals only; for anything else: panic
//!     })
//! }
//! ```
#![forbid(unsafe_code)]

use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// What the adapter says of itself. Empty `profiles`: all. `kind` is `decoder` or empty, `lifetime` is `fresh` or empty.
#[derive(Default)]
pub struct Adapter {
    pub name: &'static str,
    pub package: &'static str,
    pub version: String,
    pub homepage: &'static str,
    pub kind: &'static str,
    pub lifetime: &'static str,
    pub algorithms: &'static [&'static str],
    pub features: &'static [&'static str],
    pub profiles: &'static [&'static str],
    pub notes: &'static str,
}

/// The verification keys by algorithm, and the issuer that every token names unless a vector is about that.
#[derive(Default)]
pub struct Keys {
    pub jwks: Map<String, Value>,
    pub issuer: String,
}

impl Keys {
    /// The bytes of the HS256 key, from base64url.
    pub fn secret(&self) -> Vec<u8> {
        const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let digits = self.jwks["HS256"]["k"].as_str().expect("an oct JWK").chars();
        let digits: Vec<_> = digits.map(|c| DIGITS.find(c).expect("base64url") as u32).collect();
        let bytes = |four: &[u32]| {
            let number = four.iter().fold(0, |number, digit| number << 6 | digit) << (24 - 6 * four.len());
            number.to_be_bytes()[1..four.len()].to_vec()
        };
        digits.chunks(4).flat_map(bytes).collect()
    }
}

/// The policy of a request; `aud_required` is its presence.
pub struct Policy {
    pub profile: String,
    pub identifiers: Vec<String>,
    pub aud_required: bool,
    pub shape: String,
    pub extras: String,
    pub trusted: Vec<String>,
    pub azp: String,
    pub client_id: Option<String>,
    pub issuer: Option<String>,
}

pub enum Verdict {
    Accept,
    Reject { reason: &'static str, error: String }, // one of the protocol's coarse reasons; empty where the library does not tell
    Unsupported { feature: &'static str, error: String },
    Decoded { aud: Option<Value> }, // decoders: the claim as the library hands it over
}

impl Verdict {
    pub fn reject(reason: &'static str, error: impl ToString) -> Self {
        Self::Reject { reason, error: error.to_string() }
    }
}

/// The version of `package` that the lock file says is built in.
pub fn locked(lock: &str, package: &str) -> String {
    let name = format!("\nname = \"{package}\"\n");
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&name)).expect("Cargo.lock has the package");
    entry.split('"').nth(3).expect("a version").to_owned()
}

/// The reason, as far as an error of serde_json tells it: one about types may be about any claim.
pub fn json_reason(error: &serde_json::Error) -> &'static str {
    match error.to_string() {
        text if text.starts_with("duplicate field") => "claims-duplicate",
        _ if error.is_data() => "",
        _ => "claims-malformed",
    }
}

/// Answers requests until the end of input. A panic of `validate` is a fault.
pub fn serve(adapter: &Adapter, validate: impl Fn(&str, &Policy, &Keys) -> Verdict) -> ExitCode {
    talk(adapter, validate).unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn talk(adapter: &Adapter, validate: impl Fn(&str, &Policy, &Keys) -> Verdict) -> io::Result<ExitCode> {
    // Whatever else the process prints goes to stderr.
    let mut output = BufWriter::new(File::from(rustix::io::dup(rustix::stdio::stdout())?));
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    let (mut input, mut keys, mut line) = (BufReader::new(io::stdin()), Keys::default(), Vec::new());
    while input.read_until(b'\n', &mut line)? > 0 {
        let request = Value::Object(serde_json::from_slice(&line)?);
        line.clear();
        let protocol = &request["protocol"];
        let mut reply = match request["cmd"].as_str() {
            Some("start") if protocol["min"].as_u64() > Some(1) || protocol["max"].as_u64() < Some(1) => {
                writeln!(output, "{}", json!({"seq": request["seq"], "error": "this adapter speaks version 1"}))?;
                return output.flush().and(Ok(ExitCode::FAILURE));
            }
            Some("start") => {
                let jwks = request["keys"].as_object().cloned().unwrap_or_default();
                keys = Keys { jwks, issuer: text(&request["issuer"]).unwrap_or_default() };
                start(adapter)
            }
            Some("validate") => policy(&request["policy"]).map_or_else(unsupported, |policy| {
                let token = request["token"].as_str().unwrap_or_default();
                let verdict = catch_unwind(AssertUnwindSafe(|| validate(token, &policy, &keys)));
                verdict.map_or_else(|panic| json!({"verdict": "fault", "error": cut(&message(&*panic))}), reply)
            }),
            command => unsupported(format!("command {}", command.unwrap_or_default())),
        };
        reply["seq"] = request["seq"].clone();
        writeln!(output, "{reply}")?;
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
    }
    output.flush().and(Ok(ExitCode::SUCCESS))
}

fn start(adapter: &Adapter) -> Value {
    let implementation = json!({
        "name": adapter.name, "version": adapter.version, "language": "Rust", "runtime": env!("RUNTIME"),
        "registry": "crates.io", "package": adapter.package, "homepage": adapter.homepage,
    });
    let mut start = json!({
        "protocol": 1, "implementation": implementation, "algorithms": adapter.algorithms, "features": adapter.features,
        "profiles": adapter.profiles, "kind": adapter.kind, "lifetime": adapter.lifetime, "window": 64, "notes": adapter.notes,
    });
    start
        .as_object_mut()
        .expect("an object")
        .retain(|_, value| !["", "[]"].contains(&value.as_str().unwrap_or(&value.to_string())));
    start
}

/// The policy, or the feature that a value unknown to this version asks for.
fn policy(policy: &Value) -> Result<Policy, String> {
    let known = |field: &str, values: &[&str]| match policy[field].as_str() {
        Some(value) if values.contains(&value) => Ok(value.to_owned()),
        value => Err(format!("{field}-{}", value.unwrap_or("none"))),
    };
    let list = |field: &str| policy[field].as_array().into_iter().flatten().filter_map(text).collect();
    Ok(Policy {
        profile: text(&policy["profile"]).unwrap_or_default(),
        identifiers: list("identifiers"),
        aud_required: known("presence", &["required", "optional"])? == "required",
        shape: known("shape", &["any", "string"])?,
        extras: known("extras", &["allowed", "trusted", "none"])?,
        trusted: list("trusted"),
        azp: known("azp", &["ignored", "errata1", "errata2", "strict"])?,
        client_id: text(&policy["client_id"]),
        issuer: text(&policy["issuer"]),
    })
}

fn reply(verdict: Verdict) -> Value {
    match verdict {
        Verdict::Accept => json!({"verdict": "accept"}),
        Verdict::Reject { reason: "", error } => json!({"verdict": "reject", "error": cut(&error)}),
        Verdict::Reject { reason, error } => json!({"verdict": "reject", "reason": reason, "error": cut(&error)}),
        Verdict::Unsupported { feature, error } => {
            json!({"verdict": "unsupported", "feature": feature, "error": cut(&error)})
        }
        Verdict::Decoded { aud: Some(aud) } => json!({"verdict": "decoded", "aud": aud}),
        Verdict::Decoded { aud: None } => json!({"verdict": "decoded"}),
    }
}

fn unsupported(feature: String) -> Value {
    json!({"verdict": "unsupported", "feature": feature})
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    format!("panic: {}", text.unwrap_or_default())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn cut(text: &str) -> String {
    text.chars().take(500).collect()
}
