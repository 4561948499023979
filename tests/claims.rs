//! Does the scanner read what serde_json reads?

mod sparring;

use proptest::prelude::*;
use sparring::spar;

/// Pieces of JSON, in order and out of it.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec!["{", "}", "[", "]", ",", ":", " ", "\n"]).prop_map(str::to_owned),
        6 => prop::sample::select(vec!["\"aud\"", "\"azp\"", "\"iss\"", "\"\\u0061ud\"", "\"me\"", "\"\"", "\"x\""]).prop_map(str::to_owned),
        3 => prop::sample::select(vec!["null", "true", "false", "0", "-1.5e3", "1e999", "01", "1.", "-", "nul", "1e-7"]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\x\"", "\"\\", "\"\u{7f}é\u{10ffff}\"", "\u{feff}", "\"\t\""]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A well-formed JSON value as text.
fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        any::<String>().prop_map(|text| serde_json::to_string(&text).expect("a string")),
        Just("\"\\u0041\\/\\ud83d\\ude00\"".to_owned())
    ];
    let leaf = prop_oneof![
        text,
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(|n| n.to_string()),
        Just("null".to_owned()),
        Just("true".to_owned())
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        let name = prop::sample::select(vec!["aud", "azp", "iss", "a", "b", "\\u0061ud"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec((name, inner), 0..6).prop_map(|members| format!(
                "{{{}}}",
                members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect::<Vec<_>>().join(",")
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_alike(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        spar(&bytes);
    }

    #[test]
    fn pieces_of_json_are_read_alike(text in pieces()) {
        spar(text.as_bytes());
        spar(format!("{{{text}}}").as_bytes());
        spar(format!("{{\"aud\":{text}}}").as_bytes());
    }

    #[test]
    fn well_formed_claims_are_read_alike_and_so_is_what_one_byte_makes_of_them(aud in value(), azp in value(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = format!("{{\"aud\":{aud},\"azp\":{azp}}}");
        spar(text.as_bytes());
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        spar(&bytes);
        spar(&bytes[..at]);
    }
}

#[test]
fn every_short_sequence_of_tokens_is_read_alike() {
    let tokens = ["{", "}", "[", "]", ",", ":", "\"aud\"", "\"\\u0061ud\"", "1", "null"];
    let mut sequences = vec![String::new()];
    for _length in 0..5 {
        sequences = sequences
            .iter()
            .flat_map(|sequence| tokens.iter().map(move |token| format!("{sequence}{token}")))
            .collect();
        for sequence in &sequences {
            spar(sequence.as_bytes());
            spar(format!("{{\"aud\":{sequence}").as_bytes());
        }
    }
}

#[test]
fn every_vectors_claims_are_read_alike() {
    for vector in audiometer::Suite::embedded().vectors() {
        spar(&vector.claims);
    }
}

#[test]
fn nesting_and_large_objects_are_read_alike() {
    for levels in [1, 62, 63, 64, 65, 66, 126, 127, 128, 5_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let text = format!("{{\"aud\":{}1{}}}", open.repeat(levels), close.repeat(levels));
            spar(text.as_bytes());
            spar(&text.as_bytes()[..text.len() - 1]);
            spar(text.replace('1', "1,").as_bytes());
        }
    }
    for members in [63, 64, 65, 66, 500] {
        let text: Vec<String> = (0..members).map(|n| format!("\"n{n}\":{n}")).collect();
        spar(format!("{{{},\"aud\":\"x\"}}", text.join(",")).as_bytes());
    }
}
