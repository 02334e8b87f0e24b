//! Whom a place of a document is about, so that its sentences need not name them.

use std::ops::Range;

use markdown::Kind;

use crate::english::inflect;
use crate::read::role::declaration::parse;
use crate::read::role::name::{Trust, names_person, role_in};
use crate::read::role::said::{self, Said};
use crate::settings::role::RoleKind;
use crate::text::lead::lead;
use crate::text::passage::Passage;
use crate::words::Class;

/// What the sentences of a segment say of roles, and whom they are about.
#[derive(Default)]
pub(super) struct Heard {
    /// What is said of roles that the sentences name.
    pub said: Vec<Said>,
    /// The words of the document's title, in lower case: it may be the name of the product.
    pub product: Vec<String>,
    /// The declarations of the last item that has any, and its depth.
    pub item: Option<(u16, Range<usize>)>,
    /// The kind of the roles in a section, and the level of its heading.
    pub kind: Option<(RoleKind, u8)>,
}

impl Heard {
    /// Steps into the section that a heading opens. `is_first` where it is the document's title.
    pub fn enter(&mut self, level: u8, title: &str, is_first: bool) {
        self.item = None;
        if self.kind.is_none_or(|(_, above)| above >= level) {
            self.kind = said::kind_of_title(title).map(|kind| (kind, level));
        }
        if is_first && level == 1 {
            let words = title.split(|c: char| !c.is_alphanumeric());
            let names = |word: &&str| word.len() > 2 && !Class::FunctionWord.has(word);
            self.product = words.filter(names).map(str::to_owned).collect();
        }
    }
}

/// Whether what follows a heading names a role by itself, so that the heading names a group of them: "Partners", over a list.
pub(super) fn is_over_roles(title: &str, level: u8, next: Option<&Passage>) -> bool {
    next.is_some_and(|next| match next.kind {
        Kind::Heading(below) => below > level && is_over_role(title, next.text()),
        _ => next.item.is_some() && is_over_role(title, &lead(next).0),
    })
}

/// The same by the words of what follows.
pub(super) fn is_over_role(title: &str, next: &str) -> bool {
    // "Riders", over "Night-shift Nora"
    let is_over_persona = || {
        let noun = title.rsplit(' ').next().unwrap_or_default();
        noun.ends_with('s')
            && names_person(noun)
            && inflect::singular(noun) != noun
            && parse(next, None, Trust::SetOff).iter().any(|it| it.persona.is_some())
    };
    // "Small communities", over "Gaming communities"
    let is_over_groups = || {
        let noun = title.rsplit(' ').next().unwrap_or_default();
        let singular = inflect::singular(noun);
        // "Schools", over "Primary schools"
        let is_same = || next.to_lowercase().ends_with(&format!(" {noun}"));
        singular != noun
            && (Class::VagueGroup.has(&singular) || is_same())
            && role_in(next, Trust::Listed).is_some()
    };
    said::kind_of_title(title).is_some() && role_in(next, Trust::Plain).is_some()
        || is_over_persona()
        || is_over_groups()
}
