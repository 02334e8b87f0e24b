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
    /// This product requirements document does not say whom the product is for: no section on the
    /// audience, no role that is declared, no story by anybody in particular.
    ///
    /// Somebody puts to use whatever is made. Until they are named, each reader takes somebody else,
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
    /// "Everyone", "users of the app" and "TBD" name nobody.
    ///
    /// Where `rolecall.toml` or another document of the project declares roles, this is not asked.
    ///
    /// **To mend it**, add a section on the audience: who they are, what they try to do, what is in
    /// their way, what they do now.
    ///
    /// **Source:** Jeff Gothelf: everybody has a customer; whatever you make at work, somebody
    /// consumes it.
    MISSING_AUDIENCE, "missing-audience", Hint, check => fix
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    context.remarks_on_gaps(|gap| {
        let message = "Who is this for? Name them in a section on the audience: who, what they try to do, what is in their way.";
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
