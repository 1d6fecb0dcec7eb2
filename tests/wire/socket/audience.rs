//! Events for those who manage: invites, by the rights in their channel; bans, by the right to ban.

use crate::support::world::{BAN_MEMBERS, MANAGE_CHANNELS};
use crate::support::{Account, Gateway, World, text};
use hyper::Method;
use serde_json::{Value, json};

/// A person with a role that grants this, and the session of one without it.
struct Cast {
    world: World,
    keeper: Account,
    role: String,
    managing: Gateway,
    plain: Gateway,
}

async fn cast(permissions: u64) -> Cast {
    let world = World::new().await;
    let (keeper, member) = (world.member().await, world.member().await);
    let role = world.role(json!({"name": "managers", "permissions": permissions.to_string()})).await;
    world.give_role(&keeper, &role).await;
    let (managing, plain) = (keeper.gateway().await, member.gateway().await);
    Cast { world, keeper, role, managing, plain }
}

impl Cast {
    async fn dismiss(&mut self) {
        self.world.take_role(&self.keeper, &self.role).await;
        let id = &self.keeper.id;
        self.managing.expect("GUILD_MEMBER_UPDATE", |d| d["user"]["id"] == id.as_str() && d["roles"] == json!([])).await;
    }

    /// How many of these events came to the one who manages, and to the other.
    async fn heard(&mut self, name: &str) -> (usize, usize) {
        self.world.fence(&mut self.managing).await;
        self.world.fence(&mut self.plain).await;
        (self.managing.count(name, |_| true), self.plain.count(name, |_| true))
    }

    async fn new_invite(&self) -> String {
        let path = format!("/channels/{}/invites", self.world.general);
        text(&self.world.owner.post(&path, json!({"unique": true})).await.ok(), "code")
    }

    async fn ban(&self, method: Method, who: &Account) {
        let path = format!("/guilds/{}/bans/{}", self.world.guild, who.id);
        self.world.owner.bare(method, &path).await.done();
    }
}

#[tokio::test]
async fn invites_are_told_to_those_who_manage_their_channel() {
    let mut cast = cast(MANAGE_CHANNELS).await;
    let code = cast.new_invite().await;
    let ours = |d: &Value| d["code"] == code.as_str();
    let created = cast.managing.expect("INVITE_CREATE", ours).await;
    assert_eq!(created["channel_id"], cast.world.general.as_str());
    cast.world.owner.delete(&format!("/invites/{code}")).await.ok();
    cast.managing.expect("INVITE_DELETE", ours).await;
    assert_eq!((cast.heard("INVITE_CREATE").await, cast.heard("INVITE_DELETE").await), ((1, 0), (1, 0)));

    cast.dismiss().await;
    cast.new_invite().await;
    assert_eq!(cast.heard("INVITE_CREATE").await, (1, 0), "none after the role was taken");
}

#[tokio::test]
async fn overwrite_of_the_channel_decides_who_is_told_of_its_invites() {
    let mut cast = cast(MANAGE_CHANNELS).await;
    cast.world.overwrite(&cast.world.general, (&cast.role, 0), 0, MANAGE_CHANNELS).await;
    cast.new_invite().await;
    assert_eq!(cast.heard("INVITE_CREATE").await, (0, 0));
    cast.world.overwrite(&cast.world.general, (&cast.keeper.id, 1), MANAGE_CHANNELS, 0).await;
    cast.new_invite().await;
    assert_eq!(cast.heard("INVITE_CREATE").await, (1, 0));
}

#[tokio::test]
async fn bans_are_told_to_those_who_may_ban() {
    let mut cast = cast(BAN_MEMBERS).await;
    let outsider = cast.world.outsider().await;
    let ours = |d: &Value| d["user"]["id"] == outsider.id.as_str();
    cast.ban(Method::PUT, &outsider).await;
    cast.managing.expect("GUILD_BAN_ADD", ours).await;
    cast.ban(Method::DELETE, &outsider).await;
    cast.managing.expect("GUILD_BAN_REMOVE", ours).await;
    assert_eq!((cast.heard("GUILD_BAN_ADD").await, cast.heard("GUILD_BAN_REMOVE").await), ((1, 0), (1, 0)));

    cast.dismiss().await;
    cast.ban(Method::PUT, &outsider).await;
    assert_eq!(cast.heard("GUILD_BAN_ADD").await, (1, 0), "none after the role was taken");
}
