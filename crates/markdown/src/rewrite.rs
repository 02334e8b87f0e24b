//! Putting other words in the place of what a reader sees, and leaving all markup where it is.
//!
//! A name may have markup inside it or at its edge: `the [store](x.md) clerk`, `**nurse**s`. Its
//! words are replaced one by one, each where it stands, and an ending stays where the reader sees
//! it. What cannot be written so gives nothing.

use crate::inline::{Mark, MarkKind, Prose, Run};
use crate::span::{Span, slice};

/// A replacement: bytes of the source, and what comes there.
type Replacement = (Span, String);

/// A stretch of a run.
#[derive(Debug, Clone, Copy)]
struct Piece {
    run: Run,
    /// Its bytes in the prose.
    prose: Span,
}

impl Prose {
    /// The replacements in the source, in its order, after which a reader reads `new` in the place of
    /// the bytes `span` of the prose, with all markup, comments and code left as they are. `None`
    /// where no such replacements exist: a tag or a comment stands inside, markup would be left
    /// around nothing, the words are the target of a wikilink, or `new` would itself be read as markup.
    pub fn rewritten(&self, span: Span, new: &str) -> Option<Vec<Replacement>> {
        let pieces = self.pieces(span);
        let is_page = |mark: &Mark| mark.kind == MarkKind::Page && mark.span.overlaps(span);
        if span.is_empty()
            || !is_plain(new)
            || pieces.iter().skip(1).any(|it| it.run.after_tag)
            || self.marks.iter().any(is_page)
        {
            return None;
        }
        if let [piece] = pieces.as_slice() {
            return Some(vec![(piece.source()?, new.to_owned())]);
        }
        let words = words_of(&self.text, span);
        let news: Vec<&str> = new.split_whitespace().collect();
        let written = |word: &Span| slice(&self.text, *word);
        let alike = |(old, new): &(&Span, &&str)| written(old) == **new;
        // What both begin and end with stays as it is.
        let most = words.len().min(news.len());
        let before = words.iter().zip(&news).take_while(alike).count();
        let after = words.iter().rev().zip(news.iter().rev()).take(most - before);
        let after = after.take_while(alike).count();
        // What is only added goes beside one of them: "head nurses" for "nurses".
        let is_added = before + after == words.len() && words.len() < news.len();
        let after = if is_added { after.saturating_sub(1) } else { after };
        let before = before.min(words.len().saturating_sub(after + usize::from(is_added)));
        let words = words.get(before..words.len() - after)?;
        let news = news.get(before..news.len() - after)?;
        let (one, other) = (self.matched(words, news, true), || self.matched(words, news, false));
        one.or_else(other)
    }

    /// The replacements in the source after which the bytes `span` of the prose are no longer there,
    /// nor the white space on one side of them. `None` as for [`Prose::rewritten`].
    pub fn without(&self, span: Span) -> Option<Vec<Replacement>> {
        Some(vec![(self.removal(span)?, String::new())])
    }

    /// The source of a span of the prose, from its first byte to its last: where that stands by itself,
    /// since no markup but code and links begins or ends at its edge, and none reaches across it.
    pub fn extract(&self, span: Span) -> Option<Span> {
        let is_apart = |mark: Span| {
            mark.end <= span.start
                || span.end <= mark.start
                || span.start < mark.start && mark.end < span.end
        };
        let pieces = self.pieces(span);
        let is_tagged = pieces.iter().skip(1).any(|piece| piece.run.after_tag);
        let is_whole = self.marks.iter().all(|mark| is_apart(mark.span)) && !is_tagged;
        is_whole.then(|| self.source(span))
    }

    /// Puts new words in the place of old ones, in order. Where there are fewer, the first old words
    /// go if `from_end`, otherwise the last; where there are more, the first or last old word becomes
    /// several.
    fn matched(&self, old: &[Span], new: &[&str], from_end: bool) -> Option<Vec<Replacement>> {
        let kept = old.len().min(new.len());
        let (dropped, kept_old) = match from_end {
            true => (old.get(..old.len() - kept)?, old.get(old.len() - kept..)?),
            false => (old.get(kept..)?, old.get(..kept)?),
        };
        let extra = new.len() - kept;
        if kept == 0 && !new.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for word in dropped {
            all.push((self.removal(*word)?, String::new()));
        }
        for (index, word) in kept_old.iter().enumerate() {
            let text = match from_end {
                true if index == 0 => new.get(..=extra)?.join(" "),
                true => (*new.get(index + extra)?).to_owned(),
                false if index + 1 == kept => new.get(index..)?.join(" "),
                false => (*new.get(index)?).to_owned(),
            };
            all.extend(self.word(*word, &text)?);
        }
        all.sort_by_key(|(span, _)| span.start);
        let mut joined: Vec<Replacement> = Vec::new();
        for (span, text) in all {
            match joined.last_mut() {
                Some((last, _)) if last.end > span.start => return None,
                Some((last, before)) if last.end == span.start => {
                    last.end = span.end;
                    before.push_str(&text);
                }
                _ => joined.push((span, text)),
            }
        }
        Some(joined)
    }

    /// Puts a text in the place of a word, whose ending may stand outside the markup round it.
    fn word(&self, word: Span, new: &str) -> Option<Vec<Replacement>> {
        let pieces = self.pieces(word);
        let (first, rest) = pieces.split_first()?;
        if slice(&self.text, word) == new {
            return Some(Vec::new());
        }
        if rest.is_empty() {
            return Some(vec![(first.source()?, new.to_owned())]);
        }
        let ending = slice(&self.text, Span::new(first.prose.end, word.end));
        if !is_ending(ending) {
            return None;
        }
        let (stem, new_ending) = parted(new, ending);
        // "**nurse (RN)**s" would close nothing.
        if !stem.ends_with(char::is_alphanumeric) {
            return None;
        }
        let mut all = Vec::new();
        if slice(&self.text, first.prose) != stem {
            all.push((first.source()?, stem.to_owned()));
        }
        if ending != new_ending {
            for (index, piece) in rest.iter().enumerate() {
                let text = if index == 0 { new_ending } else { "" };
                if text.is_empty() && self.leaves_nothing(*piece) {
                    return None;
                }
                all.push((piece.source()?, text.to_owned()));
            }
        }
        Some(all)
    }

    /// The source of some words with the white space behind them, or else before them, as far as one
    /// run goes; something of the run is always left.
    fn removal(&self, span: Span) -> Option<Span> {
        let pieces = self.pieces(span);
        let [piece] = pieces.as_slice() else { return None };
        let run = piece.run;
        let behind = slice(&self.text, Span::new(span.end, run.prose + run.len));
        let gap = behind.len() - behind.trim_start().len();
        let goes_on = behind.trim_start().chars().next().is_some_and(char::is_alphanumeric);
        let cut = if goes_on && gap > 0 {
            Span::new(span.start, span.end + gap)
        } else {
            let before = slice(&self.text, Span::new(run.prose, span.start));
            let kept = before.trim_end();
            // A hyphen or a bracket before it would be left open.
            if kept.len() == before.len() || !kept.ends_with(is_closed) {
                return None;
            }
            Span::new(run.prose + kept.len(), span.end)
        };
        Piece { run, prose: cut }.source()
    }

    /// The stretches of runs that make a span of the prose.
    fn pieces(&self, span: Span) -> Vec<Piece> {
        let first = self.runs.partition_point(|run| run.prose + run.len <= span.start);
        let runs = self.runs.iter().skip(first).take_while(|run| run.prose < span.end);
        let pieces = runs.map(|run| Piece {
            run: *run,
            prose: Span::new(run.prose.max(span.start), (run.prose + run.len).min(span.end)),
        });
        pieces.collect()
    }

    /// Whether markup on both sides would have nothing between it without a piece.
    fn leaves_nothing(&self, piece: Piece) -> bool {
        let run = piece.run;
        let is_whole = piece.prose.len() == run.len;
        let is_last = self.runs.last() == Some(&run);
        let closes = self.marks.iter().any(|mark| mark.span == piece.prose);
        is_whole && (closes || !is_last)
    }
}

impl Piece {
    /// Its bytes in the source; none for a part of what stands for something else.
    fn source(self) -> Option<Span> {
        let Run { prose, len, source, source_len, literal, .. } = self.run;
        let into = Span::new(self.prose.start - prose, self.prose.end - prose);
        if literal {
            Some(into.shifted(source))
        } else {
            (into.len() == len).then(|| Span::new(source, source + source_len))
        }
    }
}

/// The words of a span of a text.
fn words_of(text: &str, span: Span) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    let written = slice(text, span);
    for (at, character) in written.char_indices().chain([(written.len(), ' ')]) {
        match (character.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(Span::new(from, at).shifted(span.start));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Whether a name reads as it is written in any block, and cannot be taken for markup.
fn is_plain(name: &str) -> bool {
    let is_inner = |at: usize| {
        let (before, behind) = name.split_at_checked(at).unwrap_or_default();
        before.ends_with(char::is_alphanumeric)
            && behind.trim_start_matches('_').starts_with(char::is_alphanumeric)
    };
    let is_entity = name.contains('&') && name.contains(';');
    !name.contains(['\\', '`', '*', '[', ']', '<', '>', '|', '~', '\n', '\r'])
        && !is_entity
        && name.match_indices('_').all(|(at, _)| is_inner(at))
}

/// Whether a sentence goes on after it as if nothing had followed.
fn is_closed(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, ',' | ';' | ':' | '.' | ')' | '!' | '?')
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// Whether this is what a word takes in the plural or the possessive: `s`, `'s`, `es'`, `(s)`.
fn is_ending(text: &str) -> bool {
    let text = text.to_lowercase();
    let letters = text.trim_end_matches('s').trim_end_matches(is_apostrophe);
    matches!(text.as_str(), "s" | "es" | "(s)" | "(es)")
        || text.contains(is_apostrophe) && matches!(letters, "" | "s" | "es")
}

/// A word as stem and ending, the ending of the kind of `old`: it is what stays outside of markup that
/// `old` stood outside of.
fn parted<'a>(word: &'a str, old: &str) -> (&'a str, &'a str) {
    let possessive = word.rfind(is_apostrophe).filter(|_| old.contains(is_apostrophe));
    let noun = word.get(..possessive.unwrap_or(word.len())).unwrap_or(word);
    let is_plural = !old.starts_with(is_apostrophe);
    let ending = match noun {
        _ if !is_plural => "",
        _ if old.starts_with('(') => noun.rfind('(').and_then(|at| noun.get(at..)).unwrap_or(""),
        _ if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|it| noun.ends_with(it)) => "es",
        _ if ["ies", "ves", "ss"].iter().any(|it| noun.ends_with(it)) => "",
        _ if noun.ends_with('s') => "s",
        _ => "",
    };
    word.split_at_checked(noun.len() - ending.len()).unwrap_or((word, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    /// The first block of a text, with `new` read where it reads `old`.
    fn rewritten(text: &str, old: &str, new: &str) -> Option<String> {
        let document = Document::new(text);
        let (base, segment) = document.segments().next().unwrap();
        assert_eq!(base, 0);
        let prose = segment.blocks().first().unwrap().prose(segment.text());
        let at = prose.text.find(old).unwrap_or_else(|| panic!("{old:?} in {:?}", prose.text));
        let edits = prose.rewritten(Span::new(at, at + old.len()), new)?;
        let mut there = text.to_owned();
        for (span, text) in edits.iter().rev() {
            there.replace_range(span.range(), text);
        }
        let read = Document::new(&there);
        let (_, segment) = read.segments().next().unwrap();
        let now = segment.blocks().first().unwrap().prose(segment.text()).text;
        let expected = prose.text.replacen(old, new, 1);
        assert_eq!(now.replace('\u{a0}', " "), expected, "{there}");
        Some(there)
    }

    #[test]
    fn words_are_replaced_where_they_stand() {
        for (text, old, new, expected) in [
            ("The store clerk waits.", "store clerk", "nurse", "The nurse waits."),
            ("[store](x.md) clerk", "store clerk", "sales associate", "[sales](x.md) associate"),
            ("**store** clerk", "store clerk", "head sales associate", "**head sales** associate"),
            ("head **clerk**", "head clerk", "head sales associate", "head **sales associate**"),
            ("**head store** clerk", "head store clerk", "head nurse", "**head** nurse"),
            ("the **old store** clerk", "store clerk", "nurse", "the **old** nurse"),
            ("the store\nclerk waits", "store clerk", "nurse", "the\nnurse waits"),
            (
                "> the store\n> clerk waits",
                "store clerk",
                "ward nurse",
                "> the ward\n> nurse waits",
            ),
            ("store\nclerk waits", "store clerk", "nurse", "nurse\nwaits"),
            ("store&nbsp;clerk", "store\u{a0}clerk", "ward nurse", "ward&nbsp;nurse"),
            (
                "`a` *store* `b` clerk",
                "store \u{fffc} clerk",
                "store \u{fffc} nurse",
                "`a` *store* `b` nurse",
            ),
        ] {
            assert_eq!(rewritten(text, old, new).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn an_ending_stays_where_the_reader_sees_it() {
        for (text, old, new, expected) in [
            ("[nurse](n.md)s", "nurses", "store clerks", "[store clerk](n.md)s"),
            ("**nurse**'s", "nurse's", "boss's", "**boss**'s"),
            ("**nurse**s", "nurses", "bosses", "**boss**es"),
            ("**nurse**s wait", "nurses", "salespeople", "**salespeople** wait"),
            ("**nurse**s wait", "nurses", "secretaries", "**secretaries** wait"),
            ("*nurse*s'", "nurses'", "clerks'", "*clerk*s'"),
            ("*nurse*s' key", "nurses'", "salespeople's", "*salespeople*'s key"),
            ("[nurse][n]&rsquo;s", "nurse\u{2019}s", "clerk\u{2019}s", "[clerk][n]&rsquo;s"),
            ("**nurse**(s) wait", "nurse(s)", "clerk(s)", "**clerk**(s) wait"),
            ("**nurse**(s) wait", "nurse(s)", "child or children", "**child or children** wait"),
            ("**ward nurse**s", "ward nurses", "clerks", "**clerk**s"),
            ("**nurse**s", "nurses", "head nurses", "**head nurse**s"),
            ("*ward* nurse", "ward nurse", "ward head nurse", "*ward* head nurse"),
            ("ward *nurse*", "ward nurse", "ward nurse assistant", "ward *nurse assistant*"),
        ] {
            assert_eq!(rewritten(text, old, new).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_written_so_is_left() {
        for (text, old, new) in [
            ("store <!-- which? --> clerk", "store  clerk", "ward nurse"),
            ("<b>nurse</b>s", "nurses", "clerks"),
            ("<b>store</b> clerk", "store clerk", "ward nurse"),
            ("n**urs**e", "nurse", "clerk"),
            ("**n**urse", "nurse", "clerk"),
            ("[store](x.md) clerk", "store clerk", "nurse"),
            ("*nurse***s** wait", "nurses", "salespeople"),
            ("**nurse**s", "nurses", "nurses (RN)s"),
            ("nurse", "nurse", "*nurse*"),
            ("nurse", "nurse", "_nurse"),
            ("nurse", "nurse", "a&amp;b"),
            ("nurse\\_lead", "nurse_lead", "clerk"),
            ("[[nurse]]", "nurse", "clerk"),
            ("a store %% which? %% clerk", "store  clerk", "ward nurse"),
            ("store\n**clerk** waits", "store clerk", "nurse"),
        ] {
            assert_eq!(rewritten(text, old, new), None, "{text}");
        }
        assert_eq!(rewritten("nurse", "nurse", "R&D ward_lead").as_deref(), Some("R&D ward_lead"));
    }

    #[test]
    fn what_is_removed_leaves_one_space() {
        let without = |text: &str, old: &str| {
            let document = Document::new(text);
            let (_, segment) = document.segments().next().unwrap();
            let prose = segment.blocks().first().unwrap().prose(segment.text());
            let at = prose.text.find(&format!("{old} ")).unwrap();
            let edits = prose.without(Span::new(at, at + old.len()))?;
            let mut there = text.to_owned();
            for (span, text) in edits.iter().rev() {
                there.replace_range(span.range(), text);
            }
            Some(there)
        };
        assert_eq!(without("As a user", "a").as_deref(), Some("As user"));
        assert_eq!(without("**By a** user", "a").as_deref(), Some("**By** user"));
        assert_eq!(without("By a **user**", "a").as_deref(), Some("By **user**"));
        assert_eq!(without("**a** user", "a"), None);
        assert_eq!(without("(a *user*", "a"), None);
    }
}
