//! Tests of the vectors: against those that `make.py` worked out, and with texts of all kinds.

use super::*;

fn vector(text: &str) -> Option<Vector> {
    of(text.split_whitespace())
}

fn cosine(left: &str, right: &str) -> f32 {
    vector(left).unwrap().cosine(&vector(right).unwrap())
}

/// Two implementations may differ in the last digit that is written.
#[test]
fn cosines_are_those_of_the_script() {
    let golden = include_str!("../golden.txt");
    assert!(golden.lines().count() >= 12);
    for line in golden.lines() {
        let [expected, left, right] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let found = vector(left).zip(vector(right)).map(|(left, right)| left.cosine(&right));
        match found {
            Some(found) => {
                let expected: f32 = expected.parse().unwrap();
                assert!((found - expected).abs() <= 0.001, "{line}: {found}");
            }
            None => assert_eq!(expected, "none", "{line}"),
        }
    }
}

#[test]
fn a_vector_has_length_1() {
    for text in ["clerk", "the night shift of a small bakery", "zzzzzz"] {
        let vector = vector(text).unwrap();
        assert!((dot(&vector.0, &vector.0) - 1.0).abs() < 1e-5, "{text}");
        assert!((vector.cosine(&vector) - 1.0).abs() < 1e-5, "{text}");
    }
}

#[test]
fn what_is_near_in_meaning_is_near() {
    let near = cosine("nurse", "takes care of patients");
    assert!(near > cosine("nurse", "repairs trucks") + 0.2);
    assert!(
        cosine("mechanic", "repairs trucks") > cosine("mechanic", "takes care of patients") + 0.2
    );
}

#[test]
fn capitals_accents_punctuation_and_order_do_not_count() {
    // Accents are composed or decomposed, and the Kelvin sign is a K.
    for (one, other) in [
        ("café", "CAFE"),
        ("cafe\u{301}", "café"),
        ("señor", "Senor"),
        ("Müller", "muller"),
        ("İstanbul", "istanbul"),
        ("\u{212a}itchen", "kitchen"),
        ("clerk's", "clerk"),
        ("clerk’s", "clerk"),
        ("check-in", "check in"),
        ("(refunds),", "refunds"),
        ("pays the bill", "bill the pays"),
    ] {
        assert!(cosine(one, other) > 0.9999, "{one}, {other}");
    }
    assert!(cosine("cafe", "caf") < 0.9);
}

#[test]
fn words_that_no_piece_covers_are_left_out() {
    for unknown in ["", "Надя", "用户", "straße", "42", "b2b", "😀", "\u{301}", "x", "'", "\0"]
    {
        assert_eq!(vector(unknown), None, "{unknown:?}");
        assert_eq!(of([unknown, "clerk"]), vector("clerk"), "{unknown:?}");
    }
    assert_eq!(of([]), None);
    assert_eq!(of([""]), None);
}

#[test]
fn a_word_without_end_is_none() {
    let long = "a".repeat(10_000);
    assert_eq!(vector(&long), None);
    assert_eq!(of([long.as_str(), "clerk"]), vector("clerk"));
    assert_eq!(vector(&"é".repeat(10_000)), None);
}

#[test]
fn a_damaged_file_has_no_vectors() {
    static FILE: &[u8] = include_bytes!("../vectors.bin");
    assert!(Table::read(FILE).is_some());
    for bytes in [0, 1, 7, 8, 9, 1_000, FILE.len() / 2, FILE.len() - 1] {
        assert!(Table::read(&FILE[..bytes]).is_none(), "{bytes}");
    }
    assert!(Table::read(&FILE[1..]).is_none());
    // A header with any one byte wrong: the sizes do not fit, but for where the list is cut into two.
    for at in 0..8 {
        let mut file = FILE.to_vec();
        file[at] ^= 0xff;
        if let Some(table) = Table::read(file.leak()) {
            assert!(at < 4, "{at}");
            table.add("clerk", &mut [0.0; DIMENSIONS]);
        }
    }
}

#[test]
fn a_list_in_disorder_ends_too() {
    let list = b"\n\nab\n\na";
    let mut file = [3_u32.to_le_bytes(), (list.len() as u32).to_le_bytes()].concat();
    file.extend(list);
    file.extend([1; 5 * (2 + DIMENSIONS / 4)]);
    let table = Table::read(file.leak()).unwrap();
    for word in ["", "a", "ab", "aba", "b", "\0"] {
        table.add(word, &mut [0.0; DIMENSIONS]);
    }
}
