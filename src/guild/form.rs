//! Checks of what a form says, with the codes that clients know from Discord.

use crate::limits;
use crate::model::{ChannelKind, Refusal};

/// Refuses text outside a range of characters.
pub(super) fn length(field: &str, text: &str, min: usize, max: usize) -> Result<(), Refusal> {
    if (min..=max).contains(&text.chars().count()) {
        return Ok(());
    }
    Err(Refusal::field(field, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length.")))
}

/// Refuses a number above `max`.
pub(super) fn at_most(field: &str, value: u32, max: u32) -> Result<(), Refusal> {
    if value <= max {
        return Ok(());
    }
    Err(Refusal::field(field, "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}.")))
}

/// Refuses a position that is negative or absurd.
pub(super) fn position(value: i32) -> Result<i32, Refusal> {
    let code = match value {
        0..=limits::POSITION_MAX => return Ok(value),
        ..0 => "NUMBER_TYPE_MIN",
        _ => "NUMBER_TYPE_MAX",
    };
    Err(Refusal::field("position", code, format!("int value should be between 0 and {}.", limits::POSITION_MAX)))
}

/// The name of a guild: without space at its ends.
pub(super) fn guild_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    length("name", name, 2, limits::GUILD_NAME_CHARACTERS_MAX)?;
    Ok(name.to_owned())
}

/// The name of a channel. Text channels are written small and without spaces.
pub(super) fn channel_name(kind: ChannelKind, name: &str) -> Result<String, Refusal> {
    let name = match kind {
        ChannelKind::Category => name.trim().to_owned(),
        ChannelKind::Text => name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase(),
    };
    length("name", &name, 1, limits::CHANNEL_NAME_CHARACTERS_MAX)?;
    Ok(name)
}

/// A topic; an empty one is none.
pub(super) fn topic(topic: Option<String>) -> Result<Option<String>, Refusal> {
    optional("topic", topic, limits::CHANNEL_TOPIC_CHARACTERS_MAX)
}

/// A text that may be missing; an empty one is.
pub(super) fn optional(field: &str, text: Option<String>, max: usize) -> Result<Option<String>, Refusal> {
    let text = text.filter(|text| !text.trim().is_empty());
    if let Some(text) = &text {
        length(field, text, 0, max)?;
    }
    Ok(text)
}

/// The name of a role; an empty one is "new role".
pub(super) fn role_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    length("name", name, 0, limits::ROLE_NAME_CHARACTERS_MAX)?;
    Ok(if name.is_empty() { "new role".to_owned() } else { name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_channels_are_written_small_with_hyphens_for_spaces() {
        assert_eq!(channel_name(ChannelKind::Text, "  My New\tRoom ").unwrap(), "my-new-room");
        assert_eq!(channel_name(ChannelKind::Category, " My Rooms ").unwrap(), "My Rooms");
        assert!(channel_name(ChannelKind::Text, " \n ").is_err());
    }

    #[test]
    fn length_counts_characters_and_says_what_is_allowed() {
        assert!(length("name", &"ö".repeat(100), 1, 100).is_ok());
        let Err(Refusal::Invalid(faults)) = length("name", &"ö".repeat(101), 1, 100) else { panic!("accepted") };
        assert_eq!((faults[0].field.as_str(), faults[0].code), ("name", "BASE_TYPE_BAD_LENGTH"));
    }

    #[test]
    fn negative_position_is_refused() {
        assert!(position(0).is_ok());
        assert!(position(-1).is_err());
        assert!(position(i32::MAX).is_err());
    }
}
