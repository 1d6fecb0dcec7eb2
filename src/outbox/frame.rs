//! One event as it goes to every listener, and the heads that the transports put before it.

use super::deflate;
use bytes::Bytes;
use std::sync::{Arc, OnceLock};

/// Digits that a sequence number takes in every frame, padded with spaces, so that length and head are the same for all sessions.
pub(super) const SEQUENCE_WIDTH: usize = 10;

/// What a session's socket carries (Discord docs, Gateway, Encoding and Compression).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transport {
    /// JSON in text messages.
    Plain,
    /// One deflate stream per connection; each message is blocks that refer to nothing before them, so they can be shared.
    Zlib,
    /// One zstd frame per connection; each message is raw blocks.
    Zstd,
}

/// An event that was encoded once: all of its JSON up to the number of the session, `{"t":…,"op":0,"d":{…},"s":`.
#[derive(Debug)]
pub struct Frame {
    body: Bytes,
    /// The same as deflate blocks; made when the first zlib session needs it.
    deflated: OnceLock<Bytes>,
}

impl Frame {
    /// `body` ends with `"s":`.
    pub fn new(body: Bytes) -> Arc<Self> {
        debug_assert!(body.ends_with(b"\"s\":"));
        Arc::new(Self { body, deflated: OnceLock::new() })
    }

    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub(super) fn deflated(&self) -> &Bytes {
        self.deflated.get_or_init(|| deflate::blocks(&self.body))
    }
}

const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
/// The first two bytes of a zlib stream: deflate, 32 KiB window.
const ZLIB_HEAD: [u8; 2] = [0x78, 0x01];
/// A zstd frame without content size, checksum or dictionary, window 128 KiB.
const ZSTD_HEAD: [u8; 6] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];
/// Largest zstd block: the window of [`ZSTD_HEAD`].
const ZSTD_BLOCK_BYTES_MAX: usize = 128 * 1024;
/// An empty stored deflate block: what `Z_SYNC_FLUSH` ends with.
const DEFLATE_FLUSH: [u8; 5] = [0x00, 0x00, 0x00, 0xff, 0xff];
/// Largest stored deflate block.
const STORED_BYTES_MAX: usize = 65_535;

/// What goes before the first message of a connection, inside that message.
pub fn first_bytes(transport: Transport) -> &'static [u8] {
    match transport {
        Transport::Plain => &[],
        Transport::Zlib => &ZLIB_HEAD,
        Transport::Zstd => &ZSTD_HEAD,
    }
}

/// A whole WebSocket message that carries `json`, which has no number (HELLO, op 7, 9, 11); `head` is [`first_bytes`] or empty.
pub fn control_frame(transport: Transport, head: &[u8], json: &[u8]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(head.len() + json.len() + 16);
    payload.extend_from_slice(head);
    match transport {
        Transport::Plain => payload.extend_from_slice(json),
        Transport::Zlib => {
            stored_blocks(&mut payload, json);
            payload.extend_from_slice(&DEFLATE_FLUSH);
        }
        Transport::Zstd => raw_blocks(&mut payload, json),
    }
    let mut message = Vec::with_capacity(payload.len() + 10);
    websocket_head(&mut message, opcode(transport), payload.len());
    message.extend_from_slice(&payload);
    message
}

/// Appends a whole WebSocket message that carries `frame`; returns where its number goes.
pub(super) fn lay_out(bytes: &mut Vec<u8>, frame: &Frame, transport: Transport) -> usize {
    match transport {
        Transport::Plain => lay_out_plain(bytes, frame),
        Transport::Zlib => lay_out_zlib(bytes, frame),
        Transport::Zstd => lay_out_zstd(bytes, frame),
    }
}

fn lay_out_plain(bytes: &mut Vec<u8>, frame: &Frame) -> usize {
    websocket_head(bytes, TEXT, frame.body.len() + SEQUENCE_WIDTH + 1);
    bytes.extend_from_slice(&frame.body);
    push_slot(bytes)
}

fn lay_out_zlib(bytes: &mut Vec<u8>, frame: &Frame) -> usize {
    let body = frame.deflated();
    websocket_head(bytes, BINARY, body.len() + 5 + SEQUENCE_WIDTH + 1 + DEFLATE_FLUSH.len());
    bytes.extend_from_slice(body);
    stored_head(bytes, SEQUENCE_WIDTH + 1);
    let slot = push_slot(bytes);
    bytes.extend_from_slice(&DEFLATE_FLUSH);
    slot
}

fn lay_out_zstd(bytes: &mut Vec<u8>, frame: &Frame) -> usize {
    let content = frame.body.len() + SEQUENCE_WIDTH + 1;
    let blocks = frame.body.len().div_ceil(ZSTD_BLOCK_BYTES_MAX) + 1;
    websocket_head(bytes, BINARY, content + 3 * blocks);
    raw_blocks(bytes, &frame.body);
    raw_block_head(bytes, SEQUENCE_WIDTH + 1);
    push_slot(bytes)
}

/// Ten spaces for the number and the closing brace; returns where the number begins.
fn push_slot(bytes: &mut Vec<u8>) -> usize {
    let slot = bytes.len();
    bytes.extend_from_slice(&[b' '; SEQUENCE_WIDTH]);
    bytes.push(b'}');
    slot
}

fn opcode(transport: Transport) -> u8 {
    match transport {
        Transport::Plain => TEXT,
        Transport::Zlib | Transport::Zstd => BINARY,
    }
}

/// The head of an unmasked, unfragmented message (RFC 6455, 5.2).
pub(super) fn websocket_head(bytes: &mut Vec<u8>, opcode: u8, length: usize) {
    bytes.push(opcode);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short), _) if short < 126 => bytes.push(short),
        (_, Ok(middle)) => {
            bytes.push(126);
            bytes.extend_from_slice(&middle.to_be_bytes());
        }
        _ => {
            bytes.push(127);
            bytes.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
        }
    }
}

/// `content` as stored deflate blocks (RFC 1951, 3.2.4).
fn stored_blocks(bytes: &mut Vec<u8>, content: &[u8]) {
    for part in content.chunks(STORED_BYTES_MAX) {
        stored_head(bytes, part.len());
        bytes.extend_from_slice(part);
    }
}

fn stored_head(bytes: &mut Vec<u8>, length: usize) {
    let length = u16::try_from(length).unwrap_or(u16::MAX);
    bytes.push(0);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&(!length).to_le_bytes());
}

/// `content` as raw zstd blocks (RFC 8878, 3.1.1.2).
fn raw_blocks(bytes: &mut Vec<u8>, content: &[u8]) {
    for part in content.chunks(ZSTD_BLOCK_BYTES_MAX) {
        raw_block_head(bytes, part.len());
        bytes.extend_from_slice(part);
    }
}

/// Not the last block, raw, so many bytes: three bytes, little-endian.
fn raw_block_head(bytes: &mut Vec<u8>, length: usize) {
    let head = u32::try_from(length << 3).unwrap_or(u32::MAX).to_le_bytes();
    let [low, middle, high, _] = head;
    bytes.extend_from_slice(&[low, middle, high]);
}
