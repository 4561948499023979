//! Is every text as a vector file read or refused with its place, and does what is read survive writing and reading?

use audiometer::{Topic, format};
use serde::Deserialize;

/// Any bytes as a vector file.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let file = file(text);
    let (topic, problems) = Topic::read(&file, text);
    for problem in &problems {
        let line = problem.to_string();
        assert!(line.starts_with(&format!("{file}: ")), "a problem does not begin with the file: {line}");
    }
    let Some(topic) = topic else {
        assert!(!problems.is_empty(), "nothing is read, and nothing is wrong");
        return;
    };
    // Vectors that are in order come back even if others are not: they have to survive by themselves.
    let written = format::write(&topic);
    let (again, problems) = Topic::read(&file, &written);
    assert!(problems.is_empty(), "what was read and written has {problems:?}");
    let again = again.expect("a topic in order");
    assert_eq!((&again.topic, &again.about), (&topic.topic, &topic.about));
    assert_eq!(again.vectors, topic.vectors);
    assert_eq!(format::write(&again), written, "written a second time, it is laid out otherwise");
}

/// The file in which the topic belongs that the text names.
fn file(text: &str) -> String {
    #[derive(Deserialize)]
    struct Named {
        topic: String,
    }
    serde_json::from_str::<Named>(text).map_or_else(|_| "t.json".to_owned(), |named| format!("{}.json", named.topic))
}
