//! `one-sided-audience`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This is sold to companies, and the audience has only one side: those who use it and nobody who
    /// decides to buy it, or the other way round.
    ///
    /// What companies buy is rarely chosen by those who work with it. A product that one side loves
    /// and the other never heard of is not sold, or is sold and not used.
    ///
    /// It is asked only where `rolecall.toml` says `model = "b2b"` or `"b2b2c"` under `[product]`. With
    /// `"pre-launch"` nobody has it yet: it is asked for prospects where every role has another kind.
    ///
    /// ~~~markdown b2b
    /// # Shift planner PRD
    ///
    /// ## Audience
    ///    ^^^^^^^^
    ///
    /// - **Sales associate**: takes shifts
    /// ~~~
    ///
    /// Roles of the kind `buyer` or `prospect` are the one side, those of any other kind the other. A
    /// word on who buys, pays or signs is enough.
    ///
    /// ~~~markdown b2b
    /// # Shift planner PRD
    ///
    /// ## Audience
    ///
    /// - **Sales associate**: takes shifts
    /// - **Regional VP**: signs the contract
    /// ~~~
    ///
    /// **To mend it**, add who decides to buy, and what they count; they may need no more than a check
    /// on their list.
    ///
    /// **Source:** Teresa Torres: in B2B there are those who decide to purchase and end users, and you
    /// need to hear both.
    ONE_SIDED_AUDIENCE, "one-sided-audience", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = match gap {
            Gap::Buyers => {
                "Who decides to buy this, and pays for it? Only those who use it are named here."
            }
            Gap::EndUsers => "Who works with this? Only those who buy it are named here.",
            Gap::Prospects => {
                "Nobody has this yet: which prospects do you talk to? None is named here."
            }
            _ => return None,
        };
        Some(message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::ONE_SIDED_AUDIENCE;
    use crate::rules::tests;
    use crate::{Model, Place, Role, RoleKind, Settings};

    fn reported(model: Option<Model>, kind: Option<RoleKind>, about: &str) -> Vec<String> {
        let role =
            Role { name: "nurse".into(), kind, declared: vec![Place::here(1)], ..Role::default() };
        let settings = Settings { model, roles: vec![role], ..Settings::default() };
        let text = format!("# Tea PRD\n\n## Audience\n\n- **Nurse**: {about}\n");
        tests::messages(&ONE_SIDED_AUDIENCE, settings, &text)
    }

    #[test]
    fn kinds_tell_the_sides() {
        for model in [Model::B2b, Model::B2b2c] {
            let first = |kind, about: &str| reported(Some(model), kind, about).concat();
            assert!(first(None, "drinks").starts_with("Who decides"));
            assert!(first(Some(RoleKind::EndUser), "drinks").starts_with("Who decides"));
            assert!(first(Some(RoleKind::Buyer), "drinks").starts_with("Who works"));
            assert_eq!(first(None, "drinks, while the head nurse pays"), "");
            assert_eq!(first(None, "drinks; procurement knows"), "");
        }
    }

    #[test]
    fn before_the_launch_there_are_prospects() {
        let reported = |kind| reported(Some(Model::PreLaunch), kind, "drinks").concat();
        assert!(reported(Some(RoleKind::EndUser)).contains("which prospects"));
        assert!(reported(Some(RoleKind::Buyer)).contains("which prospects"));
        assert_eq!(reported(Some(RoleKind::Prospect)), "");
        assert_eq!(reported(None), "", "who knows what they are");
    }

    #[test]
    fn only_companies_have_two() {
        for model in [None, Some(Model::B2c), Some(Model::Internal)] {
            assert_eq!(reported(model, Some(RoleKind::EndUser), "drinks"), [""; 0]);
        }
    }
}
