//! Members of a guild.

use super::id::RoleId;
use super::snowflake::Timestamp;
use super::user::User;
use std::sync::Arc;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    pub user: Arc<User>,
    pub nick: Option<String>,
    /// Sorted, without `@everyone`.
    pub roles: Vec<RoleId>,
    pub joined_at: Timestamp,
    pub timed_out_until: Option<Timestamp>,
}
