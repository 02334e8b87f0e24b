//! How findings are printed.

pub mod concise;
mod github;
mod gitlab;
pub mod json;
mod junit;
pub mod pretty;
mod sarif;

use crate::check::checked::Report;
use crate::check::statistics::Statistics;
use crate::cli::Format;

/// What was found, in lines of at most `width` columns where people read them.
pub fn print(report: &Report, format: Format, width: usize) -> String {
    match format {
        Format::Pretty | Format::Concise if report.has_statistics => Statistics::of(report).text(),
        Format::Pretty => pretty::print(report, width),
        Format::Concise => concise::print(report),
        Format::Json => json::print(report),
        Format::Sarif => sarif::print(report),
        Format::Github => github::print(report),
        Format::Gitlab => gitlab::print(report),
        Format::Junit => junit::print(report),
    }
}
