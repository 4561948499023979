//! Any text as a vector file: read or refused, never a panic; and what is read is written and read again the same.
#![no_main]

use audiometer::{Topic, format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let (Some(topic), problems) = Topic::read("t.json", text)
        && problems.is_empty()
    {
        let written = format::write(&topic);
        let (again, problems) = Topic::read("t.json", &written);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(again.expect("a topic").vectors, topic.vectors);
    }
});
