//! The emoji of a reaction.

/// A Unicode emoji as text. (Custom emoji come with a later issue; they are refused with 10014 until then.)
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ReactionEmoji(String);

impl ReactionEmoji {
    /// Longest emoji sequence in bytes: family and flag sequences stay below it.
    pub const BYTES_MAX: usize = 64;

    /// `None` where the text cannot be a Unicode emoji.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= Self::BYTES_MAX;
        // Keycaps begin with an ASCII character and go on with U+20E3; all others begin beyond Latin-1 (but © and ®).
        let emoji = text.chars().any(|c| u32::from(c) >= 0x203c || matches!(c, '\u{a9}' | '\u{ae}'));
        let plain = text.chars().all(|c| {
            !c.is_control() && !c.is_whitespace() && !c.is_alphabetic() || matches!(u32::from(c), 0x1_f000..=0x1_ffff | 0x2_000..=0x3_2ff)
        });
        (fits && emoji && plain).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
