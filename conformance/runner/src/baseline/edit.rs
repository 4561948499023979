//! How is a file of expectations changed, with everything else in it as it was?
//!
//! A comment above an entry is the entry's and goes with it, unless an empty line parts them. Within `cases` a comment
//! above an id heads all ids up to the next comment or empty line, and goes with the last of them; a comment behind an id is
//! that id's.

use crate::expectations::{Entry, Observed};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, RawString, Table, Value};

/// What is to be done to an entry.
#[derive(Debug)]
pub(super) struct Edit {
    /// The answer to write.
    pub(super) observed: Option<Observed>,
    /// For each of its cases.
    pub(super) cases: Vec<Change>,
}

/// What is to be done to one of the `cases`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Keep,
    Remove,
    /// These ids take its place.
    Replace(Vec<String>),
}

impl Edit {
    /// Nothing is to be done.
    pub(super) fn none(entry: &Entry) -> Self {
        Self { observed: None, cases: vec![Change::Keep; entry.cases.len()] }
    }
}

/// The file with the edits, one an entry, in their order. An entry that is left without cases goes.
pub(super) fn apply(text: &str, edits: &[Edit]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let mut empty = Vec::new();
    if !edits.is_empty() {
        let tables = tables(&mut document)?;
        for (at, (table, edit)) in tables.iter_mut().zip(edits).enumerate() {
            if change(table, edit) {
                empty.push(at);
            }
        }
        let mut behind = String::new();
        for at in empty.into_iter().rev() {
            remove(tables, at, &mut behind);
        }
        if !behind.is_empty() {
            behind.push_str(&raw(Some(document.trailing())));
            document.set_trailing(behind);
        }
    }
    Ok(document.to_string())
}

fn tables(document: &mut DocumentMut) -> Result<&mut ArrayOfTables, String> {
    document
        .get_mut("known-failure")
        .and_then(Item::as_array_of_tables_mut)
        .ok_or_else(|| "known-failure: is one value; write each entry under a line [[known-failure]]".to_owned())
}

/// Changes an entry, and says whether it has no cases any more.
fn change(table: &mut Table, edit: &Edit) -> bool {
    if let Some(observed) = edit.observed
        && let Some(value) = table.get_mut("observed").and_then(Item::as_value_mut)
    {
        let decor = value.decor().clone();
        *value = Value::from(observed.to_string());
        *value.decor_mut() = decor;
    }
    if edit.cases.iter().all(|change| *change == Change::Keep) {
        return false;
    }
    match table.get_mut("cases").and_then(Item::as_array_mut) {
        Some(array) => {
            cases(array, &edit.cases);
            array.is_empty()
        }
        None => false,
    }
}

/// Takes an entry out. The comments above it that are not its own go to the next one, or to the end of the file.
fn remove(tables: &mut ArrayOfTables, at: usize, behind: &mut String) {
    let prefix = raw(tables.get(at).and_then(|table| table.decor().prefix()));
    let detached = detached(&prefix);
    tables.remove(at);
    match tables.get_mut(at) {
        Some(next) => {
            let own = raw(next.decor().prefix());
            let own = if detached.is_empty() && at > 0 { &own } else { own.trim_start_matches(['\r', '\n']) };
            next.decor_mut().set_prefix(format!("{detached}{own}"));
        }
        None if !detached.is_empty() => *behind = format!("{}\n{behind}", detached.trim_end()),
        None => {}
    }
}

/// The part of what stands above an entry that ends with an empty line and has a comment.
fn detached(prefix: &str) -> &str {
    let mut end = 0;
    let mut at = 0;
    for line in prefix.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            end = at;
        }
    }
    let detached = &prefix[..end];
    if detached.contains('#') { detached } else { "" }
}

/// An element of an array, with what stands around it.
struct Element {
    /// The lines above it, and its indentation.
    above: String,
    value: Value,
    /// Before the comma.
    behind: String,
    /// Behind the comma, on the same line.
    rest: String,
}

fn cases(array: &mut Array, changes: &[Change]) {
    let (head, elements, tail) = take(array);
    let mut kept: Vec<Element> = Vec::new();
    let mut heading: Option<String> = None;
    for (mut element, change) in elements.into_iter().zip(changes) {
        if let Some(above) = heading.take()
            && !begins_anew(&element.above)
        {
            element.above = above;
        }
        match change {
            Change::Keep => kept.push(element),
            Change::Remove => heading = Some(element.above),
            Change::Replace(ids) => {
                let indent = match element.above.rsplit_once('\n') {
                    Some((_, indent)) => format!("\n{indent}"),
                    None => " ".to_owned(),
                };
                for (at, id) in ids.iter().enumerate() {
                    let first = |text: &mut String| if at == 0 { std::mem::take(text) } else { String::new() };
                    let (above, behind, rest) =
                        (first(&mut element.above), first(&mut element.behind), first(&mut element.rest));
                    let above = if at == 0 { above } else { indent.clone() };
                    kept.push(Element { above, value: Value::from(id), behind, rest });
                }
            }
        }
    }
    array.clear();
    let mut before = head;
    for Element { above, mut value, behind, rest } in kept {
        value.decor_mut().set_prefix(before + &above);
        value.decor_mut().set_suffix(behind);
        array.push_formatted(value);
        before = rest;
    }
    array.set_trailing(before + &tail);
}

/// Whether the lines above an element part it from those before.
fn begins_anew(above: &str) -> bool {
    above.contains('#') || above.matches('\n').count() > 1
}

/// An array taken apart: what stands on the line of its bracket, the elements, and what stands behind the last line.
fn take(array: &mut Array) -> (String, Vec<Element>, String) {
    let mut head = String::new();
    let mut elements: Vec<Element> = Vec::new();
    let mut rest = |elements: &mut Vec<Element>, text: &str| match elements.last_mut() {
        Some(last) => last.rest = text.to_owned(),
        None => head = text.to_owned(),
    };
    for value in array.iter() {
        let before = raw(value.decor().prefix());
        let (line, above) = line(&before);
        rest(&mut elements, line);
        let mut bare = value.clone();
        bare.decor_mut().clear();
        let behind = raw(value.decor().suffix());
        elements.push(Element { above: above.to_owned(), value: bare, behind, rest: String::new() });
    }
    let mut trailing = raw(Some(array.trailing()));
    if let Some(last) = elements.last_mut()
        && !array.trailing_comma()
    {
        trailing = std::mem::take(&mut last.behind) + &trailing;
    }
    let (line, tail) = line(&trailing);
    rest(&mut elements, line);
    (head, elements, tail.to_owned())
}

/// What stands before the first line end, and what from it on; without a line end it is all the latter.
fn line(text: &str) -> (&str, &str) {
    text.split_at(text.find('\n').unwrap_or(0))
}

fn raw(text: Option<&RawString>) -> String {
    text.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Change::{Keep, Remove, Replace};

    /// One entry, whose cases are written like this.
    fn entry(cases: &str) -> String {
        format!("[[known-failure]]\nobserved = \"accept\"\ncases = {cases}\nreason = \"r\"\n")
    }

    #[track_caller]
    fn becomes(cases: &str, changes: &[Change], after: &str) {
        let edits = [Edit { observed: None, cases: changes.to_vec() }];
        assert_eq!(apply(&entry(cases), &edits).expect("applies"), entry(after));
    }

    #[test]
    fn a_comment_goes_with_the_last_id_that_it_heads_and_one_behind_an_id_with_that() {
        let cases = "[ # all of them\n  # first\n  \"a\", # of a\n  \"b\", # of b\n\n  \"c\",\n  # second\n  'd' , # of d\n  # end\n]";
        becomes(cases, &[Keep, Keep, Keep, Keep], cases);
        becomes(
            cases,
            &[Remove, Keep, Keep, Keep],
            "[ # all of them\n  # first\n  \"b\", # of b\n\n  \"c\",\n  # second\n  'd' , # of d\n  # end\n]",
        );
        becomes(
            cases,
            &[Remove, Remove, Keep, Keep],
            "[ # all of them\n\n  \"c\",\n  # second\n  'd' , # of d\n  # end\n]",
        );
        becomes(
            cases,
            &[Keep, Keep, Keep, Remove],
            "[ # all of them\n  # first\n  \"a\", # of a\n  \"b\", # of b\n\n  \"c\",\n  # end\n]",
        );
        becomes(
            cases,
            &[Keep, Replace(vec!["x".to_owned(), "y".to_owned()]), Keep, Keep],
            "[ # all of them\n  # first\n  \"a\", # of a\n  \"x\", # of b\n  \"y\",\n\n  \"c\",\n  # second\n  'd' , # of d\n  # end\n]",
        );
    }

    #[test]
    fn an_array_on_one_line_or_without_a_last_comma_stays_so() {
        becomes("[\"a\", \"b\", \"c\"]", &[Remove, Keep, Keep], "[\"b\", \"c\"]");
        becomes("[\"a\", \"b\", \"c\"]", &[Keep, Keep, Remove], "[\"a\", \"b\"]");
        becomes("[ \"a\", \"b\" ]", &[Keep, Replace(vec!["x".to_owned(), "y".to_owned()])], "[ \"a\", \"x\", \"y\" ]");
        becomes("[\n  \"a\", # of a\n  \"b\" # of b\n]", &[Keep, Remove], "[\n  \"a\" # of a\n]");
        becomes("[\n  \"a\", # of a\n  \"b\" # of b\n]", &[Remove, Keep], "[\n  \"b\" # of b\n]");
    }

    #[test]
    fn an_entry_without_cases_goes_and_comments_that_are_not_its_own_stay() {
        let one = entry("[\"a\"]");
        let text = format!(
            "# the file\n\n# about the first\n{one}\n# a chapter\n\n# about the second\n{one}\n# about the third\n{one}\n# the end\n"
        );
        let go = |gone: &[usize]| {
            let change = |at| if gone.contains(&at) { Remove } else { Keep };
            let edits: Vec<Edit> = (0..3).map(|at| Edit { observed: None, cases: vec![change(at)] }).collect();
            apply(&text, &edits).expect("applies")
        };
        assert_eq!(go(&[]), text);
        assert_eq!(
            go(&[0]),
            format!("# the file\n\n# a chapter\n\n# about the second\n{one}\n# about the third\n{one}\n# the end\n")
        );
        assert_eq!(
            go(&[1]),
            format!("# the file\n\n# about the first\n{one}\n# a chapter\n\n# about the third\n{one}\n# the end\n")
        );
        assert_eq!(go(&[0, 1]), format!("# the file\n\n# a chapter\n\n# about the third\n{one}\n# the end\n"));
        assert_eq!(go(&[0, 1, 2]), "# the file\n\n# a chapter\n\n# the end\n");
        let headless = format!("{one}\n{one}");
        let edits = [Remove, Keep].map(|change| Edit { observed: None, cases: vec![change] });
        assert_eq!(apply(&headless, &edits).expect("applies"), one);
    }

    #[test]
    fn an_answer_is_corrected_where_it_stands() {
        let text = "[[known-failure]]\ncases = [\"a\"]\nobserved   = 'fault'   # it panicked\nreason = \"r\"\n";
        let edits = [Edit { observed: Some(Observed::Accept), cases: vec![Keep] }];
        assert_eq!(apply(text, &edits).expect("applies"), text.replace("'fault'", "\"accept\""));
    }

    #[test]
    fn entries_that_are_one_value_are_not_changed() {
        let text = "known-failure = [{cases = [\"a\"], observed = \"accept\", reason = \"r\"}]\n";
        let edits = [Edit { observed: None, cases: vec![Remove] }];
        assert_eq!(
            apply(text, &edits).expect_err("refused"),
            "known-failure: is one value; write each entry under a line [[known-failure]]"
        );
    }
}
