//! Ids and permissions: numbers that are strings on the wire.

use crate::model::{ApplicationId, ChannelId, GuildId, MessageId, Permissions, RoleId, UserId};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A number as a decimal string.
#[derive(Clone, Copy)]
pub(super) struct Decimal(pub(super) u64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(itoa::Buffer::new().format(self.0))
    }
}

macro_rules! from_id {
    ($($id:ident)*) => {
        $(impl From<$id> for Decimal {
            fn from(id: $id) -> Self {
                Self(id.raw())
            }
        })*
    };
}

from_id!(ApplicationId ChannelId GuildId MessageId RoleId UserId Permissions);

/// An id, as a string.
pub(super) fn id(id: impl Into<Decimal>) -> Decimal {
    id.into()
}

/// An id, or null.
pub(super) fn optional_id(id: Option<impl Into<Decimal>>) -> Option<Decimal> {
    id.map(Into::into)
}

/// Ids, as an array of strings.
pub(super) struct Ids<'a, T>(pub(super) &'a [T]);

impl<T: Copy + Into<Decimal>> Serialize for Ids<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|id| (*id).into()))
    }
}

/// A snowflake as clients send it: an integer or a string (discord.py sends integers).
#[derive(Clone, Copy)]
pub(super) struct Snowflake(pub(super) u64);

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Snowflake;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a snowflake")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Snowflake, E> {
                Ok(Snowflake(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Snowflake, E> {
                text.parse().map(Snowflake).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Digits)
    }
}
