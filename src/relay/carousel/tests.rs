//! Whoever comes and goes while the walk is under way: every lane gets every event of its time once, in order.

use super::{Entry, Group, Moved, Walked};
use crate::model::UserId;
use crate::outbox::{Frame, Outbox, OutboxBounds, Transport};
use crate::relay::class::ClassKey;
use crate::relay::listener::ListenerId;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Debug)]
enum Op {
    Push(u32),
    Step(usize),
    Join,
    Leave(usize),
    CatchUp(usize),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        3 => (1..30_u32).prop_map(Op::Push),
        6 => (1..5_usize).prop_map(Op::Step),
        2 => Just(Op::Join),
        1 => (0..16_usize).prop_map(Op::Leave),
        1 => (0..16_usize).prop_map(Op::CatchUp),
    ];
    prop::collection::vec(op, 1..120)
}

/// One listener, with the other end of its socket.
struct Seat {
    listener: ListenerId,
    lane: usize,
    outbox: Arc<Outbox>,
    client: TcpStream,
    /// The first event of its time.
    from: u32,
}

struct House {
    group: Group,
    sockets: TcpListener,
    seats: Vec<Seat>,
    pushed: u32,
    next_listener: u64,
}

impl House {
    async fn new() -> Self {
        let group = Group::new(ClassKey::sample(Transport::Plain), HashSet::new());
        let sockets = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { group, sockets, seats: vec![], pushed: 0, next_listener: 0 }
    }

    async fn apply(&mut self, op: Op) {
        match op {
            Op::Push(count) => (0..count).for_each(|_| self.push()),
            Op::Step(most) => self.group.step(most, &mut Walked::default()),
            Op::Join => self.join().await,
            Op::Leave(index) if !self.seats.is_empty() => self.leave(index % self.seats.len()).await,
            Op::CatchUp(index) if !self.seats.is_empty() => self.group.catch_up(self.seats[index % self.seats.len()].lane),
            Op::Leave(_) | Op::CatchUp(_) => {}
        }
    }

    fn push(&mut self) {
        let frame = Frame::new(format!("{{\"n\":{},\"s\":", self.pushed).into());
        self.group.push(Entry { frame, sheddable: false, whole: None });
        self.pushed += 1;
    }

    async fn join(&mut self) {
        let client = TcpStream::connect(self.sockets.local_addr().unwrap()).await.unwrap();
        let (socket, _) = self.sockets.accept().await.unwrap();
        let bounds = OutboxBounds { queue_bytes_max: 1 << 24, replay_frames_max: 1 << 20, replay_bytes_max: 1 << 24 };
        let outbox = Outbox::new(socket, Transport::Plain, bounds);
        let listener = ListenerId(self.next_listener);
        self.next_listener += 1;
        let lane = self.group.join(listener, UserId::from_raw(1), outbox.clone());
        self.seats.push(Seat { listener, lane, outbox, client, from: self.pushed });
    }

    async fn leave(&mut self, index: usize) {
        let seat = self.seats.swap_remove(index);
        self.group.catch_up(seat.lane);
        if let Some(Moved { listener, lane }) = self.group.leave(seat.lane) {
            self.seats.iter_mut().find(|seat| seat.listener == listener).unwrap().lane = lane;
        }
        check(seat, self.pushed).await;
    }

    async fn end(mut self) {
        while self.group.has_news() {
            self.group.step(3, &mut Walked::default());
        }
        for seat in self.seats {
            check(seat, self.pushed).await;
        }
    }
}

/// The client has each event from `seat.from` to `end` once, numbered from 1.
async fn check(mut seat: Seat, end: u32) {
    seat.outbox.disconnect();
    let mut bytes = Vec::new();
    seat.client.read_to_end(&mut bytes).await.unwrap();
    let mut heard = Vec::new();
    let mut rest = &bytes[..];
    while let [0x81, length, ..] = rest {
        let json: serde_json::Value = serde_json::from_slice(&rest[2..2 + usize::from(*length)]).unwrap();
        heard.push((json["n"].as_u64().unwrap(), json["s"].as_u64().unwrap()));
        rest = &rest[2 + usize::from(*length)..];
    }
    assert!(rest.is_empty());
    let wanted: Vec<(u64, u64)> = (u64::from(seat.from)..u64::from(end)).zip(1..).collect();
    assert_eq!(heard, wanted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_lane_gets_every_event_of_its_time_once_and_in_order(ops in ops()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut house = House::new().await;
            for op in ops {
                house.apply(op).await;
            }
            house.end().await;
        });
    }
}
