//! The process: its configuration, its files, its health, and its end.

use crate::support::gateway::Incoming;
use crate::support::server::field;
use crate::support::transport::Compress;
use crate::support::{Gateway, Rest, Server, World, ids};
use hyper::Method;
use rustix::process::Signal;
use serde_json::json;
use std::collections::HashSet;
use std::process::Output;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn unlimited() -> Server {
    Server::unlimited()
}

/// The exit code, and the one line that was said on stderr.
pub(super) fn one_line(output: &Output) -> (Option<i32>, String) {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.trim().lines().count(), 1, "one line: {text}");
    (output.status.code(), text)
}

#[test]
fn bad_configuration_is_one_line_and_exit_code_2() {
    let unknown = [("BELFRY_LIMITS__NO_SUCH_THING", "1"), ("BELFRY_NOWHERE__KEY", "x"), ("BELFRY_HTTP", "x")];
    let bad = [
        ("BELFRY_LIMITS__SESSIONS_PER_USER", "many"),
        ("BELFRY_HTTP__LISTEN", "nowhere"),
        ("BELFRY_LIMITS__RATE_LIMITS", "perhaps"),
        ("BELFRY_HTTP__TRUSTED_PROXIES", "127.0.0.1,nowhere"),
    ];
    for (key, value) in unknown.into_iter().chain(bad) {
        for command in ["serve", "check-config"] {
            let (code, line) = one_line(&Server::run(&[command], None, &[(key, value)]));
            assert_eq!(code, Some(2), "{command} with {key}={value}: {line}");
            let name = key.trim_start_matches("BELFRY_").split("__").last().unwrap();
            assert!(line.to_lowercase().contains(&name.to_lowercase()), "names what is wrong: {line}");
        }
    }
}

#[test]
fn bad_configuration_file_is_one_line_and_exit_code_2() {
    let dir = crate::support::server::TempDir::new();
    let file = dir.0.join("belfry.toml");
    for text in ["[limits]\nno_such_key = 1\n", "[limits]\nsessions_per_user = \"x\"\n", "[nowhere]\nx = 1\n", "= broken\n"] {
        std::fs::write(&file, text).unwrap();
        let (code, line) = one_line(&Server::run(&["check-config", "--config", file.to_str().unwrap()], None, &[]));
        assert_eq!(code, Some(2), "{text}: {line}");
    }
    let missing = dir.0.join("missing.toml");
    assert_eq!(one_line(&Server::run(&["serve", "--config", missing.to_str().unwrap()], None, &[])).0, Some(2));
}

#[test]
fn check_config_shows_all_that_is_in_force_and_takes_it_back() {
    let output = Server::run(&["check-config"], None, &[("BELFRY_LIMITS__SESSIONS_PER_USER", "7")]);
    assert_eq!(output.status.code(), Some(0));
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(shown.contains("sessions_per_user = 7"), "{shown}");
    let dir = crate::support::server::TempDir::new();
    let file = dir.0.join("belfry.toml");
    std::fs::write(&file, &shown).unwrap();
    let again = Server::run(&["check-config", "--config", file.to_str().unwrap()], Some(&dir.0), &[]);
    assert_eq!(again.status.code(), Some(0));
    assert!(String::from_utf8(again.stdout).unwrap().contains("sessions_per_user = 7"));
}

#[tokio::test]
async fn second_server_on_the_same_data_is_refused_and_the_first_goes_on() {
    let server = unlimited();
    let world = World::on(&server).await;
    let (code, line) = one_line(&Server::run(&["serve"], Some(server.data_dir()), &[]));
    assert_eq!(code, Some(1), "{line}");
    world.owner.say(&world.general, "still here").await;
}

#[tokio::test]
async fn address_in_use_is_one_line_and_exit_code_1() {
    let server = unlimited();
    let taken = server.http.to_string();
    let output = Server::run(&["serve"], None, &[("BELFRY_HTTP__LISTEN", &taken)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().lines().last().unwrap().contains(&taken));
}

/// What must be there after a restart.
async fn fill(world: &World) -> Vec<String> {
    let mut said = vec![];
    for number in 0..30 {
        said.push(crate::support::id(&world.owner.say(&world.general, &format!("message {number}")).await));
    }
    said.reverse();
    said
}

#[tokio::test]
async fn restart_keeps_everything() {
    let server = unlimited();
    let world = World::on(&server).await;
    let member = world.member().await;
    let bot = world.bot(0).await;
    let role = world.role(json!({"name": "kept"})).await;
    world.give_role(&member, &role).await;
    let hidden = world.hidden_channel().await;
    let said = fill(&world).await;
    let dm = world.owner.open_dm(&member.id).await;
    let private = world.owner.say(&dm, "kept between us").await;
    let path = format!("/channels/{}/messages/{}/reactions/{}", world.general, said[0], crate::support::encode("👍"));
    world.owner.bare(Method::PUT, &format!("{path}/@me")).await.done();

    let server = server.restart();
    let owner = Rest::new(server.http).as_user(&world.owner.token);
    assert_eq!(ids(&owner.get(&format!("/channels/{}/messages?limit=100", world.general)).await.ok()), said);
    assert_eq!(ids(&owner.get(&path).await.ok()), [world.owner.id.clone()]);
    assert_eq!(owner.get(&format!("/channels/{dm}/messages")).await.ok()[0]["id"], private["id"]);
    let kept = owner.get(&format!("/guilds/{}/members/{}", world.guild, member.id)).await.ok();
    assert_eq!(kept["roles"], json!([role]));
    let gateway = Gateway::connect(server.http, &world.owner.ask()).await;
    let guild = gateway.all("GUILD_CREATE")[0];
    assert!(ids(&guild["channels"]).contains(&hidden));
    let mut bot_session = Gateway::connect(server.http, &bot.ask()).await;
    let said = owner.post(&format!("/channels/{}/messages", world.general), json!({"content": "after"})).await.ok();
    bot_session.expect("MESSAGE_CREATE", |d| d["id"] == said["id"]).await;
    server.terminate();
}

#[tokio::test]
async fn terminate_and_ctrl_c_send_clients_away_and_lose_nothing() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut server = unlimited();
        let world = World::on(&server).await;
        let mut gateway = world.owner.gateway().await;
        let said = fill(&world).await;
        server.signal(signal);
        let reconnect = gateway.expect_op(7).await;
        assert!(reconnect["t"].is_null());
        gateway.expect_close(4000).await;
        assert_eq!(server.ended().code(), Some(0));
        assert_eq!(gateway.count("MESSAGE_CREATE", |_| true), said.len());
        let server = server.restart();
        let owner = Rest::new(server.http).as_user(&world.owner.token);
        assert_eq!(ids(&owner.get(&format!("/channels/{}/messages?limit=100", world.general)).await.ok()), said);
    }
}

#[tokio::test]
async fn what_was_answered_while_the_server_ended_is_kept() {
    let mut server = unlimited();
    let world = World::on(&server).await;
    let mut talking = vec![];
    for _ in 0..3 {
        let (speaker, channel) = (world.member().await, world.general.clone());
        talking.push(tokio::spawn(async move {
            let mut said = vec![];
            loop {
                let body = Some(json!({"content": "until the end"}));
                match speaker.attempt(Method::POST, &format!("/channels/{channel}/messages"), body).await {
                    Ok(answer) if answer.status == 200 => said.push(crate::support::id(&answer.json())),
                    _ => return said,
                }
            }
        }));
    }
    world.owner.say(&world.general, "go").await;
    server.signal(Signal::TERM);
    assert_eq!(server.ended().code(), Some(0));
    let mut acked = vec![];
    for talk in talking {
        acked.extend(talk.await.unwrap());
    }
    let server = server.restart();
    let owner = Rest::new(server.http).as_user(&world.owner.token);
    for id in acked {
        owner.get(&format!("/channels/{}/messages/{id}", world.general)).await.ok();
    }
}

#[tokio::test]
async fn client_that_goes_at_op_7_lets_the_server_end_at_once() {
    let mut server = unlimited();
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    let began = std::time::Instant::now();
    server.signal(Signal::TERM);
    gateway.expect_op(7).await;
    gateway.close(4000).await;
    assert_eq!(server.ended().code(), Some(0));
    assert!(began.elapsed() < std::time::Duration::from_secs(15), "{:?}", began.elapsed());
}

#[tokio::test]
async fn while_clients_are_sent_away_readiness_is_503_and_so_is_a_new_socket() {
    let mut server = unlimited();
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    server.signal(Signal::TERM);
    gateway.expect_op(7).await;
    let answer = get_text(server.http, "/health/ready").await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("\"draining\":true"), "{answer}");
    assert!(get_text(server.http, "/health/live").await.starts_with("HTTP/1.1 200 "));
    match Gateway::try_dial(server.http, "/gateway?v=10", Compress::None).await.map(|_| ()) {
        Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => {
            assert_eq!(answer.status(), 503);
            assert!(answer.headers().contains_key("retry-after"));
        }
        other => panic!("{other:?} in place of 503"),
    }
    gateway.close(4000).await;
    assert_eq!(server.ended().code(), Some(0));
    assert!(TcpStream::connect(server.http).await.is_err());
}

#[tokio::test]
async fn sockets_that_have_not_identified_are_sent_away_like_sessions() {
    for compress in [Compress::None, Compress::Zlib] {
        let mut server = unlimited();
        let mut socket = Gateway::open(server.http, compress).await;
        server.signal(Signal::TERM);
        socket.expect_op(7).await;
        socket.expect_close(4000).await;
        assert_eq!(server.ended().code(), Some(0));
    }
}

#[tokio::test]
async fn health_is_told_without_a_token() {
    let server = unlimited();
    let nobody = Rest::new(server.http);
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(nobody.raw(Method::GET, path, None).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn metrics_tell_of_sessions_requests_and_deliveries_on_their_own_listener() {
    let server = unlimited();
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    world.fence(&mut gateway).await;
    let text = get_text(server.metrics, "/metrics").await;
    for name in ["belfry_sessions 1", "belfry_deliveries_total"] {
        assert!(text.contains(name), "{name} in {text}");
    }
    let answer = Rest::new(server.http).raw(Method::GET, "/metrics", None).await;
    assert_eq!(answer.status, 404, "clients do not see metrics");
}

pub(super) async fn get_text(address: std::net::SocketAddr, path: &str) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut text = String::new();
    socket.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn log_names_no_token_password_or_content_and_says_whose_each_line_is() {
    for format in ["json", "text"] {
        let settings = [("BELFRY_LIMITS__RATE_LIMITS", "false"), ("BELFRY_LOG__LEVEL", "debug"), ("BELFRY_LOG__FORMAT", format)];
        let server = Server::start(&settings);
        let (session, secrets) = talk_of_secrets(&server).await;
        let log = server.log.text();
        for secret in secrets {
            assert!(!log.contains(&secret), "the log has {secret}");
        }
        for line in log.lines() {
            let json: Result<serde_json::Value, _> = serde_json::from_str(line);
            assert_eq!(json.is_ok(), format == "json", "{line}");
            assert!(json.is_err() || json.is_ok_and(|json| json["level"].is_string() && json["timestamp"].is_string()), "{line}");
        }
        let requests: Vec<_> = log.lines().filter(|line| line.contains("answered")).map(|line| (line, field(line, "request_id"))).collect();
        assert!(requests.len() >= 10, "{log}");
        assert!(requests.iter().all(|(_, id)| id.as_ref().is_some_and(|id| id.parse::<u64>().is_ok_and(|id| id > 0))), "{requests:?}");
        let distinct: HashSet<_> = requests.iter().map(|(_, id)| id).collect();
        assert_eq!(distinct.len(), requests.len(), "each request has its own: {requests:?}");
        let of_sessions: Vec<_> = log.lines().filter(|line| line.contains("belfry::session")).collect();
        assert!(of_sessions.iter().any(|line| line.contains("resume refused")), "{log}");
        for line in of_sessions {
            assert_eq!(field(line, "session_id").as_ref(), Some(&session), "{line}");
        }
    }
}

/// People and a bot whose tokens, passwords and words must stay out of the log, and a session that ends. Returns its id and the secrets.
async fn talk_of_secrets(server: &Server) -> (String, Vec<String>) {
    let world = World::on(server).await;
    let bot = world.bot(0).await;
    let mut gateway = world.owner.gateway().await;
    world.owner.say(&world.general, "words that are nobody's business").await;
    world.fence(&mut gateway).await;
    let cut = gateway.cut();
    let session = cut.session_id.clone();
    let _resumed = cut.resume().await;
    let login = json!({"login": world.owner.username, "password": "a wrong password"});
    world.nobody().post("/auth/login", login).await.refused(400, 50035);
    bot.say(&world.general, "more words").await;
    let mut refused = Gateway::open(server.http, Compress::None).await;
    refused.send(6, json!({"token": world.owner.token, "session_id": session, "seq": 9_999})).await;
    refused.expect_op(9).await;
    server.log.wait_for_line(|line| line.contains("session ends")).expect("a session that cannot be resumed ends");
    let said = [crate::support::world::PASSWORD, "a wrong password", "nobody's business", "more words"].map(str::to_owned);
    (session, [world.owner.token.clone(), bot.token].into_iter().chain(said).collect())
}

#[tokio::test]
async fn server_that_is_nearly_out_of_files_refuses_and_serves_again() {
    let server = Server::with_files(&[("BELFRY_LIMITS__RATE_LIMITS", "false")], 100);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    let mut open = vec![];
    let mut refused = 0;
    for _ in 0..120 {
        let mut socket = TcpStream::connect(server.http).await.unwrap();
        socket.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = [0; 12];
        match socket.read_exact(&mut answer).await {
            Ok(_) if answer.ends_with(b"503") => refused += 1,
            Ok(_) => open.push(socket),
            Err(error) => panic!("cut off without an answer after {} and {refused} refused: {error}", open.len()),
        }
    }
    assert!(refused > 0 && open.len() >= 40, "{refused} refused, {} open", open.len());
    // Those who are in are served, and what watches the server gets in.
    world.fence(&mut gateway).await;
    assert!(get_text(server.metrics, "/metrics").await.contains("belfry_connections_refused_total"));
    drop(open);
    loop {
        if let Ok(mut again) = Gateway::try_dial(server.http, "/gateway?v=10", Compress::None).await {
            assert!(matches!(again.next().await, Incoming::Frame(_)));
            break;
        }
    }
    server.terminate();
}
