//! What a request says about the answer that it takes.

use super::files::Encoding;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The encodings that the asker takes, best first. What is not packed is taken by all.
pub(super) fn encodings(headers: &HeaderMap) -> Vec<Encoding> {
    let wanted: Vec<(&str, bool)> = parts(headers, header::ACCEPT_ENCODING).map(weighed).collect();
    let takes = |name: &str| wanted.iter().find(|(coding, _)| coding.eq_ignore_ascii_case(name)).map(|(_, takes)| *takes);
    let any = takes("*").unwrap_or(false);
    Encoding::ALL.into_iter().filter(|encoding| takes(encoding.name()).unwrap_or(any)).collect()
}

/// Whether this is a browser that opens a page, and no script that asks for data.
pub(super) fn takes_html(headers: &HeaderMap) -> bool {
    parts(headers, header::ACCEPT).map(weighed).any(|(kind, takes)| takes && kind.eq_ignore_ascii_case("text/html"))
}

/// Whether the asker has what `tag` names.
pub(super) fn has(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let tag = tag.to_str().unwrap_or_default();
    // Proxies that pack an answer make its tag a weak one.
    parts(headers, header::IF_NONE_MATCH).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn parts(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(',')).map(str::trim)
}

/// `gzip;q=0.5`: what, and whether its weight is more than zero.
fn weighed(part: &str) -> (&str, bool) {
    let (what, rest) = part.split_once(';').unwrap_or((part, ""));
    let weight = rest.split(';').find_map(|one| one.trim().strip_prefix(['q', 'Q'])?.strip_prefix('='));
    (what.trim(), weight.and_then(|weight| weight.trim().parse::<f32>().ok()).is_none_or(|weight| weight > 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn best_encoding_comes_first_and_refused_ones_not_at_all() {
        use Encoding::{Brotli, Gzip};
        let cases: [(&str, &[Encoding]); 9] = [
            ("gzip, deflate, br, zstd", &[Brotli, Gzip]),
            ("gzip", &[Gzip]),
            ("GZIP;q=0.5", &[Gzip]),
            ("br;q=0, gzip", &[Gzip]),
            ("br;Q=0,gzip;q=high", &[Gzip]),
            ("*", &[Brotli, Gzip]),
            ("*, gzip; q=0.000", &[Brotli]),
            ("identity", &[]),
            ("", &[]),
        ];
        for (accepted, expected) in cases {
            assert_eq!(encodings(&headers(header::ACCEPT_ENCODING, accepted)), expected, "{accepted}");
        }
    }

    #[test]
    fn tag_is_found_among_others_and_behind_a_weak_mark() {
        let tag = HeaderValue::from_static("\"abc\"");
        for (sent, known) in [("\"abc\"", true), ("\"x\", W/\"abc\"", true), ("*", true), ("\"x\"", false), ("abc", false)] {
            assert_eq!(has(&headers(header::IF_NONE_MATCH, sent), &tag), known, "{sent}");
        }
    }
}
