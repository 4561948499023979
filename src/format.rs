//! How is a vector file written? One layout for all, so that a diff shows what changed and nothing else.

use crate::policy::Recipient;
use crate::vector::{Expected, Topic, Vector};
use crate::verdict::Strength;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io;

/// The longest line into which the verdicts of a vector are filled.
const WIDTH: usize = 120;

/// A topic as its file has it: a field a line, verdicts filled into lines, everything but ASCII escaped (what a vector is
/// about is often invisible).
pub fn write(topic: &Topic) -> String {
    let vectors: Vec<String> = topic.vectors.iter().map(vector).collect();
    format!(
        "{{\n  \"topic\": {},\n  \"about\": {},\n  \"vectors\": [\n{}\n  ]\n}}\n",
        one_line(&topic.topic),
        one_line(&topic.about),
        vectors.join(",\n")
    )
}

/// A vector as it stands in its file.
pub fn vector(vector: &Vector) -> String {
    let mut fields = vec![
        ("id", one_line(&vector.id)),
        ("comment", one_line(&vector.comment)),
        ("clauses", one_line(&vector.clauses)),
        match str::from_utf8(&vector.claims) {
            Ok(text) => ("claims", one_line(&text)),
            Err(_) => ("claims_base64url", one_line(&BASE64_URL_SAFE_NO_PAD.encode(&vector.claims))),
        },
    ];
    fields.extend(vector.header.as_ref().map(|header| ("header", one_line(header))));
    fields.push(("recipient", one_line::<Recipient>(&vector.recipient)));
    fields.push(("expect", verdicts(vector)));
    if !vector.reasons.is_empty() {
        fields.push(("reasons", one_line(&vector.reasons)));
    }
    fields.push(("importance", one_line(&vector.importance)));
    fields.push(("flags", one_line(&vector.flags)));
    fields.extend(vector.twin.as_ref().map(|twin| ("twin", one_line(twin))));
    fields.extend(vector.control.as_ref().map(|reason| ("control", one_line(reason))));
    if !vector.links.is_empty() {
        fields.push(("links", one_line(&vector.links)));
    }
    fields.push(("since", one_line(&vector.since)));
    if !vector.token.is_empty() {
        fields.push(("token", one_line(&vector.token)));
    }
    let lines: Vec<String> = fields.into_iter().map(|(name, value)| format!("      \"{name}\": {value}")).collect();
    format!("    {{\n{}\n    }}", lines.join(",\n"))
}

fn verdicts(vector: &Vector) -> String {
    let mut lines = vec![String::new()];
    for (at, (profile, expected)) in vector.expect.iter().enumerate() {
        let comma = if at + 1 < vector.expect.len() { "," } else { "" };
        let item = format!("{}: {}{comma}", one_line(&profile.name), one_line(expected));
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(&item);
        } else if 8 + line.len() + 1 + item.len() > WIDTH {
            lines.push(item);
        } else {
            line.push(' ');
            line.push_str(&item);
        }
    }
    if lines.len() == 1 {
        format!("{{{}}}", lines[0])
    } else {
        format!("{{\n        {}\n      }}", lines.join("\n        "))
    }
}

impl Serialize for Expected {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        match self {
            Self::Accept | Self::Reject(Strength::Must) => self.decision().serialize(serializer),
            Self::Reject(strength @ Strength::Should) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("verdict", "reject")?;
                map.serialize_entry("strength", strength)?;
                map.end()
            }
            Self::Either(ambiguity) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("verdict", "either")?;
                map.serialize_entry("ambiguity", ambiguity)?;
                map.end()
            }
        }
    }
}

/// JSON on one line with a space behind each comma and colon, in ASCII.
pub fn one_line<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, OneLine)).expect("plain data serializes");
    String::from_utf8(out).expect("serde_json writes UTF-8")
}

struct OneLine;

impl Formatter for OneLine {
    fn begin_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for c in fragment.chars() {
            if (' '..='~').contains(&c) {
                writer.write_all(&[c as u8])?;
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}
