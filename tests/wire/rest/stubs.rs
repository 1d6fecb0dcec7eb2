//! What libraries ask for at their start, and what is not served.

use super::cast;
use crate::support::Rest;
use hyper::Method;
use serde_json::json;

#[tokio::test]
async fn stubs_answer_empty_lists() {
    let world = cast::guild().await;
    let bot = world.bot(0).await;
    let (guild, application) = (format!("/guilds/{}", world.guild), format!("/applications/{}", bot.id));
    for path in [
        "/soundboard-default-sounds".to_owned(),
        "/voice/regions".to_owned(),
        format!("{application}/commands?with_localizations=true"),
        format!("{application}{guild}/commands"),
        format!("{guild}/regions"),
        format!("{guild}/stickers"),
        format!("{guild}/scheduled-events"),
        format!("{guild}/auto-moderation/rules"),
        format!("{guild}/integrations"),
        format!("{guild}/templates"),
    ] {
        assert_eq!(bot.get(&path).await.ok(), json!([]), "{path}");
        Rest::new(world.address).get(&path).await.refused(401, 0);
    }
    for path in [format!("{application}/commands"), format!("{application}{guild}/commands")] {
        assert_eq!(bot.put(&path, json!([])).await.ok(), json!([]));
    }
    assert_eq!(bot.get("/sticker-packs").await.ok(), json!({"sticker_packs": []}));
    assert_eq!(bot.get(&format!("{guild}/soundboard-sounds")).await.ok(), json!({"items": []}));
    assert_eq!(bot.get(&format!("{application}/emojis")).await.ok(), json!({"items": []}));
}

#[tokio::test]
async fn stubs_of_a_guild_are_for_its_members() {
    let world = cast::guild().await;
    for path in
        ["regions", "stickers", "scheduled-events", "auto-moderation/rules", "integrations", "templates", "soundboard-sounds", "vanity-url"]
    {
        cast::stranger().await.get(&format!("/guilds/{}/{path}", world.guild)).await.refused(403, 50_001);
        cast::stranger().await.get(&format!("/guilds/{}/{path}", cast::NOTHING)).await.refused(404, 10_004);
    }
}

#[tokio::test]
async fn vanity_url_is_answered_to_who_manages_the_guild() {
    let world = cast::guild().await;
    let answer = world.owner.get(&format!("/guilds/{}/vanity-url", world.guild)).await.ok();
    assert_eq!((&answer["code"], &answer["uses"]), (&json!(null), &json!(0)));
}

#[tokio::test]
async fn unknown_route_is_404_in_json() {
    let person = cast::person(0).await;
    for path in ["", "/", "/nothing", "/guilds/1/unknown", "/users/@me/settings/more", "/lobbies", "/%FF", "/..%2f..%2fetc/passwd"] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            person.bare(method, path).await.refused(404, 0);
        }
    }
    person.raw(Method::GET, "/api/v8/users/@me", None).await.refused(404, 0);
    person.raw(Method::GET, "/api/v10", None).await.refused(404, 0);
}

#[tokio::test]
async fn wrong_method_is_405_in_json() {
    let person = cast::person(0).await;
    person.bare(Method::DELETE, "/users/@me").await.refused(405, 0);
    person.bare(Method::PUT, "/guilds").await.refused(405, 0);
}

#[tokio::test]
async fn version_nine_and_no_version_are_the_same_api() {
    let person = cast::person(0).await;
    for base in ["/api/v9", "/api", "/api/v10"] {
        assert_eq!(person.raw(Method::GET, &format!("{base}/users/@me"), None).await.ok()["id"], *person.id);
    }
}

#[tokio::test]
async fn health_answers_without_a_token() {
    let nobody = Rest::new(crate::support::shared().http);
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(nobody.raw(Method::GET, path, None).await.status, 200);
    }
}
