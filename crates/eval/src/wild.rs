//! Stories in text from trackers: how many are found, and what is taken for one that is none.

use std::path::Path;

use serde::Deserialize;

use crate::measure::{read_lines, review};

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
    kind: String,
}

pub fn measure(folder: &Path, mistakes: bool) -> Result<(), String> {
    let texts: Vec<Text> = read_lines(&folder.join("stories/wild.jsonl"))?;
    let (mut stories, mut found, mut others, mut wrong) = (0, 0, 0, 0);
    for text in &texts {
        let told = review(&text.text).stories();
        let is_story = text.kind == "story";
        if is_story {
            stories += 1;
            found += usize::from(!told.is_empty());
        } else {
            others += 1;
            wrong += usize::from(!told.is_empty());
        }
        if mistakes && is_story == told.is_empty() {
            let start: String = text.text.chars().take(200).collect();
            println!("{} {}: {start:?}", text.kind, text.id);
        }
    }
    let share = found as f64 / f64::from(stories.max(1));
    println!(
        "{found} of {stories} stories found ({share:.3}); {wrong} of {others} others taken for one"
    );
    Ok(())
}
