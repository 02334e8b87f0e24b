//! `one-sided-audience`

use crate::document::gaps::Gap;
use crate::rules::context::RuleContext;
use crate::rules::remark::Remark;
use crate::rules::rule::rule;

rule! {
    /// This product is sold to companies, but the audience names only the people who use it, or
    /// only those who buy it.
    ///
    /// The people who buy a product for a company rarely work with it. If only one side likes the
    /// product, it isn't sold, or it is sold but not used.
    ///
    /// The rule applies only if `rolecall.toml` says `model = "b2b"` or `"b2b2c"` under
    /// `[product]`. With `"pre-launch"` nobody has the product yet, so the rule asks for prospects
    /// if every role has another kind.
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
    /// Roles of the kind `buyer` or `prospect` are one side, all other kinds the other. One mention
    /// of who buys, pays or signs is enough.
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
    /// **Fix:** add who decides to buy, and what they measure. They may only need a check on their
    /// list.
    ///
    /// **Source:** Teresa Torres: in B2B there are those who decide to purchase and end users, and
    /// you need to hear both.
    ONE_SIDED_AUDIENCE, "one-sided-audience", Hint, check
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = match gap {
            Gap::Buyers => "This names only people who use the product. Who decides to buy it?",
            Gap::EndUsers => "This names only people who buy the product. Who works with it?",
            Gap::Prospects => "This names no prospects. Which ones do you talk to?",
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
            assert!(first(None, "drinks").ends_with("Who decides to buy it?"));
            assert!(first(Some(RoleKind::EndUser), "drinks").ends_with("Who decides to buy it?"));
            assert!(first(Some(RoleKind::Buyer), "drinks").ends_with("Who works with it?"));
            assert_eq!(first(None, "drinks, while the head nurse pays"), "");
            assert_eq!(first(None, "drinks; procurement knows"), "");
        }
    }

    #[test]
    fn before_the_launch_there_are_prospects() {
        let reported = |kind| reported(Some(Model::PreLaunch), kind, "drinks").concat();
        assert!(reported(Some(RoleKind::EndUser)).contains("no prospects"));
        assert!(reported(Some(RoleKind::Buyer)).contains("no prospects"));
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
