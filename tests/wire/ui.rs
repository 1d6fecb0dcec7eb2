//! The web client as browsers get it: headers, packed versions, what they may keep, and nothing beside it.

use crate::support::{DEADLINE, shared};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::header::{HOST, HeaderMap};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::io::Read;
use std::path::PathBuf;
use tokio::net::TcpStream;

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
const ANY: (&str, &str) = ("accept", "*/*");
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const SCREENS: [&str; 8] =
    ["/", "/login", "/register", "/invite/Ab3", "/channels/@me", "/channels/1/2", "/settings/account?tab=1", "/channels/%2e%2e/x"];
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
                      worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn is_page(&self) -> bool {
        self.status == 200 && self.header("content-type") == Some("text/html; charset=utf-8")
    }

    /// An error of the API, and nothing that anybody keeps.
    fn is_missing(&self) -> bool {
        let is_error = || serde_json::from_slice::<serde_json::Value>(&self.body).is_ok_and(|body| body["code"] == 0);
        self.status == 404 && self.header("cache-control") == Some("no-store") && is_error()
    }
}

/// A request as it stands: nobody tidies its path.
async fn ask(method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
    let address = shared().http;
    let socket = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await.unwrap();
    tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path).header(HOST, address.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap());
    let (head, body) = tokio::time::timeout(DEADLINE, response).await.expect("an answer in time").unwrap().into_parts();
    Reply { status: head.status.as_u16(), headers: head.headers, body: body.collect().await.unwrap().to_bytes() }
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Reply {
    ask(Method::GET, path, headers).await
}

/// What was built.
fn built(path: &str) -> Vec<u8> {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/dist")).join(path);
    std::fs::read(&file).unwrap_or_else(|error| {
        panic!("{}: {error}. These tests need the built web client: `npm --prefix ui ci && npm --prefix ui run build`", file.display())
    })
}

/// The entry of the client: a path as its page names it.
fn script() -> String {
    let page = String::from_utf8(built("index.html")).unwrap();
    let (_, from) = page.split_once(r#" src="/assets/"#).expect("a script in the page");
    format!("/assets/{}", from.split('"').next().unwrap())
}

/// What the page names to be fetched now or later.
fn files_of_page() -> Vec<String> {
    let page = String::from_utf8(built("index.html")).unwrap();
    page.split(['"', ' ']).filter(|word| word.starts_with("/assets/")).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_file_that_the_page_names_is_served() {
    let files = files_of_page();
    assert!(files.contains(&script()) && files.iter().any(|file| file.starts_with("/assets/chat-")), "{files:?}");
    for file in files {
        assert_eq!(get(&file, &[ANY]).await.status, 200, "{file}");
    }
}

#[tokio::test]
async fn every_screen_is_answered_with_the_page() {
    let page = built("index.html");
    for path in SCREENS {
        let reply = get(path, &[BROWSER]).await;
        assert!(reply.is_page(), "{path}: {}", reply.status);
        assert_eq!(reply.body, page, "{path}");
        assert_eq!((reply.header("cache-control"), reply.header("vary")), (Some("no-cache"), Some("accept-encoding")), "{path}");
    }
    assert!(get("/", &[]).await.is_page());
}

#[tokio::test]
async fn files_say_what_browsers_may_do_with_them() {
    for path in ["/", "/login", &script(), "/emoji/names.json"] {
        let reply = get(path, &[BROWSER]).await;
        assert_eq!(reply.header("content-security-policy"), Some(POLICY), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(reply.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        assert!(reply.header("permissions-policy").unwrap().contains("camera=()"), "{path}");
    }
}

#[tokio::test]
async fn page_needs_nothing_that_its_policy_forbids() {
    let page = String::from_utf8(built("index.html")).unwrap();
    assert!(!page.contains("<style") && !page.contains("style=") && !page.contains("://"), "{page}");
    for tag in page.split("<script").skip(1) {
        let (attributes, rest) = tag.split_once('>').unwrap();
        assert!(attributes.contains(" src=\"/") && rest.starts_with("</script>"), "an inline script: {tag}");
    }
}

#[tokio::test]
async fn file_comes_packed_as_the_browser_takes_it() {
    let script = script();
    let file = script.trim_start_matches('/');
    let plain = built(file);
    let cases = [
        ("gzip, deflate, br, zstd", Some("br"), built(&format!("{file}.br"))),
        ("gzip", Some("gzip"), built(&format!("{file}.gz"))),
        ("br;q=0, gzip;q=0.1", Some("gzip"), built(&format!("{file}.gz"))),
        ("identity", None, plain.clone()),
    ];
    let mut tags = Vec::new();
    for (accepted, encoding, body) in cases {
        let reply = get(&script, &[ANY, ("accept-encoding", accepted)]).await;
        assert_eq!((reply.status, reply.header("content-encoding")), (200, encoding), "{accepted}");
        assert_eq!(reply.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!((reply.header("cache-control"), reply.header("vary")), (Some(FOR_EVER), Some("accept-encoding")));
        assert_eq!(reply.header("content-length"), Some(body.len().to_string().as_str()));
        assert!(reply.body == body, "{accepted}: other bytes");
        tags.push(reply.header("etag").unwrap().to_owned());
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "one tag per encoding: {tags:?}");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&built(&format!("{file}.gz"))[..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain);
}

#[tokio::test]
async fn who_has_the_file_is_told_so_in_a_few_bytes() {
    for path in ["/", "/channels/1/2", "/emoji/en/data.json", &script()] {
        let packed = [BROWSER, ("accept-encoding", "br")];
        let first = get(path, &packed).await;
        let tag = first.header("etag").unwrap();
        assert!(tag.starts_with('"'), "a strong tag: {tag}");
        let again = get(path, &[packed[0], packed[1], ("if-none-match", tag)]).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)), "{path}");
        for kept in ["cache-control", "vary", "content-security-policy"] {
            assert_eq!(again.header(kept), first.header(kept), "{path}");
        }
        assert_eq!(get(path, &[packed[0], packed[1], ("if-none-match", "\"other\"")]).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn head_has_the_headers_and_no_body() {
    // The emoji picker asks so whether its copy is still the newest.
    for path in ["/", "/login", "/emoji/en/messages.json"] {
        let (head, whole) = (ask(Method::HEAD, path, &[BROWSER]).await, get(path, &[BROWSER]).await);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["etag", "content-length", "content-type", "cache-control"] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
            assert!(head.header(name).is_some(), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn emoji_are_data_of_our_own() {
    for path in ["/emoji/en/data.json", "/emoji/en/messages.json", "/emoji/names.json"] {
        let reply = get(path, &[ANY]).await;
        assert_eq!((reply.header("content-type"), reply.header("cache-control")), (Some("application/json"), Some("no-cache")), "{path}");
        serde_json::from_slice::<serde_json::Value>(&reply.body).unwrap();
    }
    let names: Vec<(String, Vec<String>)> = serde_json::from_slice(&get("/emoji/names.json", &[ANY]).await.body).unwrap();
    // As bots write it: without a mark that it is an emoji.
    assert!(names.iter().any(|(emoji, names)| emoji == "👍" && names.contains(&"+1".to_owned())));
    assert!(names.iter().any(|(emoji, names)| emoji == "❤\u{fe0f}" && names.contains(&"heart".to_owned())));
}

#[tokio::test]
async fn what_is_no_file_and_no_screen_is_missing() {
    for path in ["/assets/index.js", "/assets/", "/emoji/de/data.json", "/api/v8/x", "/gateway/x", "/health/x", "/metrics", "/api"] {
        assert!(get(path, &[BROWSER]).await.is_missing(), "{path}");
    }
    // A script that asks for a screen wants data.
    assert!(get("/login", &[ANY]).await.is_missing());
    assert!(ask(Method::POST, "/login", &[BROWSER]).await.is_missing());
    assert_eq!(ask(Method::POST, "/", &[BROWSER]).await.status, 405);
    // Packed versions and what the build keeps for itself have no address.
    for path in [format!("{}.br", script()), format!("{}.gz", script()), "/.vite/manifest.json".to_owned(), "/.gitkeep".to_owned()] {
        assert!(get(&path, &[ANY]).await.is_missing(), "{path}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_built_files() {
    let outside = ["package.json", "../package.json", "../../Cargo.toml", "../../../../../../../../etc/passwd"];
    let before = ["/", "/assets/", "/emoji/en/../../", "//", "/assets/..;/"];
    for path in before.iter().flat_map(|before| outside.iter().map(move |outside| format!("{before}{outside}"))) {
        for path in [
            path.clone(),
            path.replace("../", "..%2f"),
            path.replace("..", "%2e%2e"),
            path.replace('/', "/./"),
            path.replace("../", "..%5c"),
        ] {
            let reply = get(&path, &[ANY]).await;
            assert!(reply.is_missing(), "{path}: {} {:?}", reply.status, reply.body);
            let reply = get(&path, &[BROWSER]).await;
            assert!(reply.is_missing() || reply.is_page(), "{path}: {} {:?}", reply.status, reply.body);
        }
    }
}

#[tokio::test]
async fn answers_of_the_api_are_kept_by_nobody() {
    for path in ["/api/v10/gateway", "/health/live", "/api/v10/users/@me"] {
        assert_eq!(get(path, &[BROWSER]).await.header("cache-control"), Some("no-store"), "{path}");
    }
}
