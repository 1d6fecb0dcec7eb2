//! Why an owner says no. `http` gives each its status and Discord's code.

use super::view::Bucket;

/// Why something was not done. Nothing of it happened.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error("unknown application")]
    UnknownApplication,
    #[error("unknown channel")]
    UnknownChannel,
    #[error("unknown guild")]
    UnknownGuild,
    #[error("unknown invite")]
    UnknownInvite,
    #[error("unknown member")]
    UnknownMember,
    #[error("unknown message")]
    UnknownMessage,
    #[error("unknown overwrite")]
    UnknownOverwrite,
    #[error("unknown role")]
    UnknownRole,
    #[error("unknown user")]
    UnknownUser,
    #[error("unknown emoji")]
    UnknownEmoji,
    #[error("unknown ban")]
    UnknownBan,
    /// The thing is hidden from the asker.
    #[error("missing access")]
    MissingAccess,
    /// The thing may be seen, but this may not be done to it.
    #[error("missing permissions")]
    MissingPermissions,
    #[error("cannot edit a message authored by another user")]
    NotAuthor,
    #[error("cannot send an empty message")]
    EmptyMessage,
    #[error("cannot send messages to this user")]
    CannotMessageUser,
    #[error("cannot execute action on this channel type")]
    WrongChannelKind,
    #[error("the user is banned from this guild")]
    Banned,
    #[error("bots cannot use this endpoint")]
    BotsNotAllowed,
    #[error("only bots can use this endpoint")]
    OnlyBots,
    #[error("a message is too old to be deleted in bulk")]
    TooOldForBulkDelete,
    #[error("the request body is no valid JSON object")]
    Malformed,
    #[error("invalid form body")]
    Invalid(Vec<FieldFault>),
    /// A number of things has its bound. The code is Discord's (30001 guilds, 30005 roles, 30010 reactions, 30013 channels …).
    #[error("maximum number of {what} reached ({max})")]
    TooMany { what: &'static str, code: u32, max: usize },
    #[error("rate limited")]
    RateLimited(Bucket),
    /// Certainly not done and not stored: try again later.
    #[error("the service cannot store this now")]
    Unavailable,
    /// Whether it was done is not known.
    #[error("the outcome is unknown")]
    OutcomeUnknown,
}

/// One field of a form and what is wrong with it (Discord docs, Reference, Error messages).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldFault {
    /// Dotted path: `embeds.0.title`.
    pub field: String,
    pub code: &'static str,
    pub message: String,
}

impl Refusal {
    pub fn field(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldFault { field: field.to_owned(), code, message: message.into() }])
    }
}
