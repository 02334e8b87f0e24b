//! Short digests of texts, which stay the same from one version to the next.

use sha2::{Digest, Sha256};

/// Returns so many hexadecimal digits of a digest of texts.
pub fn hash<const N: usize>(texts: [&str; N], digits: usize) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        // Where one ends and the next begins counts, on any machine.
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex.truncate(digits);
    hex
}
