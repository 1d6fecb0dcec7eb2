//! Why the server closes a gateway connection (Discord docs, Gateway Close Event Codes).

/// The code tells the client whether it may come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CloseCode {
    /// Something went wrong, or the server goes away: resume.
    Unknown,
    UnknownOpcode,
    DecodeError,
    NotAuthenticated,
    /// Clients give up.
    AuthenticationFailed,
    AlreadyAuthenticated,
    RateLimited,
    TimedOut,
    /// Clients give up.
    InvalidShard,
    /// Clients give up.
    InvalidVersion,
    /// Clients give up.
    InvalidIntents,
}

impl CloseCode {
    pub const fn code(self) -> u16 {
        match self {
            Self::Unknown => 4000,
            Self::UnknownOpcode => 4001,
            Self::DecodeError => 4002,
            Self::NotAuthenticated => 4003,
            Self::AuthenticationFailed => 4004,
            Self::AlreadyAuthenticated => 4005,
            Self::RateLimited => 4008,
            Self::TimedOut => 4009,
            Self::InvalidShard => 4010,
            Self::InvalidVersion => 4012,
            Self::InvalidIntents => 4013,
        }
    }

    pub const fn reason(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown error.",
            Self::UnknownOpcode => "Unknown opcode.",
            Self::DecodeError => "Error while decoding payload.",
            Self::NotAuthenticated => "Not authenticated.",
            Self::AuthenticationFailed => "Authentication failed.",
            Self::AlreadyAuthenticated => "Already authenticated.",
            Self::RateLimited => "You are being rate limited.",
            Self::TimedOut => "Session timed out.",
            Self::InvalidShard => "Invalid shard.",
            Self::InvalidVersion => "Invalid API version.",
            Self::InvalidIntents => "Invalid intent(s).",
        }
    }

    /// Whether the session cannot be resumed after it.
    pub const fn ends_session(self) -> bool {
        match self {
            Self::AuthenticationFailed | Self::InvalidShard | Self::InvalidVersion | Self::InvalidIntents => true,
            Self::Unknown
            | Self::UnknownOpcode
            | Self::DecodeError
            | Self::NotAuthenticated
            | Self::AlreadyAuthenticated
            | Self::RateLimited
            | Self::TimedOut => false,
        }
    }
}
