//! Ids are types: mixing up a user and a channel does not compile.

use std::fmt;
use std::str::FromStr;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u64);

        impl $name {
            /// The smallest value there can be: a lower bound for pages.
            pub const MIN: Self = Self(0);
            /// The greatest value there can be (rows hold 63 bits).
            pub const MAX: Self = Self(i64::MAX.cast_unsigned());

            /// For decoders and tests.
            pub const fn from_raw(raw: u64) -> Self {
                Self(raw)
            }

            pub const fn raw(self) -> u64 {
                self.0
            }

            /// As rows hold it.
            pub const fn row(self) -> i64 {
                self.0.cast_signed()
            }

            /// From a row.
            pub const fn from_row(row: i64) -> Self {
                Self(row.cast_unsigned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(/// Names one person or bot.
    UserId);
id!(/// Names one guild.
    GuildId);
id!(/// Names one channel of a guild, or one DM.
    ChannelId);
id!(/// Names one role of a guild; `@everyone` has the guild's id.
    RoleId);
id!(/// Names one message; greater than all before it in its channel.
    MessageId);
id!(/// Names one application; its bot user has the same id.
    ApplicationId);
id!(/// Names one request that creates something, so that asking again is harmless.
    RequestId);

impl From<ApplicationId> for UserId {
    fn from(id: ApplicationId) -> Self {
        Self(id.0)
    }
}

impl GuildId {
    /// The role that every member has (Discord docs, Permissions).
    pub const fn everyone(self) -> RoleId {
        RoleId(self.0)
    }
}
