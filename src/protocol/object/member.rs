//! Discord docs, Guild Member object.

use super::{NULL, UserJson, entries, object};
use crate::model::Member;
use crate::protocol::scalar::Ids;
use crate::protocol::timestamp;
use serde::ser::SerializeMap;

/// A member with its user.
pub struct MemberJson<'a>(pub &'a Member);

/// A member as messages carry it: the user stands beside it.
pub struct PartialMemberJson<'a>(pub &'a Member);

object!(MemberJson<'_>, |object, member: &Self| member_entries(object, member.0));
object!(PartialMemberJson<'_>, |object, member: &Self| partial_entries(object, member.0));

pub(in crate::protocol) fn member_entries<M: SerializeMap>(object: &mut M, member: &Member) -> Result<(), M::Error> {
    entries!(object; "user": UserJson(&member.user));
    partial_entries(object, member)
}

fn partial_entries<M: SerializeMap>(object: &mut M, member: &Member) -> Result<(), M::Error> {
    entries!(object;
        "nick": member.nick,
        "avatar": NULL,
        "banner": NULL,
        "roles": Ids(&member.roles),
        "joined_at": timestamp(member.joined_at),
        "premium_since": NULL,
        "deaf": false,
        "mute": false,
        "flags": 0,
        "pending": false,
        "communication_disabled_until": member.timed_out_until.map(timestamp),
    );
    Ok(())
}
