//! The web client: its files, and its page for every screen that it has.

mod conditions;
mod files;
mod kind;
/// Of `build.rs`.
#[cfg(test)]
mod listing;

use super::error::{ApiError, Failure};
use super::router::Services;
use super::{landing, watch};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use files::{File, Source};

/// What `build.rs` found.
static SITE: Source = include!(concat!(env!("OUT_DIR"), "/ui.rs"));

const PAGE: &str = "index.html";
/// What is not a screen of the client, whatever follows.
const NO_SCREENS: [&str; 6] = ["api", "gateway", "health", "metrics", "assets", "emoji"];
/// Named after its content by the build, so it never changes.
const HASHED: &str = "assets/";
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

/// Goes with every file. Nothing is loaded from anywhere else, and nobody may frame the client.
const POLICIES: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; \
         manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// `/`: the client, or how to build it.
pub(super) async fn page(State(services): State<Services>, method: Method, headers: HeaderMap) -> Response<Body> {
    let response = match answer(&SITE, PAGE, &headers) {
        Some(response) => response,
        None => landing::page(&services.origin, &headers),
    };
    watch::count(&method, "page", response.status());
    response
}

/// Every path that is nothing else: a file, a screen of the client, or nothing.
pub(super) async fn other(method: Method, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let path = uri.path().trim_start_matches('/');
    let reads = method == Method::GET || method == Method::HEAD;
    let file = || Some((answer(&SITE, path, &headers)?, "file"));
    let page = || if is_screen(path, &headers) { Some((answer(&SITE, PAGE, &headers)?, "page")) } else { None };
    let found = if reads { file().or_else(page) } else { None };
    let (response, route) = found.unwrap_or_else(|| (Failure::Api(ApiError::NotFound).into_response(), "unmatched"));
    watch::count(&method, route, response.status());
    response
}

/// Whether a browser asks for a page that the client draws: `/channels/…`, `/login`, `/invite/…`.
fn is_screen(path: &str, headers: &HeaderMap) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    !NO_SCREENS.contains(&first) && conditions::takes_html(headers)
}

/// The file at `path` as the asker takes it, or 304 if the asker has it. `None`: there is none.
fn answer(site: &Source, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let file = site.find(path, &conditions::encodings(headers))?;
    let mut response = if conditions::has(headers, &file.tag) { not_modified() } else { whole(path, &file) };
    let given = response.headers_mut();
    given.insert(header::ETAG, file.tag);
    given.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    given.insert(header::CACHE_CONTROL, if path.starts_with(HASHED) { FOR_EVER } else { ASK_EACH_TIME });
    given.extend(POLICIES.map(|(name, policy)| (name, HeaderValue::from_static(policy))));
    Some(response)
}

fn not_modified() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response
}

fn whole(path: &str, file: &File) -> Response<Body> {
    let mut response = Response::new(Body::from(file.bytes.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind::of(path)));
    if let Some(encoding) = file.encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: Source = Source::Embedded(&[]);
    static FILES: [files::Embedded; 4] = [
        files::Embedded::new("assets/a-1.js", b"plain"),
        files::Embedded::new("assets/a-1.js.br", b"brotli"),
        files::Embedded::new("assets/a-1.js.gz", b"gzip"),
        files::Embedded::new("index.html", b"<!doctype html>"),
    ];
    static BUILT: Source = Source::Embedded(&FILES);

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn embedded_file_is_sent_as_the_asker_takes_it() {
        for (accepted, encoding, kept) in [("gzip, br", Some("br"), 6), ("gzip", Some("gzip"), 4), ("", None, 5)] {
            let response = answer(&BUILT, "assets/a-1.js", &headers(&[(header::ACCEPT_ENCODING, accepted)])).unwrap();
            assert_eq!(response.headers().get("content-encoding").map(|name| name.to_str().unwrap()), encoding);
            assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
            assert_eq!(axum::body::HttpBody::size_hint(response.body()).exact(), Some(kept));
        }
    }

    #[test]
    fn who_has_the_file_gets_304_in_the_same_encoding_only() {
        let plain = answer(&BUILT, PAGE, &HeaderMap::new()).unwrap();
        let mut asks = HeaderMap::new();
        asks.insert(header::IF_NONE_MATCH, plain.headers()["etag"].clone());
        assert_eq!(answer(&BUILT, PAGE, &asks).unwrap().status(), 304);
        assert_eq!(answer(&BUILT, "assets/a-1.js", &asks).unwrap().status(), 200);
    }

    #[test]
    fn without_a_built_client_there_are_no_files() {
        assert!(answer(&EMPTY, PAGE, &HeaderMap::new()).is_none());
        assert!(answer(&Source::Folder("/nowhere"), PAGE, &HeaderMap::new()).is_none());
    }

    #[test]
    fn screens_are_what_browsers_open_outside_of_the_api() {
        let browser = headers(&[(header::ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")]);
        let script = headers(&[(header::ACCEPT, "*/*")]);
        for path in ["login", "channels/1/2", "invite/abc", "settings/", "apiary"] {
            assert!(is_screen(path, &browser) && !is_screen(path, &script), "{path}");
        }
        for path in ["api", "api/v8/users", "gateway/x", "health/x", "metrics", "assets/x.js", "emoji/x"] {
            assert!(!is_screen(path, &browser), "{path}");
        }
    }
}
