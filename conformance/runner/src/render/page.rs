//! How does labelled text fit the terminal? Wrapped beside its label, broken at spaces and behind commas.

use anstyle::Style;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter};

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = anstyle::AnsiColor::Green.on_default();
pub(crate) const BAD: Style = anstyle::AnsiColor::Red.on_default().bold();
pub(crate) const WARN: Style = anstyle::AnsiColor::Yellow.on_default();

/// Text in the making, with colours as escape sequences. Whoever prints it takes them off where they do not belong.
pub(crate) struct Page {
    text: String,
    width: usize,
    labels: usize,
}

impl Page {
    /// A page of `width` columns, whose labels take `labels` of them.
    pub(crate) fn new(width: usize, labels: usize) -> Self {
        Self { text: String::new(), width, labels }
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A label, and a text that is wrapped beside it.
    pub(crate) fn field(&mut self, label: &str, style: Style, text: &str) {
        let labels = self.labels;
        for (at, line) in textwrap::wrap(text, options(self.width.saturating_sub(labels + 3))).iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            let space = " ".repeat(labels.saturating_sub(label.chars().count()));
            self.line(&format!("  {}{space} {}", styled(FAINT, label), styled(style, line)));
        }
    }

    /// A text without a label, the second line and the following ones indented.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.line(&textwrap::fill(text, options(self.width).subsequent_indent("  ")));
    }

    /// The same, all of it further in.
    pub(crate) fn item(&mut self, text: &str) {
        self.line(&textwrap::fill(text, options(self.width).initial_indent("  ").subsequent_indent("    ")));
    }

    /// The whole text.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// A text in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    if style == PLAIN || text.is_empty() { text.to_owned() } else { format!("{style}{text}{style:#}") }
}

fn options(width: usize) -> Options<'static> {
    Options::new(width).word_separator(WordSeparator::Custom(words)).word_splitter(WordSplitter::NoHyphenation)
}

/// Words end at spaces, and behind the commas of what has no spaces, as JSON.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut rest = line;
    Box::new(std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let comma = rest.find(',').map(|at| at + 1);
        let space = rest.find(' ');
        let end = comma.into_iter().chain(space).min().unwrap_or(rest.len());
        let end = end + (rest.len() - end - rest[end..].trim_start_matches(' ').len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        Some(Word::from(word))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_breaks_at_spaces_and_behind_commas_beside_its_label() {
        let mut page = Page::new(30, 6);
        page.field("claims", PLAIN, r#"{"iss":"issuer","sub":"s","iat":1700000000} and more, so"#);
        let text = anstream::adapter::strip_str(&page.into_text()).to_string();
        assert_eq!(
            text,
            "  claims {\"iss\":\"issuer\",\n         \"sub\":\"s\",\n         \"iat\":1700000000} and\n         more, so\n"
        );
    }
}
