//! The three transports of the gateway, undone.

use flate2::{Decompress, FlushDecompress, Status};
use tokio_tungstenite::tungstenite::Message;

/// How a session's frames come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compress {
    None,
    Zlib,
    Zstd,
}

impl Compress {
    pub fn query(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Zlib => "&compress=zlib-stream",
            Self::Zstd => "&compress=zstd-stream",
        }
    }
}

/// One connection's stream. Fails the test on a frame that libraries could not read.
pub enum Decoder {
    Text,
    Zlib(Box<Decompress>),
    Zstd { header_seen: bool },
}

impl Decoder {
    pub fn new(compress: Compress) -> Self {
        match compress {
            Compress::None => Self::Text,
            Compress::Zlib => Self::Zlib(Box::new(Decompress::new(true))),
            Compress::Zstd => Self::Zstd { header_seen: false },
        }
    }

    pub fn decode(&mut self, message: &Message) -> String {
        match (self, message) {
            (Self::Text, Message::Text(text)) => text.to_string(),
            (Self::Zlib(state), Message::Binary(bytes)) => inflate(state, bytes),
            (Self::Zstd { header_seen }, Message::Binary(bytes)) => raw_blocks(header_seen, bytes),
            (_, other) => panic!("a frame of the wrong kind for this transport: {other:?}"),
        }
    }
}

fn inflate(state: &mut Decompress, bytes: &[u8]) -> String {
    assert!(bytes.ends_with(&[0, 0, 0xff, 0xff]), "a zlib-stream message that is not flushed");
    let start = state.total_in();
    let mut text = Vec::with_capacity(bytes.len() * 4 + 1024);
    loop {
        let taken = usize::try_from(state.total_in() - start).expect("a small message");
        let status = state.decompress_vec(&bytes[taken..], &mut text, FlushDecompress::Sync).expect("a zlib stream");
        assert_ne!(status, Status::StreamEnd, "the zlib stream ended");
        let all_taken = usize::try_from(state.total_in() - start) == Ok(bytes.len());
        if all_taken && text.len() < text.capacity() {
            break;
        }
        text.reserve(text.len() + 1024);
    }
    String::from_utf8(text).expect("UTF-8")
}

/// Reads the frame header once and then whole blocks, which our server only ever sends raw.
fn raw_blocks(header_seen: &mut bool, bytes: &[u8]) -> String {
    let mut rest = bytes;
    if !*header_seen {
        let (header, blocks) = rest.split_at(6);
        assert_eq!(header[..4], [0x28, 0xb5, 0x2f, 0xfd], "the magic number of zstd");
        assert_eq!(header[4], 0, "a frame of unknown size with a window, without dictionary and checksum");
        *header_seen = true;
        rest = blocks;
    }
    let mut text = Vec::new();
    while !rest.is_empty() {
        let head = u32::from_le_bytes([rest[0], rest[1], rest[2], 0]);
        let length = (head >> 3) as usize;
        assert_eq!(head & 0b111, 0, "a raw block that is not the last of its frame");
        assert!(length <= 128 * 1024, "a block of {length} bytes");
        text.extend_from_slice(&rest[3..3 + length]);
        rest = &rest[3 + length..];
    }
    String::from_utf8(text).expect("UTF-8")
}
