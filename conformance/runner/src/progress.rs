//! How far is the work? Bars on a terminal's standard error, and nothing anywhere else.

use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::Duration;

/// The bars of what runs side by side.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    bars: MultiProgress,
}

impl Progress {
    /// A bar for something that has a length.
    pub(crate) fn bar(&self, name: &str) -> ProgressBar {
        let style = ProgressStyle::with_template("{prefix:30!} {bar:20} {pos:>6}/{len:6} {rate:>8} {msg}");
        let rate = |state: &ProgressState, text: &mut dyn Write| write!(text, "{:.0}/s", state.per_sec()).unwrap_or(());
        let style = style.map(|style| style.with_key("rate", rate));
        self.add(name, ProgressBar::new(0), style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// A line for something that takes as long as it takes.
    pub(crate) fn line(&self, name: &str) -> ProgressBar {
        let style = ProgressStyle::with_template("{prefix:30!} {spinner} {elapsed:>4} {wide_msg}");
        let line = self.add(name, ProgressBar::no_length(), style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        line.enable_steady_tick(Duration::from_millis(200));
        line
    }

    fn add(&self, name: &str, bar: ProgressBar, style: ProgressStyle) -> ProgressBar {
        self.bars.add(bar.with_style(style).with_prefix(name.to_owned()))
    }

    /// Says a line above the bars, or where there are none, on standard error.
    pub(crate) fn say(&self, text: &str) {
        self.bars.suspend(|| anstream::eprintln!("{text}"));
    }
}
