//! What day is it?

use crate::exit::Failure;
use std::env;
use time::OffsetDateTime;
use toml::value::{Date, Datetime};

/// The environment variable with the day to take for today.
const VARIABLE: &str = "AUDIOMETER_TODAY";

/// The day by the system's clock, in UTC, or that of the environment variable `AUDIOMETER_TODAY`. `SOURCE_DATE_EPOCH` is
/// not asked: where it is set for a build, it would keep every expectation from expiring.
pub(crate) fn today() -> Result<Date, Failure> {
    let Some(text) = env::var_os(VARIABLE) else {
        let date = OffsetDateTime::now_utc().date();
        return Ok(Date {
            year: date.year().try_into().unwrap_or(u16::MAX),
            month: date.month().into(),
            day: date.day(),
        });
    };
    text.to_str().and_then(day).ok_or_else(|| Failure::usage(format!("{VARIABLE}: is no day, such as 2026-12-31")))
}

/// A day as TOML writes it.
pub(crate) fn day(text: &str) -> Option<Date> {
    match text.parse() {
        Ok(Datetime { date, time: None, offset: None }) => date,
        _ => None,
    }
}
