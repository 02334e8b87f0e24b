//! Writes a product requirements document of any size: the same from the same seed, with as many findings as are asked for.
//!
//! Whoever is named is named by role, the roles are declared, and each story says what for, so rolecall has nothing to say
//! but of the generic words that are planted. A test holds that it finds these and no others.

use std::fmt::Write;

use fastrand::Rng;

/// How many findings a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Findings {
    /// So many, evenly over the text.
    Count(usize),
    /// One for so many bytes.
    Every(usize),
}

/// A generated document.
#[derive(Debug, Clone)]
pub struct Text {
    /// The Markdown.
    pub text: String,
    /// How many generic words were planted.
    pub planted: usize,
}

const ROLES: [&str; 8] = [
    "sales associate",
    "store manager",
    "stock clerk",
    "shoe fitter",
    "cashier",
    "visual merchandiser",
    "shift planner",
    "repair technician",
];
const DUTIES: [&str; 8] = [
    "fits and sells shoes on the floor",
    "answers for the takings of a shop",
    "brings boxes from the stock room",
    "measures feet and advises on width",
    "takes the payment and packs the bag",
    "builds the tables and the windows",
    "writes the rota of the week",
    "resoles and stretches what comes back",
];
const THINGS: [&str; 16] = [
    "delivery note",
    "shelf label",
    "box of boots",
    "price tag",
    "size chart",
    "return slip",
    "gift card",
    "repair ticket",
    "window display",
    "stock count",
    "till receipt",
    "loan pair",
    "care leaflet",
    "floor plan",
    "transfer order",
    "colour swatch",
];
const PLACES: [&str; 12] = [
    "at the counter",
    "in the stock room",
    "by the back door",
    "on the handheld",
    "near the fitting bench",
    "on the upper floor",
    "beside the mirror",
    "behind the till",
    "in the workshop",
    "on the wall screen",
    "at the loading bay",
    "under the stairs",
];
const TIMES: [&str; 8] = [
    "before the doors open",
    "during the lunch rush",
    "after a delivery",
    "late on a Saturday",
    "in the first week of a season",
    "while the line is short",
    "between two fittings",
    "at the end of a shift",
];
const VERBS: [&str; 10] =
    ["scan", "print", "find", "move", "check", "reserve", "photograph", "sort", "label", "sign"];
const BENEFITS: [&str; 8] = [
    "the walk to the stock room is saved",
    "nothing is counted twice",
    "the next fitting starts on time",
    "the shelf is never empty",
    "the drawer balances in the evening",
    "a mistake shows on the same day",
    "the morning begins without a search",
    "each pair is where the screen says",
];
const WORDS: [&str; 12] = [
    "Handover",
    "Labels",
    "Restock",
    "Returns",
    "Windows",
    "Transfers",
    "Receipts",
    "Repairs",
    "Counting",
    "Fittings",
    "Opening",
    "Closing",
];

/// Writes a document of about `size` bytes: at least that, and less than a block more.
pub fn generate(size: usize, findings: Findings, seed: u64) -> Text {
    let (step, most) = match findings {
        Findings::Count(count) => (size / count.max(1), count),
        Findings::Every(bytes) => (bytes.max(1), usize::MAX),
    };
    let mut writer = Writer {
        out: String::with_capacity(size + 2_000),
        random: Rng::with_seed(seed),
        number: 0,
        step,
        next: step / 2,
        planted: 0,
        most,
    };
    writer.front();
    while writer.out.len() < size {
        writer.block();
    }
    // What there was no room for.
    while writer.planted < most && most < usize::MAX {
        let sentence = writer.plant();
        writer.line(&sentence);
        writer.line("");
    }
    Text { text: writer.out, planted: writer.planted }
}

struct Writer {
    out: String,
    random: Rng,
    /// Numbers chapters, stories and orders, so that no two are alike.
    number: usize,
    /// How many bytes there are from one finding to the next.
    step: usize,
    /// Where the next finding is due.
    next: usize,
    planted: usize,
    most: usize,
}

impl Writer {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn any<T: Copy + Default>(&mut self, of: &[T]) -> T {
        self.random.choice(of.iter().copied()).unwrap_or_default()
    }

    fn number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// What every such document begins with.
    fn front(&mut self) {
        self.out.push_str(
            "# Shop floor PRD\n\n\
             ## Customer problem\n\n\
             Each shop loses 6 hours and $900 a week, because boxes stand where nobody looks for them.\n\n\
             ## Target audience\n\n",
        );
        for (role, duty) in ROLES.iter().zip(DUTIES) {
            let mut name = (*role).to_owned();
            if let Some(first) = name.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            self.line(&format!("- **{name}**: {duty}."));
        }
        self.out.push_str(
            "\n## Success metrics\n\n\
             - A search in the stock room takes 2 minutes instead of 9.\n\
             - 98% of all boxes are where the screen says.\n\n",
        );
        for _ in ROLES {
            self.story();
        }
        self.line("");
    }

    fn block(&mut self) {
        match self.random.u8(..20) {
            0..3 => self.heading(),
            3..11 => self.paragraph(),
            11..14 => self.list(),
            14..16 => self.table(),
            16..18 => self.stories(),
            _ => self.code(),
        }
        self.line("");
    }

    fn heading(&mut self) {
        let number = self.number();
        let level = if number.is_multiple_of(3) { "##" } else { "###" };
        let word = self.any(&WORDS);
        self.line(&format!("{level} {word}, part {number}"));
    }

    fn paragraph(&mut self) {
        let between = if self.random.bool() { " " } else { "\n" };
        for index in 0..self.random.usize(3..7) {
            if index > 0 {
                self.out.push_str(between);
            }
            let sentence = self.sentence();
            self.out.push_str(&sentence);
        }
        self.line("");
    }

    fn list(&mut self) {
        for _ in 0..self.random.usize(3..7) {
            let sentence = self.sentence();
            self.line(&format!("- {sentence}"));
        }
    }

    fn table(&mut self) {
        self.line("| Step | Who | What happens |");
        self.line("|---|---|---|");
        for step in 1..self.random.usize(4..8) {
            let role = self.any(&ROLES);
            let sentence = self.sentence();
            self.line(&format!("| {step} | {role} | {sentence} |"));
        }
    }

    fn stories(&mut self) {
        for _ in 0..self.random.usize(2..5) {
            self.story();
        }
    }

    fn story(&mut self) {
        let number = self.number();
        // Each role tells one, so that none is unused.
        let role = ROLES.get(number % ROLES.len()).copied().unwrap_or_default();
        let (verb, thing) = (self.any(&VERBS), self.any(&THINGS));
        let (place, benefit) = (self.any(&PLACES), self.any(&BENEFITS));
        self.line(&format!(
            "- As a {role}, I want to {verb} {thing} {number} {place}, so that {benefit}."
        ));
    }

    /// A block of code. Its fences say no language: one more before it, and what is code is text, to the end of the document.
    fn code(&mut self) {
        self.line("```");
        for _ in 0..self.random.usize(3..8) {
            let (number, shelf) = (self.number(), self.random.u16(1..400));
            let verb = self.any(&VERBS);
            self.line(&format!("{verb}(order = {number}, shelf = {shelf}, retry = true)"));
        }
        self.line("```");
    }

    /// A sentence with a finding where one is due, else one without.
    fn sentence(&mut self) -> String {
        if self.planted < self.most && self.out.len() >= self.next {
            return self.plant();
        }
        let (role, other) = (self.any(&ROLES), self.any(&ROLES));
        let (thing, place, time) = (self.any(&THINGS), self.any(&PLACES), self.any(&TIMES));
        let number = self.random.u16(2..90);
        match self.random.u8(..8) {
            0 => format!(
                "The {role} scans the {thing} {place} and reads the answer in {number} seconds."
            ),
            1 => format!(
                "A {thing} that lies {place} {time} is told to the {role} on the same screen."
            ),
            2 => format!("Nothing is printed {time}, unless the {role} has signed the {thing}."),
            3 => format!(
                "The list shows {number} entries {place}, the oldest first, with the time of each."
            ),
            4 => format!("When the {thing} is missing, the {role} asks the {other} {place}."),
            5 => format!("It keeps `state.{number}` for each {thing}, and forgets it {time}."),
            6 => format!(
                "See [the note on the {thing}](notes/{number}.md) for what the {role} does {time}."
            ),
            _ => format!(
                "The **{thing}** is moved {place} by the {role}, who counts to {number} and goes on."
            ),
        }
    }

    /// A sentence with one generic word.
    fn plant(&mut self) -> String {
        self.planted += 1;
        self.next += self.step;
        let (thing, place, time) = (self.any(&THINGS), self.any(&PLACES), self.any(&TIMES));
        let mut sentence = String::new();
        let _ = match self.random.u8(..3) {
            0 => write!(sentence, "The user looks for the {thing} {place} {time}."),
            1 => write!(sentence, "Next to the {thing}, the user waits {place} for an answer."),
            _ => write!(sentence, "A {thing} is shown to the user, {time}."),
        };
        sentence
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use review::{Document, Review};

    use super::*;

    fn found(text: &str) -> usize {
        let review = Review::new(Document::new(text), Arc::default());
        // What is asked for the whole document is no place.
        let findings = review.findings().into_iter();
        findings.filter(|finding| finding.rule.name != "unnamed-people").count()
    }

    #[test]
    fn what_is_found_is_what_was_planted() {
        for (size, findings, planted) in [
            (10_000, Findings::Count(20), 20..=20),
            (300_000, Findings::Count(20), 20..=20),
            (300_000, Findings::Every(500), 590..=610),
            (10_000, Findings::Count(0), 0..=0),
            // There is no room for so many.
            (2_000, Findings::Count(30), 30..=30),
        ] {
            for seed in 1..4 {
                let text = generate(size, findings, seed);
                assert!(planted.contains(&text.planted), "{findings:?}: {}", text.planted);
                let found = found(&text.text);
                let off = found.abs_diff(text.planted);
                assert!(off * 50 <= text.planted, "{size}, {findings:?}: {found} found");
            }
        }
    }

    #[test]
    fn findings_lie_all_over_the_text() {
        let text = generate(100_000, Findings::Count(20), 1).text;
        let parts: Vec<_> =
            (0..4).map(|part| text.get(part * 25_000..(part + 1) * 25_000)).collect();
        for part in parts {
            assert!((4..=6).contains(&part.unwrap().matches(" user").count()));
        }
    }

    #[test]
    fn a_seed_gives_one_text_of_the_size() {
        let one = generate(50_000, Findings::Count(20), 1).text;
        assert_eq!(one, generate(50_000, Findings::Count(20), 1).text);
        assert_ne!(one, generate(50_000, Findings::Count(20), 2).text);
        assert!((50_000..53_000).contains(&one.len()), "{}", one.len());
    }
}
