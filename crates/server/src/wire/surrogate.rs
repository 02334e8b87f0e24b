//! Lone surrogates in JSON strings. JavaScript strings may hold half a character and editors send them escaped; no Rust string can.

/// `\ufffd`, the escape that stands for a character which is not one.
const REPLACEMENT: &[u8; 6] = b"\\ufffd";

/// Replaces each escaped surrogate without a partner by U+FFFD, in place: both escapes have six bytes.
///
/// `json` need not be valid; outside strings valid JSON has no backslash. Takes linear time, and next to none where no escape begins with `\ud`.
pub fn repair(json: &mut [u8]) {
    if !json.windows(3).any(|bytes| matches!(bytes, [b'\\', b'u', b'd' | b'D'])) {
        return;
    }
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let Some((_, escape)) = rest.split_at_mut_checked(at) else { return };
        let taken = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                if let Some(lone) = escape.first_chunk_mut() {
                    *lone = *REPLACEMENT;
                }
                6
            }
            (Some(_), _) => 6,
            (None, _) => 2,
        };
        let Some((_, after)) = escape.split_at_mut_checked(taken) else { return };
        rest = after;
    }
}

/// The UTF-16 unit that `bytes` begin with, as `\uXXXX`.
fn unit(bytes: &[u8]) -> Option<u16> {
    let (b"\\u", digits) = bytes.first_chunk::<6>()?.split_first_chunk::<2>()? else { return None };
    digits.iter().try_fold(0, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some((unit << 4) | u16::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &str) {
        let mut bytes = json.as_bytes().to_vec();
        repair(&mut bytes);
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn lone_halves_are_replaced() {
        check(r#""\ud800""#, r#""\ufffd""#);
        check(r#""\uDC00x""#, r#""\ufffdx""#);
        check(r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#);
        check(r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#);
        check(r#""\ud800A""#, r#""\ufffdA""#);
    }

    #[test]
    fn everything_else_stays() {
        for json in [
            r#""\ud83d\ude00""#,
            r#""\\ud800""#,
            r#""\\\\ud800 \n\"\/""#,
            r#""ud800""#,
            r#""\ud80""#,
            r#""\ud8zz""#,
            "\\",
            "\"\\ud83d\\u",
        ] {
            if json.ends_with("\\u") {
                check(json, "\"\\ufffd\\u");
            } else {
                check(json, json);
            }
        }
        check(r#""\\\ud800""#, r#""\\\ufffd""#);
    }

    #[test]
    fn what_is_repaired_can_be_read() {
        let mut json =
            format!("[{}\"\"]", r#""a\ud800\\\udc00\ud83d\ude00","#.repeat(10_000)).into_bytes();
        repair(&mut json);
        let strings: Vec<String> = serde_json::from_slice(&json).unwrap();
        assert_eq!(strings[0], "a\u{fffd}\\\u{fffd}😀");
        assert_eq!(strings.len(), 10_001);
    }
}
