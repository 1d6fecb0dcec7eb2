//! Members: list, search, change.

use super::cast;
use crate::support::world::{CHANGE_NICKNAME, MANAGE_NICKNAMES, SEND_MESSAGES, VIEW_CHANNEL};
use crate::support::{Account, World, id};
use serde_json::{Value, json};

fn path(world: &World, user: &str) -> String {
    format!("/guilds/{}/members/{user}", world.guild)
}

fn user_ids(members: &Value) -> Vec<u64> {
    members.as_array().unwrap().iter().map(|member| id(&member["user"]).parse().unwrap()).collect()
}

async fn list(world: &World, query: &str) -> Vec<u64> {
    user_ids(&world.owner.get(&format!("/guilds/{}/members{query}", world.guild)).await.ok())
}

#[tokio::test]
async fn members_are_paged_by_user_id_and_one_comes_where_nothing_is_said() {
    let (world, one, two) = cast::guild_and_two().await;
    let mut all: Vec<u64> = [&world.owner, &one, &two].iter().map(|account| account.id.parse().unwrap()).collect();
    all.sort_unstable();
    assert_eq!(list(&world, "").await, all[..1]);
    assert_eq!(list(&world, "?limit=1000").await, all);
    assert_eq!(list(&world, "?limit=2&after=0").await, all[..2]);
    assert_eq!(list(&world, &format!("?limit=2&after={}", all[1])).await, all[2..]);
    assert!(list(&world, &format!("?limit=2&after={}", all[2])).await.is_empty());
    for bad in ["0", "1001", "-1", "x", ""] {
        world.owner.get(&format!("/guilds/{}/members?limit={bad}", world.guild)).await.bad_field("limit");
    }
    world.owner.get(&format!("/guilds/{}/members?after=x", world.guild)).await.bad_field("after");
}

#[tokio::test]
async fn member_is_found_by_id_and_who_is_none_is_10007() {
    let (world, member) = cast::guild_and_member().await;
    let found = world.owner.get(&path(&world, &member.id)).await.ok();
    assert_eq!((found["user"]["id"].as_str(), &found["nick"], &found["roles"]), (Some(&*member.id), &json!(null), &json!([])));
    assert_eq!(member.get(&format!("/users/@me/guilds/{}/member", world.guild)).await.ok()["user"]["id"], *member.id);
    world.owner.get(&path(&world, &cast::stranger().await.id)).await.refused(404, 10_007);
    world.owner.get(&path(&world, cast::NOTHING)).await.refused(404, 10_007);
    cast::stranger().await.get(&path(&world, &member.id)).await.refused(403, 50_001);
}

#[tokio::test]
async fn search_finds_names_and_nicks_by_their_beginning_in_any_case() {
    let (world, member) = cast::guild_and_member().await;
    world.owner.patch(&path(&world, &member.id), json!({"nick": "Zebra crossing"})).await.ok();
    let search = |query: String| {
        let world = &world;
        async move { user_ids(&world.owner.get(&format!("/guilds/{}/members/search?limit=10&query={query}", world.guild)).await.ok()) }
    };
    let wanted = [member.id.parse::<u64>().unwrap()];
    assert_eq!(search("zEbRa".to_owned()).await, wanted);
    assert_eq!(search(member.username.to_uppercase()).await.len(), 1);
    assert_eq!(search("Zebra%20cross".to_owned()).await, wanted);
    assert!(search("crossing".to_owned()).await.is_empty());
    world.owner.get(&format!("/guilds/{}/members/search?limit=10", world.guild)).await.bad_field("query");
}

#[tokio::test]
async fn own_nick_is_changed_and_taken_off() {
    let (world, member) = cast::guild_and_member().await;
    let own = path(&world, "@me");
    assert_eq!(member.patch(&own, json!({"nick": "Me"})).await.ok()["nick"], "Me");
    assert_eq!(world.owner.get(&path(&world, &member.id)).await.ok()["nick"], "Me");
    assert_eq!(member.patch(&own, json!({"nick": null})).await.ok()["nick"], json!(null));
    member.patch(&own, json!({"nick": "x".repeat(33)})).await.bad_field("nick");
    member.patch(&own, json!({"nick": 5})).await.bad_field("nick");
    assert_eq!(member.patch(&own, json!({"nick": "ñ".repeat(32)})).await.status, 200);
}

#[tokio::test]
async fn nicks_need_their_permissions() {
    let (world, one, two) = cast::guild_and_two().await;
    one.patch(&path(&world, &two.id), json!({"nick": "You"})).await.refused(403, 50_013);
    let everyone = world.owner.get(&format!("/guilds/{}/roles/{}", world.guild, world.guild)).await.ok();
    let without = everyone["permissions"].as_str().unwrap().parse::<u64>().unwrap() & !CHANGE_NICKNAME;
    world.owner.patch(&format!("/guilds/{0}/roles/{0}", world.guild), json!({"permissions": without.to_string()})).await.ok();
    one.patch(&path(&world, "@me"), json!({"nick": "Me"})).await.refused(403, 50_013);
    let role = world.role(json!({"name": "namer", "permissions": MANAGE_NICKNAMES.to_string()})).await;
    world.give_role(&one, &role).await;
    one.patch(&path(&world, &two.id), json!({"nick": "You"})).await.ok();
    one.patch(&path(&world, &world.owner.id), json!({"nick": "Boss"})).await.refused(403, 50_013);
}

fn in_an_hour() -> String {
    let at = time::OffsetDateTime::now_utc() + time::Duration::hours(1);
    at.format(&time::format_description::well_known::Rfc3339).unwrap()
}

async fn speaks(who: &Account, world: &World) -> bool {
    who.try_say(&world.general, "may I?").await.status == 200
}

#[tokio::test]
async fn member_in_time_out_reads_and_does_not_write() {
    let (world, member) = cast::guild_and_member().await;
    let at = path(&world, &member.id);
    let shown = world.owner.patch(&at, json!({"communication_disabled_until": in_an_hour()})).await.ok();
    assert!(shown["communication_disabled_until"].is_string());
    member.try_say(&world.general, "quiet").await.refused(403, 50_013);
    member.get(&format!("/channels/{}/messages", world.general)).await.ok();
    world.owner.patch(&at, json!({"communication_disabled_until": null})).await.ok();
    assert!(speaks(&member, &world).await);
    for bad in [json!("soon"), json!(5), json!("2999-01-01T00:00:00+00:00")] {
        world.owner.patch(&at, json!({"communication_disabled_until": bad})).await.bad_field("communication_disabled_until");
    }
    member.patch(&path(&world, &world.owner.id), json!({"communication_disabled_until": in_an_hour()})).await.refused(403, 50_013);
}

#[tokio::test]
async fn roles_are_set_as_a_list() {
    let (world, member) = cast::guild_and_member().await;
    let (one, two) = (world.role(json!({"name": "one"})).await, world.role(json!({"name": "two"})).await);
    let at = path(&world, &member.id);
    let number: u64 = two.parse().unwrap();
    let set = world.owner.patch(&at, json!({"roles": [one, number]})).await.ok();
    let mut roles: Vec<&str> = set["roles"].as_array().unwrap().iter().map(|role| role.as_str().unwrap()).collect();
    roles.sort_unstable();
    assert_eq!(roles, [&*one, &*two]);
    assert_eq!(world.owner.patch(&at, json!({"roles": []})).await.ok()["roles"], json!([]));
    world.owner.patch(&at, json!({"roles": [cast::NOTHING]})).await.refused(404, 10_011);
    world.owner.patch(&at, json!({"roles": "all"})).await.bad_field("roles");
    member.patch(&at, json!({"roles": [one]})).await.refused(403, 50_013);
    world.owner.patch(&path(&world, cast::NOTHING), json!({"nick": "x"})).await.refused(404, 10_007);
}

#[tokio::test]
async fn own_member_carries_what_a_bot_was_given() {
    let world = cast::guild().await;
    let bot = world.bot(VIEW_CHANNEL | SEND_MESSAGES).await;
    let member = bot.get(&format!("/users/@me/guilds/{}/member", world.guild)).await.ok();
    assert_eq!((member["user"]["id"].as_str(), member["roles"].as_array().unwrap().len()), (Some(&*bot.id), 1));
}
