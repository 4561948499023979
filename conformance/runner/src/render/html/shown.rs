//! How is text shown exactly, when some of it cannot be seen?

/// Text that is shown as it is, or a character that is named instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether `text` names a character, such as `U+202E`, or a byte, such as `0xFF`.
    pub(super) named: bool,
}

/// Bytes in pieces: printable ASCII as it is, every other character by its number, every byte that is no UTF-8 by its
/// value. No more than `most` bytes of them; the second is how many are left out.
pub(super) fn exactly(bytes: &[u8], most: usize) -> (Vec<Piece>, usize) {
    let shown = &bytes[..bytes.len().min(most)];
    let mut pieces: Vec<Piece> = Vec::new();
    let mut left_out = bytes.len() - shown.len();
    for chunk in shown.utf8_chunks() {
        for c in chunk.valid().chars() {
            match pieces.last_mut() {
                _ if !(' '..='~').contains(&c) => {
                    pieces.push(Piece { text: format!("U+{:04X}", u32::from(c)), named: true });
                }
                Some(Piece { text, named: false }) => text.push(c),
                _ => pieces.push(Piece { text: c.to_string(), named: false }),
            }
        }
        // A character that the cut goes through is left out whole.
        let cut = left_out > 0 && str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        if cut {
            left_out += chunk.invalid().len();
        } else {
            let named = |byte: &u8| Piece { text: format!("0x{byte:02X}"), named: true };
            pieces.extend(chunk.invalid().iter().map(named));
        }
    }
    (pieces, left_out)
}

/// A name for an anchor: letters, digits and `._+-` as they are, anything else as `-`. Bounded.
pub(super) fn anchor(name: &str) -> String {
    name.chars().take(80).map(|c| if c.is_ascii_alphanumeric() || "._+-".contains(c) { c } else { '-' }).collect()
}

/// An address that may be linked: of the web, in printable ASCII. Nothing else that an adapter says becomes a link.
pub(super) fn address(text: &str) -> Option<&str> {
    let web = text.starts_with("https://") || text.starts_with("http://");
    (web && text.len() <= 300 && text.chars().all(|c| c.is_ascii_graphic())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8], most: usize) -> (String, usize) {
        let (pieces, left_out) = exactly(bytes, most);
        let told =
            pieces.iter().map(|piece| if piece.named { format!("[{}]", piece.text) } else { piece.text.clone() });
        (told.collect(), left_out)
    }

    #[test]
    fn what_cannot_be_seen_or_is_easily_mistaken_is_named() {
        assert_eq!(told(b"{\"aud\":\"\\u0430\"}", 99), ("{\"aud\":\"\\u0430\"}".to_owned(), 0));
        assert_eq!(told("а\u{202e}\u{feff}\n\u{1f511}".as_bytes(), 99).0, "[U+0430][U+202E][U+FEFF][U+000A][U+1F511]");
        assert_eq!(told(b"a\xff\xed\xa0\x80b", 99).0, "a[0xFF][0xED][0xA0][0x80]b");
    }

    #[test]
    fn long_text_is_cut_between_characters_and_the_rest_is_counted() {
        assert_eq!(told(b"abcdef", 4), ("abcd".to_owned(), 2));
        assert_eq!(told("abcä".as_bytes(), 4), ("abc".to_owned(), 2));
        assert_eq!(told(b"abc\xc3", 4), ("abc[0xC3]".to_owned(), 0));
    }

    #[test]
    fn nothing_but_an_address_of_the_web_becomes_a_link() {
        assert_eq!(address("https://example.com/a?b=c"), Some("https://example.com/a?b=c"));
        for text in ["javascript:alert(1)", "data:text/html,x", "https://example.com/\u{202e}", "https://a b", ""] {
            assert_eq!(address(text), None, "{text}");
        }
        assert_eq!(anchor("py jwt+<b>/é"), "py-jwt+-b---");
    }
}
