//! Which groups of events a session asked for (Discord docs, Gateway intents).

/// A set of intent bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Intents(u32);

impl Intents {
    pub const NONE: Self = Self(0);
    pub const GUILDS: Self = Self(1);
    pub const GUILD_MEMBERS: Self = Self(1 << 1);
    pub const GUILD_MODERATION: Self = Self(1 << 2);
    pub const GUILD_INVITES: Self = Self(1 << 6);
    pub const GUILD_PRESENCES: Self = Self(1 << 8);
    pub const GUILD_MESSAGES: Self = Self(1 << 9);
    pub const GUILD_MESSAGE_REACTIONS: Self = Self(1 << 10);
    pub const GUILD_MESSAGE_TYPING: Self = Self(1 << 11);
    pub const DIRECT_MESSAGES: Self = Self(1 << 12);
    pub const DIRECT_MESSAGE_REACTIONS: Self = Self(1 << 13);
    pub const DIRECT_MESSAGE_TYPING: Self = Self(1 << 14);
    pub const MESSAGE_CONTENT: Self = Self(1 << 15);
    /// All that concerns DMs.
    pub const DIRECT: Self = Self(1 << 12 | 1 << 13 | 1 << 14);
    /// Every bit that Discord names today; others are refused with 4013.
    pub const ALL: Self = Self(53_608_447);

    /// `None` where a bit is unknown.
    pub fn parse(raw: u64) -> Option<Self> {
        u32::try_from(raw).ok().filter(|bits| bits & !Self::ALL.0 == 0).map(Self)
    }

    pub const fn raw(self) -> u32 {
        self.0
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `other` was asked for.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` was asked for; [`Intents::NONE`] stands for what everybody gets.
    pub const fn wants(self, other: Self) -> bool {
        other.0 == 0 || self.0 & other.0 != 0
    }
}
