//! Where are the members and elements of a claims set, so that it can be edited without being written anew?
//!
//! An edit cuts bytes out or puts others in their place. Whatever it does not touch stays as it is: escapes, white space,
//! names given twice, lone surrogates.

use std::ops::Range;

/// How deep it looks. What nests deeper is one piece.
const DEPTH: usize = 64;

/// A JSON value, by where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object(Vec<Member>),
    List(Vec<Node>),
    Text,
    /// `null`, `true`, `false`, a number, or what nests too deep.
    Other,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The name with its quotation marks.
    pub(crate) name: Range<usize>,
    pub(crate) value: Node,
}

impl Member {
    pub(crate) fn span(&self) -> Range<usize> {
        self.name.start..self.value.span.end
    }
}

/// Finds the members of the object that these bytes are; nothing where they are none. It is no check of the grammar.
pub(crate) fn read(bytes: &[u8]) -> Option<Node> {
    read_to(DEPTH, bytes)
}

/// Finds the members of the object, and of their values only what they are, not what is inside: each list and each object
/// is one piece.
pub(crate) fn read_members(bytes: &[u8]) -> Option<Node> {
    read_to(1, bytes)
}

fn read_to(deepest: usize, bytes: &[u8]) -> Option<Node> {
    let mut reader = Reader { bytes, at: 0, deepest };
    let node = reader.value(0)?;
    reader.space();
    (reader.at == bytes.len() && matches!(node.kind, Kind::Object(_))).then_some(node)
}

/// The bytes with a piece replaced.
pub(crate) fn replaced(bytes: &[u8], piece: &Range<usize>, by: &[u8]) -> Vec<u8> {
    [&bytes[..piece.start], by, &bytes[piece.end..]].concat()
}

/// The bytes without one of the pieces that commas divide, and without its comma.
pub(crate) fn without(bytes: &[u8], pieces: &[Range<usize>], at: usize) -> Vec<u8> {
    let gone = match (at, pieces.get(at + 1)) {
        (0, None) => pieces[0].clone(),
        (0, Some(next)) => pieces[0].start..next.start,
        (at, _) => pieces[at - 1].end..pieces[at].end,
    };
    replaced(bytes, &gone, b"")
}

impl Node {
    /// Itself and every value inside, the outer ones first.
    pub(crate) fn walk<'n>(&'n self, visit: &mut dyn FnMut(&'n Node)) {
        visit(self);
        match &self.kind {
            Kind::Object(members) => members.iter().for_each(|member| member.value.walk(visit)),
            Kind::List(items) => items.iter().for_each(|item| item.walk(visit)),
            Kind::Text | Kind::Other => {}
        }
    }

    /// Whether it has members or elements.
    pub(crate) fn has_pieces(&self) -> bool {
        match &self.kind {
            Kind::Object(members) => !members.is_empty(),
            Kind::List(items) => !items.is_empty(),
            Kind::Text | Kind::Other => false,
        }
    }

    /// Where its members or elements stand.
    pub(crate) fn pieces(&self) -> Vec<Range<usize>> {
        match &self.kind {
            Kind::Object(members) => members.iter().map(Member::span).collect(),
            Kind::List(items) => items.iter().map(|item| item.span.clone()).collect(),
            Kind::Text | Kind::Other => Vec::new(),
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    /// The depth from which on a list or an object is one piece.
    deepest: usize,
}

impl Reader<'_> {
    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.bytes.get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.space();
        let start = self.at;
        let kind = match self.bytes.get(start)? {
            b'"' => {
                self.text()?;
                Kind::Text
            }
            b'{' | b'[' if depth == self.deepest => {
                self.skip()?;
                Kind::Other
            }
            b'{' => {
                self.at += 1;
                Kind::Object(self.several(b'}', |reader| {
                    reader.space();
                    let start = reader.at;
                    reader.text()?;
                    let name = start..reader.at;
                    reader.eat(b':')?;
                    Some(Member { name, value: reader.value(depth + 1)? })
                })?)
            }
            b'[' => {
                self.at += 1;
                Kind::List(self.several(b']', |reader| reader.value(depth + 1))?)
            }
            _ => {
                while self.bytes.get(self.at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
                {
                    self.at += 1;
                }
                if self.at == start {
                    return None;
                }
                Kind::Other
            }
        };
        Some(Node { span: start..self.at, kind })
    }

    fn several<T>(&mut self, end: u8, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut found = Vec::new();
        if self.eat(end).is_some() {
            return Some(found);
        }
        loop {
            found.push(one(self)?);
            if self.eat(end).is_some() {
                return Some(found);
            }
            self.eat(b',')?;
        }
    }

    fn text(&mut self) -> Option<()> {
        if self.bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            if self.bytes[self.at] == b'"' {
                self.at += 1;
                return Some(());
            }
            self.at += 2;
        }
    }

    /// Past a list or an object, however deep.
    fn skip(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            match self.bytes.get(self.at)? {
                b'"' => {
                    self.text()?;
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_or_an_element_goes_with_its_comma() {
        let bytes = br#" {"a":1, "b" : ["x\"]",{"c":null} ], "a":[[]]} "#;
        let tree = read(bytes).expect("an object");
        let without = |at| String::from_utf8(without(bytes, &tree.pieces(), at)).expect("UTF-8");
        assert_eq!(without(0), r#" {"b" : ["x\"]",{"c":null} ], "a":[[]]} "#);
        assert_eq!(without(1), r#" {"a":1, "a":[[]]} "#);
        assert_eq!(without(2), r#" {"a":1, "b" : ["x\"]",{"c":null} ]} "#);
        let mut spans = Vec::new();
        tree.walk(&mut |node| spans.push(String::from_utf8_lossy(&bytes[node.span.clone()]).into_owned()));
        assert_eq!(spans[1..4], ["1", r#"["x\"]",{"c":null} ]"#, r#""x\"]""#]);
        let one = br#"{"a":1}"#;
        assert_eq!(super::without(one, &read(one).expect("an object").pieces(), 0), b"{}");
    }

    #[test]
    fn what_is_no_object_is_none() {
        for bytes in [&b"[]"[..], b"", b"{", b"{}x", br#"{"a"}"#, br#"{"a":}"#, br#"{"a":"\"#] {
            assert_eq!(read(bytes), None, "{}", String::from_utf8_lossy(bytes));
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(deep.as_bytes()).is_some());
    }
}
