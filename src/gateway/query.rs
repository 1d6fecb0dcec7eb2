//! What a client asks for in the gateway's URL.

use crate::outbox::Transport;
use crate::protocol::gateway::CloseCode;

/// `/?v=10&encoding=json&compress=zlib-stream`, in any order (Discord docs, Gateway, Connecting).
pub(super) fn transport(query: Option<&str>) -> Result<Transport, CloseCode> {
    let mut transport = Transport::Plain;
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    for (name, value) in pairs {
        match (name, value) {
            ("v", "9" | "10") | ("encoding", "json") | ("compress", "" | "false") => {}
            ("v", _) => return Err(CloseCode::InvalidVersion),
            ("compress", "zlib-stream") => transport = Transport::Zlib,
            ("compress", "zstd-stream") => transport = Transport::Zstd,
            ("encoding" | "compress", _) => return Err(CloseCode::DecodeError),
            _ => {}
        }
    }
    Ok(transport)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_parameters_does_not_matter() {
        assert_eq!(transport(Some("compress=zstd-stream&encoding=json&v=10")).ok(), Some(Transport::Zstd));
        assert_eq!(transport(None).ok(), Some(Transport::Plain));
    }

    #[test]
    fn unknown_version_encoding_and_compression_are_refused() {
        assert!(matches!(transport(Some("v=6")), Err(CloseCode::InvalidVersion)));
        assert!(matches!(transport(Some("v=10&encoding=etf")), Err(CloseCode::DecodeError)));
        assert!(matches!(transport(Some("v=10&compress=lz4")), Err(CloseCode::DecodeError)));
    }
}
