//! What a client reads: every frame once, in order, numbered, on each transport, whatever happens to its sockets.

use super::frame::{control_frame, first_bytes};
use super::tls::tests::pair;
use super::{Delivery, Frame, Outbox, OutboxBounds, Round, Socket, Stretch, Transport, Watch};
use flate2::{Decompress, FlushDecompress};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::{TcpListener, TcpStream};

const TRANSPORTS: [Transport; 3] = [Transport::Plain, Transport::Zlib, Transport::Zstd];
const BOUNDS: OutboxBounds = OutboxBounds { queue_bytes_max: 1 << 20, replay_frames_max: 100, replay_bytes_max: 1 << 22 };

/// Both ends of a connection that has said HELLO.
async fn connection(transport: Transport, bounds: OutboxBounds) -> (Arc<Outbox>, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (socket, _) = listener.accept().await.unwrap();
    (opened(socket, transport, bounds), client)
}

/// The same over TLS.
async fn secure_connection(transport: Transport, bounds: OutboxBounds) -> (Arc<Outbox>, impl AsyncRead + Unpin) {
    let (socket, client) = pair().await;
    (opened(socket, transport, bounds), client)
}

fn opened(socket: impl Into<Socket>, transport: Transport, bounds: OutboxBounds) -> Arc<Outbox> {
    let outbox = Outbox::new(socket, transport, bounds);
    outbox.write_raw(&control_frame(transport, first_bytes(transport), br#"{"op":10}"#)).unwrap();
    outbox
}

fn frame(n: usize) -> Arc<Frame> {
    Frame::new(format!("{{\"n\":{n},\"s\":").into())
}

fn round(numbers: std::ops::Range<usize>, transport: Transport) -> Round {
    let frames: Vec<_> = numbers.map(|n| (frame(n), false)).collect();
    Round::new(&frames, transport)
}

/// All that the client reads until the outbox's end of the socket is gone, without HELLO.
async fn read_all(mut client: impl AsyncRead + Unpin, transport: Transport) -> Vec<Value> {
    let mut bytes = Vec::new();
    client.read_to_end(&mut bytes).await.unwrap();
    let mut decoder = Decoder::new(transport);
    let mut texts: Vec<String> = payloads(&bytes).into_iter().map(|payload| decoder.decode(payload)).collect();
    assert_eq!(texts.remove(0), r#"{"op":10}"#);
    let parse = |text: &String| {
        let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        if let Some(s) = value["s"].as_u64() {
            assert!(text.ends_with(&format!("\"s\":{s:>10}}}")), "ten wide and last: {text}");
        }
        value
    };
    texts.iter().map(parse).collect()
}

/// The payloads of whole, unmasked and unfragmented WebSocket messages, up to a close frame.
fn payloads(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = vec![];
    while !bytes.is_empty() && bytes[0] != 0x88 {
        assert!(matches!(bytes[0], 0x81 | 0x82), "text or binary, final");
        let (head, length) = match bytes[1] {
            126 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
            127 => (10, usize::try_from(u64::from_be_bytes(bytes[2..10].try_into().unwrap())).unwrap()),
            short => (2, usize::from(short)),
        };
        assert!(head != 4 || length > 125, "the shortest head");
        assert!(head != 10 || length > 65_535, "the shortest head");
        found.push(&bytes[head..head + length]);
        bytes = &bytes[head + length..];
    }
    found
}

struct Decoder {
    transport: Transport,
    zlib: Decompress,
    began: bool,
}

impl Decoder {
    fn new(transport: Transport) -> Self {
        Self { transport, zlib: Decompress::new(true), began: false }
    }

    fn decode(&mut self, payload: &[u8]) -> String {
        let bytes = match self.transport {
            Transport::Plain => payload.to_vec(),
            Transport::Zlib => self.inflate(payload),
            Transport::Zstd => self.raw_blocks(payload),
        };
        String::from_utf8(bytes).unwrap().into_boxed_str().into_string()
    }

    fn inflate(&mut self, payload: &[u8]) -> Vec<u8> {
        assert!(payload.ends_with(&[0, 0, 0xff, 0xff]), "flushed");
        let mut text = Vec::with_capacity(1 << 20);
        let before = self.zlib.total_in();
        self.zlib.decompress_vec(payload, &mut text, FlushDecompress::Sync).unwrap();
        assert_eq!(self.zlib.total_in() - before, u64::try_from(payload.len()).unwrap(), "one message needs no other");
        text
    }

    fn raw_blocks(&mut self, payload: &[u8]) -> Vec<u8> {
        let mut rest = payload;
        if !std::mem::replace(&mut self.began, true) {
            rest = rest.strip_prefix(&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]).unwrap();
        }
        let mut text = Vec::new();
        while let [a, b, c, tail @ ..] = rest {
            let head = u32::from_le_bytes([*a, *b, *c, 0]);
            assert_eq!(head & 0b111, 0, "raw, and not the last");
            let (block, tail) = tail.split_at(usize::try_from(head >> 3).unwrap());
            assert!(block.len() <= 128 * 1024);
            text.extend_from_slice(block);
            rest = tail;
        }
        text
    }
}

fn numbered(numbers: std::ops::Range<usize>, first: usize) -> Vec<Value> {
    numbers.enumerate().map(|(at, n)| json!({"n": n, "s": first + at})).collect()
}

#[tokio::test]
async fn frames_of_any_length_are_read_back_on_every_transport() {
    for transport in TRANSPORTS {
        let lengths = [1, 80, 100, 111, 112, 113, 125, 126, 65_500, 65_514, 65_520, 65_535, 65_536, 131_000, 131_072, 131_073, 300_000];
        let (outbox, client) = connection(transport, OutboxBounds { queue_bytes_max: 1 << 24, ..BOUNDS }).await;
        let reading = tokio::spawn(read_all(client, transport));
        let text = |length: usize| (0..length).map(|at| char::from(b'a' + u8::try_from(at * at % 23).unwrap())).collect::<String>();
        for length in lengths {
            outbox.dispatch(Frame::new(format!("{{\"x\":\"{}\",\"s\":", text(length)).into()));
        }
        outbox.close(1000, "");
        let mut heard = reading.await.unwrap();
        for (at, length) in lengths.into_iter().enumerate() {
            let event = heard.remove(0);
            assert_eq!(
                (event["x"].as_str().unwrap().len(), event["s"].as_u64()),
                (length, Some(u64::try_from(at).unwrap() + 1)),
                "{transport:?}"
            );
        }
    }
}

#[tokio::test]
async fn numbers_go_on_over_every_change_of_digits() {
    for transport in TRANSPORTS {
        let (outbox, client) = connection(transport, OutboxBounds { replay_frames_max: 5_000, ..BOUNDS }).await;
        let reading = tokio::spawn(read_all(client, transport));
        let mut at = 0;
        for count in [1, 7, 5, 1, 80, 9, 1, 890, 20, 3] {
            outbox.deliver(&mut round(at..at + count, transport));
            at += count;
        }
        outbox.close(1000, "");
        assert_eq!(reading.await.unwrap(), numbered(0..at, 1), "{transport:?}");
    }
}

#[tokio::test]
async fn one_share_is_numbered_for_each_session_by_itself() {
    let mut share = round(0..12, Transport::Plain);
    for before in [0, 3, 95] {
        let (outbox, client) = connection(Transport::Plain, BOUNDS).await;
        outbox.deliver(&mut round(100..100 + before, Transport::Plain));
        assert_eq!(outbox.deliver(&mut share), Delivery::Sent);
        outbox.disconnect();
        let heard = read_all(client, Transport::Plain).await;
        assert_eq!(heard[before..], numbered(0..12, before + 1));
    }
}

#[tokio::test]
async fn resume_from_the_middle_of_a_share_brings_the_rest_of_it_over_any_transport() {
    for before in TRANSPORTS {
        for after in TRANSPORTS {
            let (outbox, client) = connection(before, BOUNDS).await;
            outbox.deliver(&mut round(0..5, before));
            outbox.disconnect();
            drop(client);
            assert_eq!(outbox.deliver(&mut round(5..8, before)), Delivery::Kept);
            let (new, client) = connection(after, BOUNDS).await;
            outbox.resume(&new, 3, frame(99)).unwrap();
            assert_eq!(outbox.deliver(&mut round(8..9, before)), Delivery::Sent, "the walk does not know of the new transport");
            outbox.disconnect();
            let wanted = [numbered(3..8, 4), numbered(99..100, 9), numbered(8..9, 10)].concat();
            assert_eq!(read_all(client, after).await, wanted, "{before:?} to {after:?}");
        }
    }
}

#[tokio::test]
async fn what_was_acknowledged_or_never_sent_cannot_be_asked_for() {
    let (outbox, _client) = connection(Transport::Plain, BOUNDS).await;
    outbox.deliver(&mut round(0..5, Transport::Plain));
    outbox.deliver(&mut round(5..10, Transport::Plain));
    outbox.acknowledged(7);
    for (seq, resumable) in [(4, false), (11, false), (5, true)] {
        let (new, _client) = connection(Transport::Plain, BOUNDS).await;
        assert_eq!(outbox.resume(&new, seq, frame(0)).is_ok(), resumable, "from {seq}: shares are forgotten whole");
        assert_eq!(new.has_socket(), !resumable, "a refused connection keeps its socket");
    }
}

#[tokio::test]
async fn what_is_not_kept_for_resume_refuses_those_who_ask_from_before_it() {
    let (outbox, _client) = connection(Transport::Plain, BOUNDS).await;
    outbox.dispatch_unkept(frame(0));
    outbox.dispatch(frame(1));
    let (new, _client) = connection(Transport::Plain, BOUNDS).await;
    assert!(outbox.resume(&new, 0, frame(2)).is_err());
    assert!(outbox.resume(&new, 1, frame(2)).is_ok());
}

#[derive(Default)]
struct Told {
    drained: AtomicUsize,
    overflowed: AtomicUsize,
}

impl Watch for Told {
    fn drained(&self) {
        self.drained.fetch_add(1, Relaxed);
    }

    fn replay_overflowed(&self) {
        self.overflowed.fetch_add(1, Relaxed);
    }
}

#[tokio::test]
async fn session_ends_when_it_certainly_missed_more_than_is_kept() {
    let bounds = OutboxBounds { replay_frames_max: 4, ..BOUNDS };
    let (outbox, _client) = connection(Transport::Plain, bounds).await;
    let told = Arc::new(Told::default());
    outbox.set_watch(told.clone());
    outbox.deliver(&mut round(0..10, Transport::Plain));
    for n in 10..13 {
        outbox.dispatch(frame(n));
    }
    outbox.disconnect();
    for n in 13..17 {
        assert_eq!(outbox.dispatch(frame(n)), Delivery::Kept, "four were missed, and four are kept");
    }
    assert_eq!(outbox.dispatch(frame(17)), Delivery::Ended);
    assert_eq!(told.overflowed.load(Relaxed), 1);
    let (new, _client) = connection(Transport::Plain, bounds).await;
    assert!(outbox.resume(&new, 17, frame(99)).is_err());
}

#[tokio::test]
async fn all_that_is_kept_comes_though_resumed_is_one_more() {
    let bounds = OutboxBounds { replay_frames_max: 4, ..BOUNDS };
    let (outbox, _client) = connection(Transport::Zlib, bounds).await;
    outbox.disconnect();
    for n in 0..4 {
        outbox.dispatch(frame(n));
    }
    let (new, client) = connection(Transport::Zlib, bounds).await;
    outbox.resume(&new, 0, frame(4)).unwrap();
    outbox.disconnect();
    assert_eq!(read_all(client, Transport::Zlib).await, numbered(0..5, 1));
}

/// Rounds as a class's walk makes them of a stretch that grows.
fn stretch_round(stretch: &Arc<Stretch>, range: std::ops::Range<usize>) -> Round {
    let frames: Vec<_> = range.clone().map(|n| (frame(n), false)).collect();
    for (frame, _) in &frames {
        stretch.push(frame.clone());
    }
    Round::of(stretch.slice(range.start, range.len()).into_iter().collect(), &frames, Transport::Plain)
}

#[tokio::test]
async fn one_stretch_is_kept_as_exactly_as_single_frames() {
    let bounds = OutboxBounds { replay_frames_max: 8, ..BOUNDS };
    for (from, kept) in [(3, false), (4, true), (11, true), (12, true)] {
        let (outbox, _client) = connection(Transport::Plain, bounds).await;
        let stretch = Arc::default();
        for range in [0..1, 1..2, 2..7, 7..12] {
            outbox.deliver(&mut stretch_round(&stretch, range));
        }
        let (new, client) = connection(Transport::Zlib, bounds).await;
        assert_eq!(outbox.resume(&new, from, frame(12)).is_ok(), kept, "after {from}");
        if kept {
            outbox.disconnect();
            let from = usize::try_from(from).unwrap();
            assert_eq!(read_all(client, Transport::Zlib).await, numbered(from..13, from + 1));
        }
    }
}

#[tokio::test]
async fn those_who_missed_the_same_are_sent_one_copy_of_it() {
    let stretch = Arc::default();
    let mut round = stretch_round(&stretch, 0..5);
    let slice = round.pick(false).batch.slices[0].clone();
    let laid = [Transport::Plain, Transport::Plain, Transport::Zlib].map(|transport| slice.batch(transport));
    assert!(Arc::ptr_eq(&laid[0], &laid[1]));
    assert_eq!(laid[2].transport, Transport::Zlib);
    let mut shorter = slice.clone();
    shorter.drop_front(2);
    assert_eq!((shorter.batch(Transport::Plain).count(), slice.batch(Transport::Plain).count()), (3, 5));
}

#[tokio::test]
async fn stretch_that_is_interrupted_is_taken_up_again() {
    let (outbox, _client) = connection(Transport::Plain, BOUNDS).await;
    let stretch = Arc::default();
    outbox.deliver(&mut stretch_round(&stretch, 0..3));
    outbox.dispatch(frame(3));
    // Somebody else was given the fourth of the stretch.
    stretch.push(frame(99));
    let mut rest = stretch_round(&stretch, 4..6);
    outbox.deliver(&mut rest);
    let (new, client) = connection(Transport::Plain, BOUNDS).await;
    outbox.resume(&new, 1, frame(6)).unwrap();
    outbox.disconnect();
    assert_eq!(read_all(client, Transport::Plain).await, numbered(1..7, 2));
}

/// Fills the socket of a client that does not read; how many frames were numbered.
fn fill(outbox: &Arc<Outbox>, until: Delivery) -> usize {
    let mut seed = 7_u64;
    for n in 0.. {
        let noise = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{seed:016x}")
        });
        // Deflate makes little of it smaller.
        let noise: String = noise.take(250).collect();
        let filler = Frame::new(format!("{{\"n\":{n},\"x\":\"{noise}\",\"s\":").into());
        let delivery = outbox.dispatch(filler);
        if delivery == until {
            return n + 1;
        }
        assert!(matches!(delivery, Delivery::Sent | Delivery::Queued), "{delivery:?}");
    }
    unreachable!("a socket that takes everything")
}

#[tokio::test]
async fn nothing_falls_into_the_middle_of_what_waits() {
    for transport in TRANSPORTS {
        let bounds = OutboxBounds { replay_frames_max: 1 << 20, replay_bytes_max: 1 << 30, queue_bytes_max: 1 << 24 };
        let (outbox, client) = connection(transport, bounds).await;
        speak_while_it_waits(outbox, client, transport).await;
        // Over TLS the end is clean too: reading fails otherwise.
        let (outbox, client) = secure_connection(transport, bounds).await;
        speak_while_it_waits(outbox, client, transport).await;
    }
}

/// Fills the socket, speaks on, closes, and reads all of it back.
async fn speak_while_it_waits(outbox: Arc<Outbox>, client: impl AsyncRead + Unpin, transport: Transport) {
    let told = Arc::new(Told::default());
    outbox.set_watch(told.clone());
    let count = fill(&outbox, Delivery::Queued);
    assert!(!outbox.tell_when_drained());
    outbox.write_raw(&control_frame(transport, &[], br#"{"op":11}"#)).unwrap();
    outbox.dispatch(frame(count));
    outbox.close(4000, "enough");
    let heard = read_all(client, transport).await;
    assert_eq!(heard.len(), count + 2, "{transport:?}");
    assert_eq!(heard[count], json!({"op": 11}));
    assert!((0..count).all(|n| heard[n]["s"] == n + 1));
    assert_eq!(heard[count + 1], json!({"n": count, "s": count + 1}));
    assert_eq!(told.drained.load(Relaxed), 1, "told once");
}

#[tokio::test]
async fn what_tls_itself_holds_is_sent_though_nothing_follows() {
    let bounds = OutboxBounds { replay_frames_max: 1 << 20, replay_bytes_max: 1 << 30, queue_bytes_max: 1 << 24 };
    let (outbox, mut client) = secure_connection(Transport::Plain, bounds).await;
    // Some of it was taken by TLS, but not by the connection.
    let count = fill(&outbox, Delivery::Queued);
    assert!(!outbox.tell_when_drained());
    let mut heard = Vec::new();
    let last = format!("\"s\":{count:>10}}}");
    let all = async {
        while !heard.ends_with(last.as_bytes()) {
            assert!(client.read_buf(&mut heard).await.unwrap() > 0, "the end before the last frame");
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("the last frame");
    while !outbox.tell_when_drained() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn resume_over_tls_brings_what_was_missed_whatever_fits() {
    let bounds = OutboxBounds { replay_frames_max: 1 << 20, replay_bytes_max: 1 << 30, queue_bytes_max: 64 * 1024 };
    for transport in TRANSPORTS {
        let (outbox, client) = secure_connection(transport, bounds).await;
        let count = fill(&outbox, Delivery::Slow);
        drop(client);
        let (new, client) = secure_connection(transport, bounds).await;
        outbox.resume(&new, 2, frame(count)).unwrap();
        outbox.close(4000, "");
        let heard = read_all(client, transport).await;
        let wanted: Vec<Value> = (3..=count + 1).map(|s| json!(s)).collect();
        assert_eq!(heard.iter().map(|event| event["s"].clone()).collect::<Vec<_>>(), wanted, "{transport:?}");
    }
}

#[tokio::test]
async fn slow_reader_is_cut_and_loses_nothing() {
    let bounds = OutboxBounds { replay_frames_max: 1 << 20, replay_bytes_max: 1 << 30, queue_bytes_max: 64 * 1024 };
    let (outbox, client) = connection(Transport::Plain, bounds).await;
    let count = fill(&outbox, Delivery::Slow);
    assert!(!outbox.has_socket());
    drop(client);
    let (new, client) = connection(Transport::Plain, bounds).await;
    let reading = tokio::spawn(read_all(client, Transport::Plain));
    outbox.resume(&new, 2, frame(count)).unwrap();
    outbox.close(4000, "");
    let heard = reading.await.unwrap();
    let wanted: Vec<Value> = (3..=count + 1).map(|s| json!(s)).collect();
    assert_eq!(heard.iter().map(|event| event["s"].clone()).collect::<Vec<_>>(), wanted, "the frame that found it full is there too");
}

#[tokio::test]
async fn session_without_socket_is_given_no_typing_and_keeps_nothing_of_it() {
    let (outbox, client) = connection(Transport::Plain, BOUNDS).await;
    outbox.disconnect();
    drop(client);
    for n in 0..1_000 {
        let typing = (frame(n), true);
        assert_eq!(outbox.deliver(&mut Round::new(&[typing], Transport::Plain)), Delivery::Kept);
    }
    assert_eq!(outbox.deliver(&mut Round::new(&[(frame(1), true), (frame(2), false)], Transport::Plain)), Delivery::Kept);
    let (new, client) = connection(Transport::Plain, BOUNDS).await;
    outbox.resume(&new, 0, frame(3)).unwrap();
    outbox.disconnect();
    assert_eq!(read_all(client, Transport::Plain).await, numbered(2..4, 1));
}

#[tokio::test]
async fn ended_session_numbers_nothing() {
    let (outbox, _client) = connection(Transport::Plain, BOUNDS).await;
    outbox.end();
    assert_eq!(outbox.dispatch(frame(0)), Delivery::Ended);
    assert_eq!(outbox.seq(), 0);
}
