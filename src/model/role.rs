//! Roles of a guild.

use super::id::RoleId;
use super::permissions::Permissions;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    pub permissions: Permissions,
    pub position: i32,
    pub color: u32,
    pub hoist: bool,
    pub mentionable: bool,
    /// Made for a bot when it joined; not to be assigned or deleted by hand.
    pub managed_by: Option<super::UserId>,
}
