//! Makes a table of the words of `src/words/lexicon.txt`.

use std::path::{Path, PathBuf};
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let lexicon = Path::new("src/words/lexicon.txt");
    println!("cargo::rerun-if-changed={}", lexicon.display());
    let words = fs::read_to_string(lexicon)?;
    let mut table = phf_codegen::Map::new();
    for (word, letters) in words.lines().filter_map(|line| line.split_once(' ')) {
        table.entry(word, format!("{letters:?}"));
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("lexicon.rs"), table.build().to_string())?;
    Ok(())
}
