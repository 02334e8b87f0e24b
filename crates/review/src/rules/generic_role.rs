//! `generic-role`

use crate::english::inflect::{self, Capitals};
use crate::fix::edit::{Fix, Scope};
use crate::person::verdict::Verdict;
use crate::rules::business_object;
use crate::rules::context::{RuleContext, Whole};
use crate::rules::remark::Remark;
use crate::rules::role_fix;
use crate::rules::rule::{Finding, rule};

rule! {
    /// This sentence mentions a user, a customer or the like without saying which role it is.
    ///
    /// Each reader pictures somebody else: the person who pays, the person who taps, or the person
    /// whose data it is. Naming the role removes the doubt.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - **Shopper**: tries shoes on
    /// - **Sales associate**: fetches them
    ///
    /// ## Scope
    ///
    /// The user scans a tag, and users are told when the shoe arrives.
    ///     ^^^^                  ^^^^^
    /// ~~~
    ///
    /// Sentences that name the role are allowed. The rule also ignores these words where they don't
    /// stand for a person: where they modify another noun, are counted or stored, appear in a
    /// heading, in code or in a quotation, or help define a role.
    ///
    /// ~~~markdown
    /// ## Users
    ///
    /// The shopper scans a tag, and sales associates are told when the shoe arrives.
    /// Each user story names its user role; at 500 users per store the `user` table is cached.
    /// A visitor is a user who has not signed in. See the [list](https://example.org/users).
    /// ~~~
    ///
    /// If a word probably stands for a person, but not certainly, the finding is a hint.
    ///
    /// **Fix:** take the role that the quick fix offers, or name another one. Roles come from
    /// `rolecall.toml`, from the document's sections on its audience, and from its stories. If
    /// "customer" or "client" mostly stands for a record in the product ("the customer ID", "import
    /// customers"), a quick fix allows the word in `rolecall.toml`.
    ///
    /// **Source:** Rich Mironov asks us to give up both "customer" and "user": they hide which of
    /// many players along a chain is meant.
    GENERIC_ROLE, "generic-role", Warning, check => fix, on_generic_words
}

fn check(context: &RuleContext<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (subject, generic, verdict) in context.words() {
        let (Verdict::Person(_), Some(passage)) = (verdict, context.passage(generic.passage))
        else {
            continue;
        };
        let word = markdown::slice(passage.text(), generic.phrase.word);
        remarks.push(Remark {
            span: passage.prose.source(generic.phrase.word),
            message: format!("“{}” is vague.", inflect::capitalized(word, Capitals::First)),
            subject,
            soft: false,
            guess: Some(generic.phrase.number),
        });
    }
    remarks
}

/// The roles that may be meant; that the word means nobody, where it names what the product keeps.
fn fix(whole: &dyn Whole, finding: &Finding, widest: Scope) -> Vec<Fix> {
    let mut fixes = role_fix::fixes(whole, finding, widest);
    fixes.extend(business_object::fix(whole, finding, widest));
    fixes
}

#[cfg(test)]
mod tests {
    use super::GENERIC_ROLE;
    use crate::rules::tests;

    fn check(fixture: &str) {
        tests::check(&GENERIC_ROLE, fixture);
    }

    #[test]
    fn who_acts_is_somebody() {
        check(
            "The user can pay. Users pay, and a customer may complain.\n    ^^^^          ^^^^^            ^^^^^^^^\n",
        );
        check("User clicks \"New\" on the dashboard.\n^^^^\n");
        check("- User visits landing page\n  ^^^^\n");
        check("A user reports a problem.\n  ^^^^\n");
        check("If a user does not pay, end-users suffer.\n     ^^^^               ^^^^^^^^^\n");
        check("Results appear as user types.\n                  ^^^^\n");
        check("A field lets the user configure it.\n                 ^^^^\n");
        check("It helps the user decide:\n             ^^^^\n");
        check(
            "Load → User folds/unfolds nodes OR User clicks on a node\n       ^^^^                        ^^^^\n",
        );
        check("We check that the user sending the file may do so.\n                  ^^^^\n");
        check(
            "It should guide users to the till; 80% of users understand it.\n                ^^^^^                     ^^^^^\n",
        );
        check("- User notified\n  ^^^^\n");
        check("- The oven greets user: “Good morning”\n                  ^^^^\n");
    }

    #[test]
    fn a_thing_before_the_word_does_not_say_who() {
        for thing in ["elevator", "sensor", "tractor", "charger", "kiosk", "lift"] {
            let gap = " ".repeat(thing.len());
            check(&format!("The {thing} user waits.\n    {gap} ^^^^\n"));
        }
        check("The admin user waits.\n");
    }

    #[test]
    fn an_apostrophe_is_straight_or_curly() {
        for apostrophe in ['\'', '\u{2019}'] {
            check(&format!("The stakeholder{apostrophe}s answer is late.\n    ^^^^^^^^^^^\n"));
        }
    }

    #[test]
    fn inches_feet_and_stray_marks_quote_nothing() {
        check(
            "On the 12\" screen the user sees one ward; on the 15\" screen all.\n                      ^^^^\n",
        );
        check("At 5'10\" the user reaches it; at 6'2\" nobody.\n             ^^^^\n");
        check(
            "A \"Name is filled by the user. Then the user taps \"Save\".\n                         ^^^^           ^^^^\n",
        );
        check(
            "The user sees \"Hello, user\" and the user (\"a user\") leaves.\n    ^^^^                            ^^^^\n",
        );
        check(
            "The sign \"the user waits\" and „der user“ or «the user» or “the user”: users wait.\n                                                                      ^^^^^\n",
        );
        check("A \"12 users wait for a 5\" sign is up.\n");
    }

    #[test]
    fn capitals_make_a_name() {
        for text in [
            "We asked the User Interviews team and joined the Customer 360 beta.",
            "It runs on Consumer One. Clients First is a charity.",
            "We read on Monday what Customer Thermometer and the People Team say of it.",
        ] {
            check(text);
        }
        check("We ask what the User wants.\n                ^^^^\n");
        check("It is what a Customer Requests of us.\n             ^^^^^^^^\n");
        check("When a User Pays, they are done.\n       ^^^^\n");
    }

    #[test]
    fn what_is_no_prose_passes() {
        for text in [
            "Type <code>the user pays</code> and <kbd>user</kbd>.",
            "{% for user in users %}\n{{ user.name }} {{! the user pays }}\n{% endfor %}",
            "## Scope\n{: #the-user .customer }\n\nTea.\n{: .user }",
            "$$\n\\text{the user pays}\n$$",
            ":::mermaid\nUser->>Server: the user pays\n:::",
            "Tea %% or the user? %% is served; see [[the user pays]].",
        ] {
            check(text);
        }
        check("It is [[pay|the user pays]].\n                ^^^^\n");
        check("---\n\nThe user pays.\n    ^^^^\n\n---\n");
    }

    #[test]
    fn who_is_served_or_owns_is_somebody() {
        check(
            "We tell the customer. It is meant for users.\n            ^^^^^^^^                  ^^^^^\n",
        );
        check("The user's cart, and the users' carts.\n    ^^^^                 ^^^^^\n");
        check(
            "Show the user\u{2019}s name to other user(s).\n         ^^^^                 ^^^^\n",
        );
        check("Invite a new user by email.\n             ^^^^\n");
    }

    #[test]
    fn a_modifier_is_nobody() {
        for text in [
            "The user story, the user settings and a user-facing page.",
            "User registration, user login, customer data.",
            "Measure user satisfaction; keep customer portal links.",
            "- List user documents",
            "A user research session, user interviews and user testing.",
            "The user requests are stored.",
            "User-friendly and user-generated content, multi-user.",
            "User and assistant messages.",
            "User satisfaction improves.",
        ] {
            check(text);
        }
    }

    #[test]
    fn a_count_or_a_record_is_nobody() {
        for text in [
            "500 concurrent users, 10,000 active users and 2 MB per user.",
            "Monthly active users grow; the number of users doubles.",
            "The job deletes the user and purges users.",
            "Users and groups are synced.",
            "The API client retries; client and server agree.",
            "Client sends a token, and the backend renews it.",
            "A user can be a member of one or more groups.",
            "Sessions for that user end; the public key of the user stays.",
            "50K+ beta users; active users per week; 80% of users.",
            "Nothing breaks for frontend consumers.",
            "Entries are filtered by user, oven and day.",
            "Settings: Taxes, Users & Permissions, Ovens.",
        ] {
            check(text);
        }
        check(
            "Loaves for the user. A user is a member of the guild.\n               ^^^^    ^^^^\n",
        );
        check("## Metrics\n\n- 15% less waste for users\n                     ^^^^^\n");
    }

    #[test]
    fn labels_and_headings_are_nobody() {
        for text in [
            "# Users\n\n## User Flows\n\n### New User Onboarding\n",
            "| User | Goal |\n|---|---|\n| User | pay |\n",
            "**Primary user:** the nurse",
            "- **Power users on Linux** — nothing exists for them",
        ] {
            check(text);
        }
        check("# The user can pay\n      ^^^^\n");
    }

    #[test]
    fn code_and_quotations_are_nobody() {
        for text in [
            "Set `user`, user_id, /users/1, @user, {user} and user.name.",
            "```\nthe user pays\n```\n",
            "<div title=\"the user > pays\">\n<!-- the user pays -->\n<code>user</code>\n</div>\n",
            "<script>\nthe user pays\n</script>\n\n<style>\nthe user pays\n</style>\n",
            "<pre>\nthe user pays\n</pre>\n",
            "---\ntitle: the user pays\n---\n",
            "[pay](the/user/pays) ![the user pays](x.png)",
            "The dialog says “The user is gone” or \"Invite a user\".",
        ] {
            check(text);
        }
    }

    #[test]
    fn definitions_are_nobody() {
        for text in [
            "A *Signer* is a user who signs documents.",
            "There are four types of user, and many kinds of users.",
            "| Role | Description |\n|---|---|\n| Signer | A user who signs |\n",
            "Help-seekers (patients, clients, consumers, victims) have a need.",
            "## Target Users\n\n- Less technical users\n",
            "The target user is a small bakery, and the primary users of the till are bakers.",
            "It serves two users: the baker and the guest. The user (Igor) bakes.",
            "Morgan (power user) bakes. A user who has a key is a member.",
            "It is used by a variety of users.",
            "**Context:** Hurried user — on the way",
            "As a build user, I want tea.\n\nEvery build user pays.",
            "## Roles\n\n- **Client**: hires the firm\n\n## Scope\n\nThe client pays.\n",
        ] {
            check(text);
        }
    }

    #[test]
    fn people_in_general_are_not_asked_for() {
        for text in [
            "Everyone can read it in person.",
            "People whose first language is not English.",
            "Find people nearby and meet new people.",
        ] {
            check(text);
        }
        check("Show people where they are.\n     ^^^^^^\n");
        check("We avoid discouraging people from baking.\n                      ^^^^^^\n");
    }

    #[test]
    fn the_customer_of_a_shop_is_its_buyer() {
        let shop = "The cart keeps an order until checkout. Every store sees its orders, and the merchant the refunds.";
        check(&format!(
            "{shop}\n\nThe customer waits, and so does the user.\n                                    ^^^^\n"
        ));
        check("The order of the blocks is kept.\n\nThe customer waits.\n    ^^^^^^^^\n");
        let far = "Plain words about the height of a mountain and the depth of a sea. ".repeat(110);
        check(&format!("{shop} {far}\n\nThe customer waits.\n    ^^^^^^^^\n"));
    }
}
