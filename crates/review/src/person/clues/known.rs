//! What the project and the document say of a generic word.

use crate::person::clue::{Case, clue};
use crate::person::verdict::Because;

clue! {
    /// The project allows the word (`allow` in `rolecall.toml`).
    ///
    /// ~~~markdown allow user
    /// The user waits.
    ///     ^^^^
    /// ~~~
    ALLOWED, "allowed", Project, GENERIC, Allowed,
    |case| case.around.is_some_and(|around| around.allows(case))
}

clue! {
    /// The house style gives the word a meaning.
    ///
    /// ~~~markdown customer-obsession
    /// The customer waits.
    ///     ^^^^^^^^
    /// ~~~
    STYLE, "style", Project, GENERIC, Style,
    |case| case.around.is_some_and(|around| around.has_style_for(case))
}

clue! {
    /// The document says whose client or consumer somebody is.
    ///
    /// ~~~markdown
    /// The law firm writes to each client of the firm.
    ///                             ^^^^^^
    ///
    /// Then the client signs.
    ///          ^^^^^^
    /// ~~~
    DECLARED_SENSE, "declared-sense", Document, GENERIC, Declared,
    |case| has_sense(case, Because::Declared)
}

clue! {
    /// Elsewhere in the document, the word means a program.
    ///
    /// ~~~markdown
    /// The mobile client retries.
    ///
    /// Then the client waits.
    ///          ^^^^^^
    /// ~~~
    MACHINE_SENSE, "machine-sense", Document, GENERIC, Machine,
    |case| has_sense(case, Because::Machine)
}

clue! {
    /// Elsewhere in the document, the word means somebody else's customers.
    ///
    /// ~~~markdown
    /// Merchants see what their customers paid.
    ///
    /// Customers wait.
    /// ^^^^^^^^^
    /// ~~~
    COUNTERPART_SENSE, "counterpart-sense", Document, GENERIC, Counterpart,
    |case| has_sense(case, Because::Counterpart)
}

clue! {
    /// In a document about buying and selling, the customer is the buyer who deals with the merchant.
    ///
    /// ~~~markdown
    /// The cart holds an order until checkout, and the merchant sends an invoice. The customer pays at the checkout.
    ///                                                                                ^^^^^^^^
    /// ~~~
    BUYER, "buyer", Document, GENERIC, Buyer,
    |case| case.around.is_some_and(|around| around.is_buyer(case))
}

clue! {
    /// The word is a declared role, or ends the name of a known one.
    ///
    /// ~~~markdown
    /// ## Roles
    ///
    /// - Client: pays the law firm
    ///
    /// ## Scope
    ///
    /// The client signs.
    ///     ^^^^^^
    /// ~~~
    ///
    /// ~~~markdown
    /// As a build user, I want logs so that I see faults.
    ///
    /// The build user waits.
    ///           ^^^^
    /// ~~~
    ROLE, "role", Document, GENERIC, Declared,
    |case| case.around.is_some_and(|around| around.is_of_role(case))
}

fn has_sense(case: &Case<'_>, sense: Because) -> bool {
    case.around.is_some_and(|around| around.sense(case) == Some(sense))
}
