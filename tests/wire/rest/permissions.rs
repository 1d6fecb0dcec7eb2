//! Every write asks for its permission.

use super::cast;
use crate::support::world::{
    ADD_REACTIONS, ADMINISTRATOR, CREATE_INVITE, MANAGE_CHANNELS, MANAGE_GUILD, MANAGE_MESSAGES, MANAGE_ROLES, MENTION_EVERYONE,
    READ_HISTORY, SEND_MESSAGES, VIEW_CHANNEL,
};
use crate::support::{Account, World, id};
use hyper::Method;
use serde_json::{Value, json};

/// Writes in a guild: what permission each needs, and what is asked.
fn writes(world: &World, message: &str, code: &str, other: &str) -> Vec<(u64, Method, String, Value)> {
    let (guild, general) = (&world.guild, &world.general);
    let channel = format!("/channels/{general}");
    vec![
        (MANAGE_GUILD, Method::PATCH, format!("/guilds/{guild}"), json!({"name": "Mine"})),
        (MANAGE_CHANNELS, Method::POST, format!("/guilds/{guild}/channels"), json!({"name": "mine"})),
        (MANAGE_CHANNELS, Method::PATCH, format!("/guilds/{guild}/channels"), json!([{"id": general, "position": 5}])),
        (MANAGE_CHANNELS, Method::PATCH, channel.clone(), json!({"name": "mine"})),
        (
            MANAGE_ROLES,
            Method::PUT,
            format!("{channel}/permissions/{other}"),
            json!({"type": 1, "allow": "0", "deny": VIEW_CHANNEL.to_string()}),
        ),
        (MANAGE_ROLES, Method::DELETE, format!("{channel}/permissions/{other}"), Value::Null),
        (CREATE_INVITE, Method::POST, format!("{channel}/invites"), json!({"unique": true})),
        (MANAGE_CHANNELS, Method::DELETE, format!("/invites/{code}"), Value::Null),
        (SEND_MESSAGES, Method::POST, format!("{channel}/messages"), json!({"content": "mine"})),
        (SEND_MESSAGES, Method::POST, format!("{channel}/typing"), Value::Null),
        (ADD_REACTIONS | READ_HISTORY, Method::PUT, format!("{channel}/messages/{message}/reactions/%E2%9C%85/@me"), Value::Null),
        (MANAGE_MESSAGES, Method::DELETE, format!("{channel}/messages/{message}/reactions/%E2%9C%85/{other}"), Value::Null),
        (MANAGE_MESSAGES, Method::DELETE, format!("{channel}/messages/{message}/reactions/%E2%9C%85"), Value::Null),
        (MANAGE_MESSAGES, Method::DELETE, format!("{channel}/messages/{message}/reactions"), Value::Null),
        (
            MANAGE_MESSAGES,
            Method::POST,
            format!("{channel}/messages/bulk-delete"),
            json!({"messages": [message, message.parse::<u64>().unwrap() + 1]}),
        ),
        (MANAGE_CHANNELS, Method::DELETE, channel, Value::Null),
    ]
}

fn body(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}

async fn set_everyone(world: &World, permissions: u64) {
    world.owner.patch(&format!("/guilds/{0}/roles/{0}", world.guild), json!({"permissions": permissions.to_string()})).await.ok();
}

/// What those who may view a guild's channel must not do without more, each write asked by a member who has all other permissions.
#[tokio::test]
async fn write_without_its_permission_is_50013_and_with_it_succeeds() {
    let (world, member, other) = cast::guild_and_two().await;
    let message = id(&world.owner.say(&world.general, "a message").await);
    world.owner.bare(Method::PUT, &format!("/channels/{}/messages/{message}/reactions/%E2%9C%85/@me", world.general)).await.done();
    let code = crate::support::text(
        &world.owner.post(&format!("/channels/{}/invites", world.general), json!({"unique": true})).await.ok(),
        "code",
    );
    let role = world.role(json!({"name": "varying"})).await;
    world.give_role(&member, &role).await;
    let role_path = format!("/guilds/{}/roles/{role}", world.guild);
    set_everyone(&world, 0).await;
    for (needed, method, path, order) in writes(&world, &message, &code, &other.id) {
        let all = ((1_u64 << 49) - 1) & !ADMINISTRATOR;
        world.owner.patch(&role_path, json!({"permissions": ((all & !needed & !MANAGE_GUILD) | VIEW_CHANNEL).to_string()})).await.ok();
        member.call(method.clone(), &path, body(order.clone())).await.refused(403, 50_013);
        // An overwrite of a permission needs that permission too.
        let enough = needed | VIEW_CHANNEL | READ_HISTORY;
        world.owner.patch(&role_path, json!({"permissions": enough.to_string()})).await.ok();
        let answer = member.call(method.clone(), &path, body(order)).await;
        assert!(answer.status < 300, "{method} {path} with {needed}: {answer}");
    }
}

#[tokio::test]
async fn history_needs_its_permission() {
    let (world, member) = cast::guild_and_member().await;
    let message = id(&world.owner.say(&world.general, "old").await);
    set_everyone(&world, VIEW_CHANNEL | SEND_MESSAGES).await;
    // Discord answers an empty page; a single message is refused.
    let page = member.get(&format!("/channels/{}/messages", world.general)).await;
    assert!(page.status == 403 || page.ok() == json!([]), "{page}");
    member.get(&format!("/channels/{}/messages/{message}", world.general)).await.refused(403, 50_013);
    let reply = json!({"content": "re", "message_reference": {"message_id": message}});
    member.post(&format!("/channels/{}/messages", world.general), reply).await.refused(403, 50_013);
}

#[tokio::test]
async fn administrator_may_everything_but_the_owners_own() {
    let (world, member, other) = cast::guild_and_two().await;
    let role = world.role(json!({"name": "admin", "permissions": ADMINISTRATOR.to_string()})).await;
    world.give_role(&member, &role).await;
    let hidden = world.hidden_channel().await;
    member.say(&hidden, "I see it").await;
    member.patch(&format!("/guilds/{}", world.guild), json!({"name": "Ours"})).await.ok();
    member.delete(&format!("/guilds/{}/members/{}", world.guild, other.id)).await.done();
    member.delete(&format!("/guilds/{}", world.guild)).await.refused(403, 50_013);
    member.delete(&format!("/guilds/{}/members/{}", world.guild, world.owner.id)).await.refused(403, 50_013);
}

#[tokio::test]
async fn overwrite_of_a_member_beats_roles_and_everyone() {
    let (world, member) = cast::guild_and_member().await;
    let role = world.role(json!({"name": "muted"})).await;
    world.give_role(&member, &role).await;
    let speaks = |who: Account| {
        let general = world.general.clone();
        async move { who.try_say(&general, "may I?").await.status == 200 }
    };
    world.overwrite(&world.general, (&world.guild, 0), 0, SEND_MESSAGES).await;
    assert!(!speaks(member.clone()).await);
    assert!(speaks(world.owner.clone()).await);
    world.overwrite(&world.general, (&role, 0), SEND_MESSAGES, 0).await;
    assert!(speaks(member.clone()).await);
    world.overwrite(&world.general, (&member.id, 1), 0, SEND_MESSAGES).await;
    assert!(!speaks(member.clone()).await);
    world.owner.delete(&format!("/channels/{}/permissions/{}", world.general, member.id)).await.done();
    assert!(speaks(member).await);
}

#[tokio::test]
async fn everyone_is_mentioned_only_with_the_permission() {
    let (world, member) = cast::guild_and_member().await;
    assert_eq!(world.owner.say(&world.general, "@everyone look").await["mention_everyone"], true);
    set_everyone(&world, VIEW_CHANNEL | SEND_MESSAGES).await;
    assert_eq!(member.say(&world.general, "@everyone look").await["mention_everyone"], false);
    set_everyone(&world, VIEW_CHANNEL | SEND_MESSAGES | MENTION_EVERYONE).await;
    assert_eq!(member.say(&world.general, "@everyone look").await["mention_everyone"], true);
}
