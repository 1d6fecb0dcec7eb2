//! Registering, logging in and out, and what a token opens.

use super::cast;
use crate::support::world::{PASSWORD, fresh_name};
use crate::support::{Account, DEADLINE, Rest, Server, World, shared, text};
use hyper::Method;
use serde_json::{Value, json};

fn nobody() -> Rest {
    Rest::new(shared().http)
}

async fn register(username: &str, password: &str) -> crate::support::Answer {
    nobody().post("/auth/register", json!({"username": username, "password": password, "consent": true})).await
}

async fn login(login: &str, password: &str) -> crate::support::Answer {
    nobody().post("/auth/login", json!({"login": login, "password": password})).await
}

#[tokio::test]
async fn registered_person_logs_in_and_each_login_has_a_token_of_its_own() {
    let name = fresh_name();
    let registered = register(&name, PASSWORD).await.ok();
    let logged_in = login(&name, PASSWORD).await.ok();
    assert_eq!(registered["user_id"], logged_in["user_id"]);
    assert_ne!(registered["token"], logged_in["token"]);
    assert!(logged_in["settings"].is_object(), "{logged_in}");
    for answer in [&registered, &logged_in] {
        let me = nobody().as_user(&text(answer, "token")).get("/users/@me").await.ok();
        assert_eq!((me["id"].as_str(), me["username"].as_str()), (answer["user_id"].as_str(), Some(&*name)));
        assert_eq!((&me["bot"], me["discriminator"].as_str()), (&json!(false), Some("0")));
    }
}

#[tokio::test]
async fn token_begins_with_the_encoded_user_id() {
    use base64::Engine;
    let person = cast::person(0).await;
    let first = person.token.split('.').next().unwrap();
    let decoded = base64::engine::general_purpose::STANDARD_NO_PAD.decode(first).unwrap();
    assert_eq!(String::from_utf8(decoded).unwrap(), person.id);
    assert_eq!(person.token.split('.').count(), 3);
}

#[tokio::test]
async fn user_name_is_taken_whatever_its_case() {
    let name = format!("Mixed_{}", fresh_name());
    register(&name, PASSWORD).await.ok();
    for taken in [name.clone(), name.to_lowercase(), name.to_uppercase()] {
        register(&taken, PASSWORD).await.bad_field("username");
    }
    assert_eq!(login(&name.to_uppercase(), PASSWORD).await.ok()["user_id"], login(&name, PASSWORD).await.ok()["user_id"]);
}

#[tokio::test]
async fn of_registrations_of_one_name_at_once_one_succeeds() {
    let name = fresh_name();
    let answers = futures_util::future::join_all((0..4).map(|_| register(&name, PASSWORD))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    answers.iter().filter(|answer| answer.status != 200).for_each(|answer| answer.bad_field("username"));
}

#[tokio::test]
async fn user_name_has_2_to_32_characters_and_password_8_to_128() {
    for bad in ["", "x", " x ", &"y".repeat(33), "with@sign", "new\nline"] {
        register(bad, PASSWORD).await.bad_field("username");
    }
    for bad in ["", "1234567", &"p".repeat(129)] {
        register(&fresh_name(), bad).await.bad_field("password");
    }
    let two = format!("é{}", char::from_u32(0x4e00 + std::process::id() % 20_000).unwrap());
    register(&two, "12345678").await.ok();
    let longest = format!("{:w<32}", fresh_name());
    let password = "ü".repeat(128);
    register(&longest, &password).await.ok();
    login(&longest, &password).await.ok();
}

#[tokio::test]
async fn registration_names_all_its_faults_at_once() {
    let answer = nobody().post("/auth/register", json!({"username": "x", "password": "short"})).await;
    answer.bad_field("username");
    answer.bad_field("password");
    let answer = nobody().post("/auth/register", json!({"username": 5, "password": null})).await;
    answer.bad_field("username");
    answer.bad_field("password");
    nobody().post("/auth/register", json!({})).await.bad_field("username");
}

#[tokio::test]
async fn unknown_user_and_wrong_password_get_the_same_answer() {
    let person = cast::person(0).await;
    let wrong = login(&person.username, "not the password").await;
    let unknown = login(&fresh_name(), "not the password").await;
    let impossible = login("@", "not the password").await;
    for answer in [&wrong, &unknown, &impossible] {
        for field in ["login", "password"] {
            answer.bad_field(field);
            assert_eq!(answer.json()["errors"][field]["_errors"][0]["code"], "INVALID_LOGIN");
        }
    }
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(wrong.body, impossible.body);
}

#[tokio::test]
async fn unknown_user_takes_as_long_as_a_wrong_password() {
    let server = Server::unlimited();
    let person = Account::register(server.http).await;
    let nobody = Rest::new(server.http);
    let end = std::time::Instant::now() + DEADLINE;
    // Of several times in turns the least counts: what else the machine does only makes one longer.
    let mut least = [DEADLINE; 2];
    while least[0] >= least[1] * 2 || least[1] >= least[0] * 2 || least[1] == DEADLINE {
        assert!(std::time::Instant::now() < end, "wrong password {:?}, unknown user {:?}", least[0], least[1]);
        for (index, name) in [person.username.clone(), fresh_name()].iter().enumerate() {
            let began = std::time::Instant::now();
            nobody.post("/auth/login", json!({"login": name, "password": "not the password"})).await.bad_field("login");
            least[index] = least[index].min(began.elapsed());
        }
    }
}

#[tokio::test]
async fn sessions_of_a_token_that_ended_are_closed_with_4004() {
    let person = Account::register(shared().http).await;
    let bot = person.create_bot().await;
    let (mut of_person, mut of_bot) = (person.gateway().await, bot.gateway().await);
    person.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await.ok();
    of_bot.expect_close(4004).await;
    person.bare(Method::POST, "/auth/logout").await.done();
    of_person.expect_close(4004).await;
}

#[tokio::test]
async fn logout_ends_this_token_only() {
    let person = Account::register(shared().http).await;
    let other = text(&login(&person.username, PASSWORD).await.ok(), "token");
    person.bare(Method::POST, "/auth/logout").await.done();
    person.get("/users/@me").await.refused(401, 0);
    person.bare(Method::POST, "/auth/logout").await.refused(401, 0);
    nobody().as_user(&other).get("/users/@me").await.ok();
}

#[tokio::test]
async fn logins_are_listed_newest_first_without_their_tokens() {
    let person = Account::register(shared().http).await;
    let second = text(&login(&person.username, PASSWORD).await.ok(), "token");
    let answer = nobody().as_user(&second).get("/auth/sessions").await;
    let sessions = answer.ok()["user_sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.iter().map(|session| &session["current"]).collect::<Vec<_>>(), [&json!(true), &json!(false)]);
    for token in [&person.token, &second] {
        assert!(!answer.to_string().contains(token.rsplit('.').next().unwrap()));
    }
}

#[tokio::test]
async fn logins_are_described_by_what_their_clients_call_themselves() {
    let person = Account::register(shared().http).await;
    let order = json!({"login": person.username, "password": PASSWORD});
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    for agent in [browser, "curl/8.5.0", &"x".repeat(2_000)] {
        nobody().calling_itself(agent).post("/auth/login", order.clone()).await.ok();
    }
    let sessions = person.get("/auth/sessions").await.ok()["user_sessions"].as_array().unwrap().clone();
    let infos: Vec<_> = sessions.iter().map(|session| session["client_info"].clone()).collect();
    let info = |os: Option<&str>, platform: Option<&str>| json!({"os": os, "platform": platform, "location": null});
    let long = "x".repeat(256);
    assert_eq!(infos, [info(None, Some(&long)), info(None, Some("curl")), info(Some("Linux"), Some("Firefox")), info(None, None)]);
    for session in &sessions {
        assert_eq!(session["approx_last_used_time"], session["issued_at"], "noted once an hour");
    }
}

#[tokio::test]
async fn ended_logins_are_ones_own_and_no_others() {
    let (person, other) = (Account::register(shared().http).await, Account::register(shared().http).await);
    let second = nobody().as_user(&text(&login(&person.username, PASSWORD).await.ok(), "token"));
    let hashes = |answer: &serde_json::Value| {
        let sessions = answer["user_sessions"].as_array().unwrap().clone();
        sessions.iter().map(|session| session["id_hash"].clone()).collect::<Vec<_>>()
    };
    let (own, others) = (hashes(&person.get("/auth/sessions").await.ok()), hashes(&other.get("/auth/sessions").await.ok()));
    let named = json!({"session_id_hashes": [own[0], others[0], "0123", 7]});
    person.post("/auth/sessions/logout", named.clone()).await.done();
    second.get("/users/@me").await.refused(401, 0);
    other.get("/users/@me").await.ok();
    assert_eq!(hashes(&person.get("/auth/sessions").await.ok()), [own[1].clone()]);
    person.post("/auth/sessions/logout", named).await.done();
    for (bad, fault) in [(json!({}), "session_id_hashes"), (json!({"session_id_hashes": "x"}), "session_id_hashes")] {
        person.post("/auth/sessions/logout", bad).await.bad_field(fault);
    }
    person.post("/auth/sessions/logout", json!({"session_id_hashes": [own[1]]})).await.done();
    person.get("/users/@me").await.refused(401, 0);
}

#[tokio::test]
async fn what_is_no_token_is_401() {
    let person = cast::person(0).await;
    let (head, _) = person.token.rsplit_once('.').unwrap();
    let wrong = [
        String::new(),
        "Bot".to_owned(),
        "garbage".to_owned(),
        format!("Bearer {}", person.token),
        format!("Bot {}", person.token),
        format!("{}x", person.token),
        format!("{head}.{}", "A".repeat(43)),
        "..".to_owned(),
        "a".repeat(4_000),
    ];
    for token in &wrong {
        nobody().as_user(token).get("/users/@me").await.refused(401, 0);
    }
    nobody().get("/users/@me").await.refused(401, 0);
    nobody().post("/guilds", json!({"name": "x"})).await.refused(401, 0);
}

#[tokio::test]
async fn token_with_the_prefix_of_the_other_kind_is_401() {
    let bot = cast::person(0).await.create_bot().await;
    nobody().as_user(&bot.token).get("/users/@me").await.refused(401, 0);
    assert_eq!(bot.get("/users/@me").await.ok()["id"], *bot.id);
    let person = cast::person(0).await;
    nobody().as_user(&format!("Bot {}", person.token)).get("/users/@me").await.refused(401, 0);
}

#[tokio::test]
async fn renamed_person_is_found_by_the_new_name_only() {
    let person = Account::register(shared().http).await;
    let name = fresh_name();
    let me = person.patch("/users/@me", json!({"username": name, "global_name": "Shown"})).await.ok();
    assert_eq!((me["username"].as_str(), me["global_name"].as_str()), (Some(&*name), Some("Shown")));
    assert_eq!(cast::person(0).await.get(&format!("/users/{}", person.id)).await.ok()["username"], *name);
    login(&name, PASSWORD).await.ok();
    login(&person.username, PASSWORD).await.bad_field("login");
    register(&person.username, PASSWORD).await.ok();
    person.patch("/users/@me", json!({"username": person.username})).await.bad_field("username");
    person.patch("/users/@me", json!({"username": "x"})).await.bad_field("username");
    assert_eq!(person.patch("/users/@me", json!({"global_name": null})).await.ok()["global_name"], Value::Null);
}

#[tokio::test]
async fn user_is_looked_up_by_id_and_unknown_is_10013() {
    let (one, two) = (cast::person(0).await, cast::person(1).await);
    let found = one.get(&format!("/users/{}", two.id)).await.ok();
    assert_eq!(found["username"], *two.username);
    assert!(found.get("email").is_none() && found.get("token").is_none(), "{found}");
    one.get(&format!("/users/{}", cast::NOTHING)).await.refused(404, 10_013);
}

#[tokio::test]
async fn login_flood_is_refused_with_429_and_messages_still_pass() {
    let server = Server::start(&[]);
    let world = World::on(&server).await;
    let flood = (0..60).map(|_| {
        let nobody = world.nobody();
        async move { nobody.post("/auth/login", json!({"login": "nobody here", "password": "not the password"})).await.status }
    });
    let flood = tokio::spawn(futures_util::future::join_all(flood));
    let began = std::time::Instant::now();
    for index in 0..5 {
        world.owner.say(&world.general, &format!("during the flood {index}")).await;
    }
    assert!(began.elapsed() < DEADLINE, "messages waited for logins");
    let statuses = flood.await.unwrap();
    assert!(statuses.iter().all(|status| matches!(status, 400 | 429)), "{statuses:?}");
    // The registration was the first of the twenty tries of this address.
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 41, "{statuses:?}");
}

/// The queue of passwords to be hashed is bounded, also where no address is limited; and it is not the messages' queue.
#[tokio::test]
async fn more_logins_than_may_wait_are_429_and_messages_pass_meanwhile() {
    let server = Server::start(&[
        ("BELFRY_LIMITS__RATE_LIMITS", "false"),
        ("BELFRY_LIMITS__LOGIN_THREADS", "1"),
        ("BELFRY_LIMITS__LOGIN_QUEUE_MAX", "30"),
    ]);
    let world = World::on(&server).await;
    let login = |index: usize| {
        let nobody = world.nobody();
        async move { nobody.post("/auth/login", json!({"login": format!("nobody {index}"), "password": "not the password"})).await.status }
    };
    let flood = tokio::spawn(futures_util::future::join_all((0..60).map(login)));
    for index in 0..10 {
        world.owner.say(&world.general, &format!("during the flood {index}")).await;
    }
    assert!(!flood.is_finished(), "messages waited for thirty passwords to be hashed");
    let statuses = flood.await.unwrap();
    assert!(statuses.iter().all(|status| matches!(status, 400 | 429)), "{statuses:?}");
    assert!(statuses.contains(&429) && statuses.iter().filter(|status| **status == 400).count() >= 30, "{statuses:?}");
    // Once the flood is over, logins pass again.
    assert_eq!(login(99).await, 400);
}

#[tokio::test]
async fn odd_values_in_accounts_are_a_clients_mistake() {
    let bot = cast::person(0).await.create_bot().await;
    for odd in super::bad_input::odd_values() {
        for (path, field) in
            [("/auth/register", "username"), ("/auth/register", "global_name"), ("/auth/login", "login"), ("/auth/login", "password")]
        {
            let mut body = json!({"username": "x", "password": "short", "login": "@"});
            body[field] = odd.clone();
            assert_eq!(nobody().post(path, body).await.status, 400, "{path} {field} {odd}");
        }
        for field in ["username", "global_name", "avatar", "bio"] {
            bot.patch("/users/@me", json!({field: odd})).await;
        }
    }
    bot.get("/users/@me").await.ok();
}
