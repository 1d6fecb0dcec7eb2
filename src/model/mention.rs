//! Whom a message mentions.

use super::id::{RoleId, UserId};

/// Whom a stored message mentions: ids that were checked when it was sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentions {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    pub everyone: bool,
}

impl Mentions {
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && !self.everyone
    }
}

/// What the text names, before anybody asked whether it is allowed and exists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ParsedMentions {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    /// `@everyone` or `@here`.
    pub everyone: bool,
}

/// Which mentions of a text are to count (Discord docs, Allowed Mentions object).
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the request, as the docs name them")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllowedMentions {
    pub parse_users: bool,
    pub parse_roles: bool,
    pub parse_everyone: bool,
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    /// Whether a reply mentions the author of what it answers.
    pub replied_user: bool,
}

impl AllowedMentions {
    /// Where a request says nothing: everything counts.
    pub fn all() -> Self {
        Self { parse_users: true, parse_roles: true, parse_everyone: true, users: vec![], roles: vec![], replied_user: true }
    }

    /// What of `found` counts.
    pub fn filter(&self, found: ParsedMentions) -> ParsedMentions {
        let mut kept = found;
        kept.users.retain(|id| self.parse_users || self.users.contains(id));
        kept.roles.retain(|id| self.parse_roles || self.roles.contains(id));
        kept.everyone &= self.parse_everyone;
        kept
    }
}
