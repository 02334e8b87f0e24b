//! Who tells a story: strict comparison with annotated personas.

use std::path::Path;

use serde::Deserialize;

use crate::measure::{read_lines, review, scores};

#[derive(Deserialize)]
struct Annotated {
    id: String,
    text: String,
    personas: Vec<String>,
}

pub fn measure(folder: &Path, mistakes: bool) -> Result<(), String> {
    let stories: Vec<Annotated> = read_lines(&folder.join("stories/backlogs.jsonl"))?;
    let (mut hits, mut found, mut expected) = (0, 0, 0);
    for story in &stories {
        let review = review(&story.text);
        let wanted: Vec<String> =
            story.personas.iter().map(|name| name.trim().to_lowercase()).collect();
        let mut named: Vec<String> = review
            .stories()
            .iter()
            .take(1)
            .flat_map(|story| story.roles.iter().map(|role| role.text.trim().to_lowercase()))
            .collect();
        named.dedup();
        let right = named.iter().filter(|name| wanted.contains(name)).count();
        hits += right;
        found += named.len();
        expected += wanted.len();
        if mistakes && (right != wanted.len() || right != named.len()) {
            println!("{}: {wanted:?} wanted, {named:?} found in {}", story.id, story.text);
        }
    }
    let (precision, recall, f1) = scores(hits, found, expected);
    println!("{} stories: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}", stories.len());
    Ok(())
}
