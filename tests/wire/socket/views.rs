//! What one may VIEW, while it changes.

use crate::support::world::VIEW_CHANNEL;
use crate::support::{Account, Gateway, World, id};
use serde_json::{Value, json};

/// A member with a session, and a channel that it may not view.
async fn hidden() -> (World, Account, Gateway, String) {
    let world = World::new().await;
    let hidden = world.hidden_channel().await;
    let member = world.member().await;
    let gateway = member.gateway().await;
    (world, member, gateway, hidden)
}

/// Where in what was heard the first event stands that fits.
fn place(gateway: &Gateway, name: &str, fits: impl Fn(&Value) -> bool) -> usize {
    gateway.events.iter().position(|event| event.name == name && fits(&event.d)).unwrap_or_else(|| panic!("no {name}"))
}

/// After the channel was opened to the session: it is told of it before its first message, and all of it from then on.
async fn sees(world: &World, gateway: &mut Gateway, channel: &str) {
    let said = world.owner.say(channel, "can you see me").await;
    gateway.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    let create = place(gateway, "CHANNEL_CREATE", |d| d["id"] == channel);
    assert!(create < place(gateway, "MESSAGE_CREATE", |d| d["id"] == said["id"]), "CHANNEL_CREATE comes before the channel's messages");
    assert_eq!(gateway.count("CHANNEL_CREATE", |d| d["id"] == channel), 1, "once");
}

/// After the channel was closed to the session: it is told so, and of nothing in it from then on.
async fn is_blind(world: &World, gateway: &mut Gateway, channel: &str) {
    gateway.expect("CHANNEL_DELETE", |d| d["id"] == channel).await;
    gateway.forget();
    world.owner.say(channel, "you cannot see me").await;
    world.owner.bare(hyper::Method::POST, &format!("/channels/{channel}/typing")).await.done();
    world.owner.patch(&format!("/channels/{channel}"), json!({"topic": "a secret topic"})).await.ok();
    world.fence(gateway).await;
    gateway.never_heard_of(channel);
}

#[tokio::test]
async fn hidden_channel_is_not_heard_of() {
    let (world, _, mut gateway, hidden) = hidden().await;
    world.owner.say(&hidden, "psst").await;
    world.owner.patch(&format!("/channels/{hidden}"), json!({"topic": "psst"})).await.ok();
    let second = world.hidden_channel().await;
    world.owner.delete(&format!("/channels/{second}")).await.ok();
    world.fence(&mut gateway).await;
    gateway.never_heard_of(&hidden);
    gateway.never_heard_of(&second);
}

#[tokio::test]
async fn overwrite_of_a_member_opens_and_closes_a_channel() {
    let (world, member, mut gateway, hidden) = hidden().await;
    let mut bystander = world.member().await.gateway().await;
    world.overwrite(&hidden, (&member.id, 1), VIEW_CHANNEL, 0).await;
    sees(&world, &mut gateway, &hidden).await;
    world.owner.delete(&format!("/channels/{hidden}/permissions/{}", member.id)).await.done();
    is_blind(&world, &mut gateway, &hidden).await;
    world.fence(&mut bystander).await;
    bystander.never_heard_of(&hidden);
}

#[tokio::test]
async fn overwrite_of_everyone_opens_and_closes_a_channel() {
    let (world, _, mut gateway, hidden) = hidden().await;
    world.overwrite(&hidden, (&world.guild, 0), VIEW_CHANNEL, 0).await;
    sees(&world, &mut gateway, &hidden).await;
    world.overwrite(&hidden, (&world.guild, 0), 0, VIEW_CHANNEL).await;
    is_blind(&world, &mut gateway, &hidden).await;
}

#[tokio::test]
async fn role_given_and_taken_opens_and_closes_a_channel() {
    let (world, member, mut gateway, hidden) = hidden().await;
    let role = world.role(json!({"name": "sees it"})).await;
    world.overwrite(&hidden, (&role, 0), VIEW_CHANNEL, 0).await;
    world.fence(&mut gateway).await;
    gateway.never_heard_of(&hidden);
    world.give_role(&member, &role).await;
    sees(&world, &mut gateway, &hidden).await;
    world.take_role(&member, &role).await;
    is_blind(&world, &mut gateway, &hidden).await;
}

#[tokio::test]
async fn change_of_a_roles_permissions_opens_and_closes_all_its_channels() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = member.gateway().await;
    let path = format!("/guilds/{}/roles/{}", world.guild, world.guild);
    let everyone = world.owner.get(&format!("/guilds/{}/roles", world.guild)).await.ok();
    let permissions: u64 = everyone[0]["permissions"].as_str().unwrap().parse().unwrap();
    world.owner.patch(&path, json!({"permissions": (permissions & !VIEW_CHANNEL).to_string()})).await.ok();
    gateway.expect("CHANNEL_DELETE", |d| d["id"] == world.general.as_str()).await;
    gateway.expect("CHANNEL_DELETE", |d| d["id"] == world.category.as_str()).await;
    gateway.forget();
    world.owner.say(&world.general, "alone").await;
    world.owner.patch(&path, json!({"permissions": permissions.to_string()})).await.ok();
    gateway.expect("CHANNEL_CREATE", |d| d["id"] == world.category.as_str()).await;
    sees(&world, &mut gateway, &world.general).await;
    assert_eq!(gateway.count("MESSAGE_CREATE", |d| d["content"] == "alone"), 0);
}

#[tokio::test]
async fn role_that_is_deleted_closes_what_it_opened() {
    let (world, member, mut gateway, hidden) = hidden().await;
    let role = world.role(json!({"name": "soon gone"})).await;
    world.overwrite(&hidden, (&role, 0), VIEW_CHANNEL, 0).await;
    world.give_role(&member, &role).await;
    sees(&world, &mut gateway, &hidden).await;
    world.owner.delete(&format!("/guilds/{}/roles/{role}", world.guild)).await.done();
    is_blind(&world, &mut gateway, &hidden).await;
}

#[tokio::test]
async fn loss_of_a_channel_tells_nothing_of_what_changed_with_it() {
    let world = World::new().await;
    let member = world.member().await;
    let mut gateway = member.gateway().await;
    let deny = json!({"id": member.id, "type": 1, "allow": "0", "deny": VIEW_CHANNEL.to_string()});
    let order = json!({"topic": "for the others", "permission_overwrites": [deny]});
    let side = id(&world.channel(json!({"name": "side"})).await);
    gateway.expect("CHANNEL_CREATE", |d| d["id"] == side.as_str()).await;
    world.owner.patch(&format!("/channels/{side}"), order).await.ok();
    gateway.expect("CHANNEL_DELETE", |d| d["id"] == side.as_str()).await;
    assert_eq!(gateway.count("CHANNEL_UPDATE", |d| d["id"] == side.as_str()), 0);
}

#[tokio::test]
async fn every_session_of_a_user_is_told_of_its_views() {
    let (world, member, mut first, hidden) = hidden().await;
    let mut second = member.gateway().await;
    world.overwrite(&hidden, (&member.id, 1), VIEW_CHANNEL, 0).await;
    sees(&world, &mut first, &hidden).await;
    sees(&world, &mut second, &hidden).await;
    let mut third = member.gateway().await;
    world.overwrite(&hidden, (&member.id, 1), 0, VIEW_CHANNEL).await;
    is_blind(&world, &mut first, &hidden).await;
    is_blind(&world, &mut second, &hidden).await;
    is_blind(&world, &mut third, &hidden).await;
}

#[tokio::test]
async fn view_that_changed_while_the_socket_was_cut_is_told_by_resume() {
    let (world, member, gateway, hidden) = hidden().await;
    let cut = gateway.cut();
    world.overwrite(&hidden, (&member.id, 1), VIEW_CHANNEL, 0).await;
    let seen = world.owner.say(&hidden, "between").await;
    world.overwrite(&hidden, (&member.id, 1), 0, VIEW_CHANNEL).await;
    world.owner.say(&hidden, "afterwards").await;
    let gateway = cut.resume().await;
    let order = ["CHANNEL_CREATE", "MESSAGE_CREATE", "CHANNEL_DELETE"]
        .map(|name| place(&gateway, name, |d| d["id"] == hidden.as_str() || d["id"] == seen["id"]));
    assert!(order.is_sorted(), "{order:?}");
    gateway.never_heard_of("afterwards");
}

#[tokio::test]
async fn owner_keeps_all_channels_in_view() {
    let world = World::new().await;
    let mut gateway = world.owner.gateway().await;
    let hidden = world.hidden_channel().await;
    let created = gateway.expect("CHANNEL_CREATE", |d| d["id"] == hidden.as_str()).await;
    assert_eq!(created["guild_id"], world.guild.as_str());
    world.overwrite(&hidden, (&world.owner.id, 1), 0, VIEW_CHANNEL).await;
    let said = world.owner.say(&hidden, "mine").await;
    gateway.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    assert_eq!(gateway.count("CHANNEL_DELETE", |_| true), 0);
}
