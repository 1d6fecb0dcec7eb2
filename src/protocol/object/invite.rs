//! Discord docs, Invite object.

use super::{EMPTY, NULL, UserJson, entries, object};
use crate::model::{Channel, GuildInfo, Invite, User};
use crate::protocol::scalar::id;
use crate::protocol::timestamp;
use serde::ser::SerializeMap;

/// Where an invite leads.
#[derive(Clone, Copy)]
pub struct InvitePlace<'a> {
    pub guild: &'a GuildInfo,
    pub channel: &'a Channel,
    /// Members and those of them who are not offline, where asked for.
    pub counts: Option<(usize, usize)>,
}

pub struct InviteJson<'a> {
    pub invite: &'a Invite,
    /// `None` where the user is gone.
    pub inviter: Option<&'a User>,
    pub place: InvitePlace<'a>,
    /// Uses, age and whether it is temporary: for those who manage it.
    pub metadata: bool,
}

object!(InviteJson<'_>, invite);

fn invite<M: SerializeMap>(object: &mut M, json: &InviteJson<'_>) -> Result<(), M::Error> {
    let place = &json.place;
    entries!(object;
        "type": 0,
        "code": json.invite.code.0,
        "expires_at": json.invite.expires_at().map(timestamp),
        "guild_id": id(json.invite.guild_id),
        "guild": PlaceGuild(place.guild),
        "channel": PlaceChannel(place.channel),
    );
    if let Some(inviter) = json.inviter {
        entries!(object; "inviter": UserJson(inviter));
    }
    if let Some((members, online)) = place.counts {
        entries!(object; "approximate_member_count": members, "approximate_presence_count": online);
    }
    if json.metadata {
        invite_entries(object, json.invite)?;
    }
    Ok(())
}

/// Discord docs, Invite Metadata object.
pub(in crate::protocol) fn invite_entries<M: SerializeMap>(object: &mut M, invite: &Invite) -> Result<(), M::Error> {
    entries!(object;
        "uses": invite.uses,
        "max_uses": invite.max_uses,
        "max_age": invite.max_age_s,
        "temporary": invite.temporary,
        "created_at": timestamp(invite.created_at),
    );
    Ok(())
}

struct PlaceGuild<'a>(&'a GuildInfo);

object!(PlaceGuild<'_>, place_guild);

fn place_guild<M: SerializeMap>(object: &mut M, PlaceGuild(info): &PlaceGuild<'_>) -> Result<(), M::Error> {
    entries!(object;
        "id": id(info.id),
        "name": info.name,
        "splash": NULL,
        "banner": NULL,
        "description": info.description,
        "icon": NULL,
        "features": EMPTY,
        "verification_level": 0,
        "vanity_url_code": NULL,
        "nsfw_level": 0,
        "nsfw": false,
        "premium_subscription_count": 0,
    );
    Ok(())
}

struct PlaceChannel<'a>(&'a Channel);

object!(PlaceChannel<'_>, place_channel);

fn place_channel<M: SerializeMap>(object: &mut M, PlaceChannel(channel): &PlaceChannel<'_>) -> Result<(), M::Error> {
    entries!(object; "id": id(channel.id), "type": 0, "name": channel.name);
    Ok(())
}
