//! Reading a channel's messages page by page.
use std::net::SocketAddr;

use tokio::task::JoinSet;

use super::http::Http;
use super::rest::{self, Account};
use crate::checker::{Direction, Message, Recorder};

pub(super) const PAGE_SIZES: [usize; 4] = [1, 7, 50, 100];

/// Reads everything after (or before) the message `from` until a page comes short.
pub(super) async fn read(
    http: &mut Http,
    channel: u64,
    (direction, limit): (Direction, usize),
    from: u64,
) -> std::io::Result<Vec<Vec<Message>>> {
    let mut pages: Vec<Vec<Message>> = Vec::new();
    let mut from = from;
    loop {
        let word = match direction {
            Direction::Before => "before",
            Direction::After => "after",
        };
        let path = format!("/channels/{channel}/messages?limit={limit}&{word}={from}");
        let (status, page) = http.call("GET", &path, None).await?;
        assert_eq!(status, 200, "GET {path}: {page}");
        let page: Vec<Message> = page.as_array().unwrap().iter().map(rest::message).collect();
        let short = page.len() < limit;
        // A page is newest first, whatever the direction.
        let next = match direction {
            Direction::Before => page.last(),
            Direction::After => page.first(),
        };
        from = next.map_or(from, |message| message.id);
        pages.push(page);
        if short {
            return Ok(pages);
        }
    }
}

/// Reads all channels in both directions with every page size, and writes it down.
pub(super) async fn read_all(address: SocketAddr, reader: &Account, channels: &[u64], recorder: &Recorder) {
    let mut readers = JoinSet::new();
    for &channel in channels {
        for start in [(Direction::Before, i64::MAX.unsigned_abs()), (Direction::After, 0)] {
            let http = Http::connect(address, &reader.token).await.unwrap();
            readers.spawn(read_channel(http, channel, start, recorder.clone()));
        }
    }
    readers.join_all().await;
}

async fn read_channel(mut http: Http, channel: u64, (direction, from): (Direction, u64), recorder: Recorder) {
    for limit in PAGE_SIZES {
        let pages = read(&mut http, channel, (direction, limit), from).await.unwrap();
        recorder.read(channel, direction, limit, pages);
    }
}
