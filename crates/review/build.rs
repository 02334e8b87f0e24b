//! Makes a table of the words of `src/words/lexicon.txt`.

use std::path::{Path, PathBuf};
use std::{env, error, fs};

/// What a word mostly is: the bits of its number, from the lowest.
const LETTERS: [u8; 4] = *b"vatp";

fn main() -> Result<(), Box<dyn error::Error>> {
    let lexicon = Path::new("src/words/lexicon.txt");
    println!("cargo::rerun-if-changed={}", lexicon.display());
    let words = fs::read_to_string(lexicon)?;
    let mut table = phf_codegen::Map::new();
    for (word, letters) in words.lines().filter_map(|line| line.split_once(' ')) {
        // Words of one length and no pointers: the table needs no work when the program starts, and no memory of its own.
        let mut key = [0_u8; 20];
        let bytes = key
            .get_mut(..word.len())
            .ok_or_else(|| format!("lexicon.txt: “{word}” has more than 20 letters"))?;
        bytes.copy_from_slice(word.as_bytes());
        let bits = letters.bytes().filter_map(|letter| LETTERS.iter().position(|it| *it == letter));
        let bits = bits.fold(0_u8, |bits, bit| bits | 1 << bit);
        table.entry(key, bits.to_string());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("lexicon.rs"), table.build().to_string())?;
    Ok(())
}
