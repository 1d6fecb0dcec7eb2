//! TLS in the binary: the same promises, and nothing in plain.

use super::process::{get_text, one_line};
use super::resume::{heard, say};
use crate::support::gateway::Incoming;
use crate::support::server::TempDir;
use crate::support::transport::Compress;
use crate::support::world::Account;
use crate::support::{DEADLINE, Gateway, Server, World, id, tls};
use rustix::process::Signal;
use rustls::pki_types::ServerName;
use serde_json::json;
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Message;

const COMPRESS: [Compress; 3] = [Compress::None, Compress::Zlib, Compress::Zstd];

/// All that comes until the other side ends it, in order or not.
async fn read_to_the_end(socket: &mut (impl AsyncReadExt + Unpin)) -> (io::Result<usize>, Vec<u8>) {
    let mut bytes = vec![];
    let end = tokio::time::timeout(DEADLINE, socket.read_to_end(&mut bytes)).await.expect("an end");
    (end, bytes)
}

#[tokio::test]
async fn session_lives_over_tls_on_every_transport() {
    let server = Server::secure(&[]);
    let world = World::on(&server).await;
    for compress in COMPRESS {
        let mut gateway = Gateway::open(server.http, compress).await;
        let ready = gateway.identify(&world.owner.ask().compress(compress)).await;
        assert_eq!(ready["resume_gateway_url"], format!("wss://{}", server.http));
        let said = say(&world.owner, &world.general, 3).await;
        gateway.heartbeat().await;
        world.fence(&mut gateway).await;
        assert_eq!(heard(&gateway)[..3], said);
        gateway.forget();
        let mut cut = gateway.cut();
        // With the same transport and with another.
        for next in [compress, Compress::Zlib] {
            cut.compress = next;
            let missed = say(&world.owner, &world.general, 25).await;
            let mut gateway = cut.resume().await;
            assert_eq!(heard(&gateway), missed, "{compress:?}, then {next:?}");
            gateway.forget();
            cut = gateway.cut();
        }
    }
    server.terminate();
}

#[tokio::test]
async fn addresses_that_are_told_are_those_of_tls() {
    let server = Server::secure(&[]);
    let world = World::on(&server).await;
    let secure = format!("wss://{}", server.http);
    assert_eq!(world.nobody().get("/gateway").await.ok()["url"], secure);
    let bot = world.bot(0).await;
    assert_eq!(bot.get("/gateway/bot").await.ok()["url"], secure);
    assert_eq!(world.nobody().raw(hyper::Method::GET, "/", None).await.status, 200);
    let public = Server::secure(&[("BELFRY_HTTP__PUBLIC_URL", "https://chat.example.org")]);
    let person = Account::register(public.http).await;
    assert_eq!(person.get("/gateway").await.ok()["url"], "wss://chat.example.org");
}

#[tokio::test]
async fn close_frame_is_followed_by_a_clean_end_of_tls() {
    let server = Server::secure(&[]);
    let world = World::on(&server).await;
    for compress in COMPRESS {
        let mut gateway = Gateway::connect(server.http, &world.owner.ask().compress(compress)).await;
        gateway.send(99, json!(null)).await;
        gateway.expect_close(4001).await;
        gateway.expect_clean_end().await;
        let mut gateway = Gateway::connect(server.http, &world.owner.ask().compress(compress)).await;
        // The client closes: 1000, masked with zeros.
        gateway.send_bytes(b"\x88\x82\0\0\0\0\x03\xe8").await;
        while gateway.closed.is_none() {
            gateway.next().await;
        }
        gateway.expect_clean_end().await;
    }
}

#[tokio::test]
async fn frames_of_every_size_come_in_over_tls() {
    let server = Server::secure(&[]);
    let mut gateway = Gateway::open(server.http, Compress::None).await;
    for length in [30, 127, 128, 129, 1_000, 4_096] {
        gateway.send_raw(Message::text(format!("{{\"op\":1,\"d\":null,\"x\":\"{}\"}}", "x".repeat(length - 25)))).await;
        gateway.expect_op(11).await;
    }
}

/// Characters that deflate cannot make smaller.
fn noise(seed: &mut u64) -> String {
    let letters = std::iter::repeat_with(|| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from_u32(0x4e00 + u32::try_from(*seed >> 50).unwrap() % 20_000).unwrap()
    });
    letters.take(2_000).collect()
}

#[tokio::test]
async fn reader_over_tls_that_stops_is_cut_and_resumes_without_loss_while_others_hear_all() {
    let server = Server::secure(&[("BELFRY_LIMITS__OUTBOX_BYTES_MAX", "65536")]);
    let world = World::on(&server).await;
    let mut seed = 1;
    for compress in COMPRESS {
        let mut quick = world.owner.gateway().await;
        let mut slow = Gateway::connect_narrow(server.http, &world.owner.ask().compress(compress)).await;
        slow.forget();
        let mut said = vec![];
        for _ in 0..160 {
            said.push(id(&world.owner.say(&world.general, &noise(&mut seed)).await));
            let newest = said.last().unwrap().as_str();
            quick.expect("MESSAGE_CREATE", |d| d["id"] == newest).await;
        }
        while slow.closed.is_none() {
            slow.next().await;
        }
        assert!(heard(&slow).len() < said.len(), "it was cut");
        let mut gateway = slow.cut().resume().await;
        world.fence(&mut gateway).await;
        let all: Vec<String> = gateway.all("MESSAGE_CREATE").into_iter().filter(|d| d["content"] != "fence").map(id).collect();
        assert_eq!(all, said, "{compress:?}");
    }
    let metrics = get_text(server.metrics, "/metrics").await;
    assert!(metrics.contains("belfry_slow_readers_total 3"), "{metrics}");
}

#[tokio::test]
async fn plain_http_to_the_port_of_tls_is_told_so() {
    let server = Server::secure(&[]);
    let mut socket = TcpStream::connect(server.http).await.unwrap();
    socket.write_all(b"GET /api/v10/gateway HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let (end, answer) = read_to_the_end(&mut socket).await;
    end.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.ends_with("HTTPS, not plain HTTP"), "{answer}");
    failures_counted(&server, 1).await;
}

/// Waits until the server has counted so many: it does so after the other side has seen the end.
async fn failures_counted(server: &Server, count: usize) {
    let line = format!("belfry_tls_handshake_failures_total {count}\n");
    let counted = async { while !get_text(server.metrics, "/metrics").await.contains(&line) {} };
    tokio::time::timeout(DEADLINE, counted).await.unwrap_or_else(|_| panic!("no {line}"));
}

#[tokio::test]
async fn failed_handshakes_are_counted_and_hurt_nobody() {
    let server = Server::secure(&[]);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    // Who only looks, and who says nothing at all: neither has failed.
    drop(TcpStream::connect(server.http).await.unwrap());
    let _silent = TcpStream::connect(server.http).await.unwrap();
    // No TLS; no record of TLS; a record that ends early.
    for bytes in [b"\0\0\0\0".as_slice(), b"\x16\x03\x01\xff\xff\xff", b"\x16\x03\x01\0\x05\x01\0\0\x01\0"] {
        let mut socket = TcpStream::connect(server.http).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        socket.shutdown().await.unwrap();
        _ = read_to_the_end(&mut socket).await;
    }
    let only_http2 = TlsConnector::from(tls::client(&["h2"]));
    let socket = TcpStream::connect(server.http).await.unwrap();
    assert!(only_http2.connect(ServerName::from(server.http.ip()), socket).await.is_err(), "HTTP/2 is not spoken");
    world.fence(&mut gateway).await;
    failures_counted(&server, 4).await;
}

#[tokio::test]
async fn client_without_alpn_is_served() {
    let server = Server::secure(&[]);
    let socket = TcpStream::connect(server.http).await.unwrap();
    let mut socket = TlsConnector::from(tls::client(&[])).connect(ServerName::from(server.http.ip()), socket).await.unwrap();
    socket.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let (end, answer) = read_to_the_end(&mut socket).await;
    end.expect("a clean end");
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test]
async fn server_with_tls_drains_whoever_is_connected() {
    let mut server = Server::secure(&[]);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    let _in_the_middle_of_a_handshake = TcpStream::connect(server.http).await.unwrap();
    server.signal(Signal::TERM);
    gateway.expect_op(7).await;
    gateway.expect_close(4000).await;
    gateway.expect_clean_end().await;
    assert_eq!(server.ended().code(), Some(0));
}

#[tokio::test]
async fn server_with_tls_that_is_nearly_out_of_files_refuses_and_serves_again() {
    let server = Server::secure_with_files(100);
    let world = World::on(&server).await;
    let mut gateway = world.owner.gateway().await;
    let mut open = vec![];
    let mut refused = 0;
    for _ in 0..120 {
        match Gateway::try_dial(server.http, "/gateway?v=10", Compress::None).await {
            Ok(gateway) => open.push(gateway),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 0 && open.len() >= 40, "{refused} refused, {} open", open.len());
    world.fence(&mut gateway).await;
    assert!(get_text(server.metrics, "/metrics").await.contains(&format!("belfry_connections_refused_total {refused}")));
    drop(open);
    let end = tokio::time::Instant::now() + DEADLINE;
    loop {
        assert!(tokio::time::Instant::now() < end, "it never serves again");
        if let Ok(mut again) = Gateway::try_dial(server.http, "/gateway?v=10", Compress::None).await {
            assert!(matches!(again.next().await, Incoming::Frame(_)));
            break;
        }
    }
    server.terminate();
}

#[test]
fn certificate_and_key_that_cannot_be_used_are_one_line_and_exit_code_2() {
    let dir = TempDir::new();
    let (certificate, key) = tls::write_files(&dir.0);
    let other = rcgen::KeyPair::generate().unwrap();
    let (of_another, empty, broken) = (dir.0.join("other.pem"), dir.0.join("empty.pem"), dir.0.join("broken.pem"));
    std::fs::write(&of_another, other.serialize_pem()).unwrap();
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&broken, "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n").unwrap();
    let missing = dir.0.join("missing.pem");
    let nothing = std::path::PathBuf::new();
    for (certificate, key, named) in [
        (&certificate, &nothing, "http.tls_key"),
        (&nothing, &key, "http.tls_certificate"),
        (&missing, &key, "missing.pem"),
        (&certificate, &missing, "missing.pem"),
        (&dir.0, &key, "http.tls_certificate"),
        (&empty, &key, "holds no certificate"),
        (&broken, &key, "broken.pem"),
        (&certificate, &certificate, "holds no private key"),
        (&certificate, &of_another, "cannot be used together"),
    ] {
        let env = [("BELFRY_HTTP__TLS_CERTIFICATE", certificate.to_str().unwrap()), ("BELFRY_HTTP__TLS_KEY", key.to_str().unwrap())];
        for command in ["serve", "check-config"] {
            let (code, line) = one_line(&Server::run(&[command], None, &env));
            assert_eq!(code, Some(2), "{command}: {line}");
            assert!(line.contains(named), "{line}");
        }
    }
}

#[test]
fn check_config_proves_certificate_and_key_and_shows_where_they_are() {
    let dir = TempDir::new();
    let (certificate, key) = tls::write_files(&dir.0);
    let file = dir.0.join("belfry.toml");
    std::fs::write(&file, format!("[http]\ntls_certificate = {certificate:?}\ntls_key = {key:?}\n")).unwrap();
    let output = Server::run(&["check-config", "--config", file.to_str().unwrap()], None, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains(&format!("tls_certificate = {certificate:?}")) && shown.contains(&format!("tls_key = {key:?}")), "{shown}");
    assert!(!shown.contains("BEGIN"), "where the key is, not what it says");
}
