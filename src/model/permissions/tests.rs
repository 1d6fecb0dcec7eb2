//! The algorithm against a naive model of the rules, written bit by bit, and single promises.

use super::*;
use crate::model::{ChannelId, ChannelKind, GuildId, GuildInfo, Overwrite, Role, Timestamp, User, UserName};
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

const GUILD: GuildId = GuildId::from_raw(1);
const OWNER: UserId = UserId::from_raw(9);
const USER: UserId = UserId::from_raw(10);
const OTHER: UserId = UserId::from_raw(11);
/// Bits that mean something to the algorithm, and some that do not.
const BITS: [u32; 11] = [3, 10, 11, 12, 13, 14, 15, 17, 28, 40, 63];

/// What one overwrite says of one bit.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    Nothing,
    Deny,
    Allow,
}

/// May the user do what this bit stands for? Straight from the documented rules: the most special word counts.
fn naive_bit(guild: &Guild, user: UserId, roles: &[RoleId], channel: &Channel, bit: u32) -> bool {
    let has = |permissions: Permissions| permissions.raw() >> bit & 1 == 1;
    let mut held: Vec<RoleId> = roles.to_vec();
    held.push(RoleId::from_raw(GUILD.raw()));
    let mut may = held.iter().any(|id| guild.roles.get(id).is_some_and(|role| has(role.permissions)));

    let word = |target: OverwriteTarget| {
        let spoken = channel.overwrites.iter().filter(|overwrite| overwrite.target == target);
        spoken.fold(Word::Nothing, |_, overwrite| match (has(overwrite.allow), has(overwrite.deny)) {
            (true, _) => Word::Allow,
            (false, true) => Word::Deny,
            (false, false) => Word::Nothing,
        })
    };
    let of_roles: Vec<Word> = roles.iter().map(|id| word(OverwriteTarget::Role(*id))).collect();
    let of_all_roles = if of_roles.contains(&Word::Allow) {
        Word::Allow
    } else if of_roles.contains(&Word::Deny) {
        Word::Deny
    } else {
        Word::Nothing
    };
    for said in [word(OverwriteTarget::Role(RoleId::from_raw(GUILD.raw()))), of_all_roles, word(OverwriteTarget::Member(user))] {
        match said {
            Word::Allow => may = true,
            Word::Deny => may = false,
            Word::Nothing => {}
        }
    }
    may
}

fn naive(guild: &Guild, user: UserId, roles: &[RoleId], channel: &Channel) -> u64 {
    let administers = roles
        .iter()
        .chain([&RoleId::from_raw(GUILD.raw())])
        .filter_map(|id| guild.roles.get(id))
        .any(|role| role.permissions.raw() >> 3 & 1 == 1);
    if user == guild.info.owner_id || administers {
        return Permissions::ALL.raw();
    }
    let may = |bit| naive_bit(guild, user, roles, channel, bit);
    let mut result = 0;
    for bit in 0..64 {
        let worth_nothing_without_sending = [12, 14, 15, 17].contains(&bit);
        if may(bit) && may(10) && (may(11) || !worth_nothing_without_sending) {
            result |= 1 << bit;
        }
    }
    result
}

fn role(id: RoleId, permissions: Permissions) -> Role {
    Role { id, name: String::new(), permissions, position: 1, color: 0, hoist: false, mentionable: false, managed_by: None }
}

fn guild(roles: &[(RoleId, Permissions)]) -> Guild {
    let info = GuildInfo {
        id: GUILD,
        name: String::new(),
        owner_id: OWNER,
        description: None,
        system_channel_id: None,
        created_at: Timestamp::from_unix_us(0),
    };
    Guild {
        info,
        roles: roles.iter().map(|(id, permissions)| (*id, Arc::new(role(*id, *permissions)))).collect(),
        channels: std::collections::BTreeMap::new(),
        members: std::collections::BTreeMap::new(),
        member_count: 0,
        last_messages: HashMap::new(),
        mentions: crate::model::MentionRing::default(),
    }
}

fn channel(overwrites: Vec<Overwrite>) -> Channel {
    Channel {
        id: ChannelId::from_raw(2),
        guild_id: GUILD,
        kind: ChannelKind::Text,
        name: String::new(),
        topic: None,
        position: 0,
        parent_id: None,
        nsfw: false,
        slowmode_s: 0,
        overwrites,
    }
}

fn member(id: UserId, roles: Vec<RoleId>) -> Member {
    let user = Arc::new(User { id, name: UserName::parse("somebody").unwrap(), global_name: None, bot: false });
    Member { user, nick: None, roles, joined_at: Timestamp::from_unix_us(0), timed_out_until: None }
}

fn permissions() -> impl Strategy<Value = Permissions> {
    proptest::sample::subsequence(&BITS[..], 0..BITS.len())
        .prop_map(|bits| Permissions::from_raw(bits.into_iter().fold(0, |all, bit| all | 1 << bit)))
}

/// Everyone's role and roles 21 to 24; 25 does not exist. Administrators are rare, so that the rest is tried.
fn guilds() -> impl Strategy<Value = Guild> {
    (proptest::collection::vec(permissions(), 5), 0..10u8).prop_map(|(sets, chance)| {
        let ids = [GUILD.everyone()].into_iter().chain((21..=24).map(RoleId::from_raw));
        let tame = |set: Permissions| if chance == 0 { set } else { set & !Permissions::ADMINISTRATOR };
        guild(&ids.zip(sets.into_iter().map(tame)).collect::<Vec<_>>())
    })
}

fn targets() -> impl Strategy<Value = Vec<OverwriteTarget>> {
    let roles = [1, 21, 22, 23, 24, 25].map(|id| OverwriteTarget::Role(RoleId::from_raw(id)));
    let all: Vec<_> = roles.into_iter().chain([USER, OTHER, OWNER].map(OverwriteTarget::Member)).collect();
    let count = all.len();
    proptest::sample::subsequence(all, 0..count).prop_shuffle()
}

fn channels() -> impl Strategy<Value = Channel> {
    (targets(), proptest::collection::vec((permissions(), permissions()), 9)).prop_map(|(targets, sets)| {
        let overwrite = |(target, (allow, deny))| Overwrite { target, allow, deny };
        channel(targets.into_iter().zip(sets).map(overwrite).collect())
    })
}

fn held_roles() -> impl Strategy<Value = Vec<RoleId>> {
    proptest::sample::subsequence((21..=25).map(RoleId::from_raw).collect::<Vec<_>>(), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn algorithm_equals_the_naive_model(guild in guilds(), channel in channels(), roles in held_roles(), owner in 0..10u8) {
        let user = if owner == 0 { OWNER } else { USER };
        let computed = channel_permissions(&guild, user, &roles, &channel);
        prop_assert_eq!(computed.raw(), naive(&guild, user, &roles, &channel));
    }

    #[test]
    fn order_of_overwrites_means_nothing(guild in guilds(), channel in channels(), roles in held_roles()) {
        let mut reversed = channel.clone();
        reversed.overwrites.reverse();
        prop_assert_eq!(channel_permissions(&guild, USER, &roles, &channel), channel_permissions(&guild, USER, &roles, &reversed));
    }

    #[test]
    fn without_overwrites_a_viewer_who_may_send_has_what_the_roles_give(guild in guilds(), roles in held_roles()) {
        let base = guild_permissions(&guild, &member(USER, roles.clone()));
        let in_channel = channel_permissions(&guild, USER, &roles, &channel(vec![]));
        prop_assert!(base.contains(in_channel));
        if base.contains(Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES) {
            prop_assert_eq!(base, in_channel);
        }
    }
}

#[test]
fn member_overwrite_stands_above_that_of_a_role_and_that_above_everyone() {
    let role = RoleId::from_raw(21);
    let guild = guild(&[(GUILD.everyone(), Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES), (role, Permissions::NONE)]);
    let send = |target, allows: bool| {
        let (allow, deny) =
            if allows { (Permissions::SEND_MESSAGES, Permissions::NONE) } else { (Permissions::NONE, Permissions::SEND_MESSAGES) };
        Overwrite { target, allow, deny }
    };
    let everyone = OverwriteTarget::Role(GUILD.everyone());
    let (of_role, own) = (OverwriteTarget::Role(role), OverwriteTarget::Member(USER));
    let may = |overwrites| channel_permissions(&guild, USER, &[role], &channel(overwrites)).contains(Permissions::SEND_MESSAGES);
    assert!(!may(vec![send(everyone, false)]));
    assert!(may(vec![send(of_role, true), send(everyone, false)]));
    assert!(!may(vec![send(own, false), send(of_role, true), send(everyone, false)]));
    assert!(may(vec![send(own, true), send(of_role, false)]));
}

#[test]
fn owner_and_administrator_are_bound_by_no_overwrite() {
    let admins = RoleId::from_raw(21);
    let guild = guild(&[(GUILD.everyone(), Permissions::NONE), (admins, Permissions::ADMINISTRATOR)]);
    let own = |user| Overwrite { target: OverwriteTarget::Member(user), allow: Permissions::NONE, deny: Permissions::ALL };
    let channel = channel(vec![own(OWNER), own(USER)]);
    assert_eq!(channel_permissions(&guild, OWNER, &[], &channel), Permissions::ALL);
    assert_eq!(channel_permissions(&guild, USER, &[admins], &channel), Permissions::ALL);
    assert_eq!(guild_permissions(&guild, &member(OWNER, vec![])), Permissions::ALL);
    assert_eq!(channel_permissions(&guild, OTHER, &[], &channel), Permissions::NONE);
}
