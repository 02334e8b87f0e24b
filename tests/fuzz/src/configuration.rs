//! Any text is a `rolecall.toml`, and any JSON the settings of an editor: what is wrong is told at its place.

use std::path::Path;

use project::{Config, Problem};

/// Reads a configuration, and what is wrong with it.
pub fn configuration(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let stands = |problem: &Problem| {
        assert!(text.get(problem.span.start..problem.span.end).is_some(), "{problem:?}");
        assert!(!problem.message.is_empty());
    };
    let (config, problems) = Config::parse(&text, Path::new("/plans/rolecall.toml"));
    problems.iter().for_each(stands);
    assert!(config.is_some() || !problems.is_empty(), "what cannot be read is told");
    if let Ok(settings) = serde_json::from_str(&text) {
        let (given, problems) = Config::from_json(&settings);
        assert!(problems.iter().all(|problem| !problem.message.is_empty()));
        given.over(&config.clone().unwrap_or_default());
    }
    if let Some(config) = config {
        config.covers(Path::new("/plans/docs/a plan.md"));
        config.covers(Path::new("/elsewhere/../plans/a.md"));
        config.over(&Config::default());
    }
}
