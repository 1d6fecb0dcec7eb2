//! The client wire: Discord's API v10. JSON stops here.

mod frame;
mod json;
#[cfg(test)]
mod mention_vectors;
mod token;

pub mod event;
pub mod form;
pub mod gateway;
pub mod request;

pub use json::{
    ApplicationJson, BanJson, ChannelJson, DmJson, GuildJson, IdText, InviteJson, MemberJson, MessageJson, OwnUserJson, RoleJson, UserJson,
};
pub use token::Token;

use crate::model::Timestamp;

/// As Discord writes times: always 32 bytes, `2026-11-22T06:00:00.123456+00:00`.
pub fn timestamp(at: Timestamp) -> String {
    let nanoseconds = i128::from(at.unix_us()) * 1_000;
    let at = time::OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second, microsecond) = (at.hour(), at.minute(), at.second(), at.microsecond());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{microsecond:06}+00:00")
}
