//! From which address a client asks.

use super::error::Failure;
use super::router::Services;
use crate::config::IpNet;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The client's address: the other side's, or what a trusted proxy says of it.
pub(super) struct Address(pub(super) IpAddr);

impl FromRequestParts<Services> for Address {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, services: &Services) -> Result<Self, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        Ok(Self(client(peer, &parts.headers, &services.trusted_proxies)))
    }
}

/// Each proxy appends the address that asked it: from the right, the first that is not itself a trusted proxy. What stands left of it is
/// what the client made up.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(address));
    let lines = headers.get_all("x-forwarded-for").iter().rev().map(|line| line.to_str().unwrap_or_default());
    let mut said = lines.flat_map(|line| line.rsplit(','));
    let mut client = peer;
    while is_trusted(client) {
        // What is no address: counted as the proxy that said so.
        let Some(address) = said.next().and_then(address) else { break };
        client = address;
    }
    client
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    /// Who asks, where 127.0.0.1 and 10.0.0.0/8 are trusted.
    fn asks(peer: &str, lines: &[&'static str]) -> String {
        let trusted = ["127.0.0.1", "10.0.0.0/8"].map(|net| net.parse().ok().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn header_of_others_than_trusted_proxies_is_ignored() {
        assert_eq!(asks("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.7"));
        let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
        assert_eq!(client(peer, &headers, &[]), peer);
    }

    #[test]
    fn client_is_the_rightmost_that_is_no_trusted_proxy() {
        assert_eq!(asks("127.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(asks("127.0.0.1", &["made.up, 203.0.113.9, 198.51.100.7, 10.1.2.3"]), "198.51.100.7");
        assert_eq!(asks("127.0.0.1", &["203.0.113.9", "198.51.100.7", "10.1.2.3"]), "198.51.100.7");
        assert_eq!(asks("::ffff:127.0.0.1", &["2001:db8::1"]), "2001:db8::1");
    }

    #[test]
    fn ports_and_brackets_do_not_matter() {
        for (said, found) in
            [("198.51.100.7:4711", "198.51.100.7"), ("[2001:db8::1]:4711", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1")]
        {
            assert_eq!(asks("127.0.0.1", &[said]), found);
        }
    }

    #[test]
    fn without_an_address_the_proxy_itself_is_counted() {
        assert_eq!(asks("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(asks("127.0.0.1", &["198.51.100.7, unknown"]), "127.0.0.1");
        assert_eq!(asks("127.0.0.1", &["198.51.100.7, , 10.1.2.3"]), "10.1.2.3");
        assert_eq!(asks("127.0.0.1", &["10.9.9.9, 10.1.2.3"]), "10.9.9.9");
    }
}
