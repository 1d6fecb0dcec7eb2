//! Discord docs, Presence Update event fields.

use super::{entries, object};
use crate::model::{Presence, Status, UserId};
use crate::protocol::raw::RawArray;
use crate::protocol::scalar::id;
use serde::ser::SerializeMap;

pub struct PresenceJson<'a> {
    pub user_id: UserId,
    pub presence: &'a Presence,
}

object!(PresenceJson<'_>, |object, json: &Self| presence_entries(object, json.user_id, json.presence));

/// A user of which only the id is told.
struct OnlyId(UserId);

object!(OnlyId, only_id);

fn only_id<M: SerializeMap>(object: &mut M, user: &OnlyId) -> Result<(), M::Error> {
    entries!(object; "id": id(user.0));
    Ok(())
}

/// On which devices: one for all, since sessions do not say.
struct ClientStatus(Status);

object!(ClientStatus, client_status);

fn client_status<M: SerializeMap>(object: &mut M, client: &ClientStatus) -> Result<(), M::Error> {
    if client.0 != Status::Offline {
        entries!(object; "web": status(client.0));
    }
    Ok(())
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Offline => "offline",
        Status::Idle => "idle",
        Status::DoNotDisturb => "dnd",
        Status::Online => "online",
    }
}

pub(in crate::protocol) fn presence_entries<M: SerializeMap>(object: &mut M, user: UserId, presence: &Presence) -> Result<(), M::Error> {
    entries!(object;
        "user": OnlyId(user),
        "status": status(presence.status),
        "activities": RawArray(&presence.activities),
        "client_status": ClientStatus(presence.status),
    );
    Ok(())
}
