//! Words as the table spells them: lower case, without accents.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();
const CLASSES: CanonicalCombiningClassMapBorrowed<'static> =
    CanonicalCombiningClassMapBorrowed::new();

/// Returns a text in lower case and without accents: "Señor" is "senor".
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.chars().flat_map(char::to_lowercase);
    NFD.normalize_iter(lower).filter(|letter| CLASSES.get_u8(*letter) == 0).collect()
}

/// Returns the words of a folded text. An apostrophe or a hyphen ends a word; a single letter, such as the s of a
/// possessive, is none.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1)
}
