//! `missing-audience`

use crate::document::gaps::Gap;
use crate::fix::edit::{Fix, Scope};
use crate::fix::section;
use crate::rules::context::RuleContext;
use crate::rules::context::Whole;
use crate::rules::remark::Remark;
use crate::rules::rule::Finding;
use crate::rules::rule::rule;

rule! {
    /// This product requirements document (PRD) doesn't say who the product is for. It has no
    /// section on the audience, no declared role, and no story with a specific role.
    ///
    /// Somebody will use what you build. Until they are named, each reader pictures somebody else,
    /// often themselves.
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///   ^^^^^^^^^^^^^^^^^
    ///
    /// ## Problem
    ///
    /// One shift in ten is taken by nobody.
    /// ~~~
    ///
    /// ~~~markdown
    /// # Shift planner PRD
    ///
    /// ## Problem
    ///
    /// One shift in ten is taken by nobody.
    ///
    /// ## Audience
    ///
    /// - **Store manager**: plans the week's shifts
    /// ~~~
    ///
    /// "Everyone", "users of the app" and "TBD" don't name anybody.
    ///
    /// The rule doesn't apply if `rolecall.toml` or another document of the project declares roles.
    ///
    /// **Fix:** add a section on the audience: who they are, what they are trying to do, what is in
    /// their way, and what they do now.
    ///
    /// **Source:** Jeff Gothelf: everybody has a customer. Whatever you make at work, somebody
    /// consumes it.
    MISSING_AUDIENCE, "missing-audience", Hint, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = "This document doesn’t say who it is for.";
        (*gap == Gap::Audience).then(|| message.to_owned())
    })
}

/// A section on the audience, or a role in the project.
fn fix(whole: &dyn Whole, _: &Finding, _: Scope) -> Vec<Fix> {
    section::fixes_where_nobody_is_known(whole.document(), &whole.sections())
}

#[cfg(test)]
mod tests {
    use super::MISSING_AUDIENCE;
    use crate::rules::tests;
    use crate::{Place, Role, Settings};

    #[test]
    fn anybody_in_particular_is_enough() {
        let check = |text: &str| tests::check(&MISSING_AUDIENCE, text);
        check("# Tea PRD\n  ^^^^^^^\n\nAs a user, I want tea.\n");
        check("# Tea PRD\n\nAs a nurse, I want tea.\n");
        check("# Tea PRD\n\n**Target users:** nurses\n");
        check("# Tea PRD\n\n## Who is it for?\n\nThose who are tired.\n");
    }

    #[test]
    fn roles_of_the_project_count() {
        let role = Role { name: "nurse".into(), declared: vec![Place::here(1)], ..Role::default() };
        let settings = Settings { roles: vec![role], ..Settings::default() };
        tests::check_with(&MISSING_AUDIENCE, settings, "# Tea PRD\n\nTea.\n");
    }
}
