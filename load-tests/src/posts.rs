//! The posting side: a few keep-alive connections with any number of requests under way on each.
use crate::clock;
use crate::http;
use crate::ledger::Ledger;
use crate::percentiles::Times;
use crate::stamp::{STAMP_BYTES, Stamp};
use anyhow::{Context, Result, bail, ensure};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};
use std::collections::VecDeque;
use std::net::{SocketAddr, TcpStream};

/// A request with room for the stamp.
struct Template {
    bytes: Vec<u8>,
    stamp_at: usize,
}

struct Flight {
    due_ns: u64,
}

struct Answer {
    flight: Flight,
    status: u16,
    /// Only of a refusal, whose reason it tells.
    body: String,
}

pub(crate) struct Connection {
    stream: TcpStream,
    /// Requests, or the rest of one, that the socket has not taken yet.
    out: Vec<u8>,
    held: Vec<u8>,
    flights: VecDeque<Flight>,
}

pub(crate) struct Posts {
    connections: Vec<Connection>,
    templates: Vec<Template>,
    next_template: usize,
    /// From when a message was due to the answer.
    pub(crate) ack: Times,
    /// From when a message was due to its request being written.
    pub(crate) late: Times,
    pub(crate) posted: u64,
    pub(crate) acked: u64,
    pub(crate) refused: u64,
    /// The first refusal, word for word.
    pub(crate) refusal: Option<String>,
}

impl Posts {
    /// `authors` are tokens, which take turns.
    pub(crate) fn new(connections: Vec<Connection>, path: &str, authors: &[String], content_bytes: usize) -> Result<Self> {
        let templates = authors.iter().map(|token| Template::new(path, token, content_bytes)).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            connections,
            templates,
            next_template: 0,
            ack: Times::new()?,
            late: Times::new()?,
            posted: 0,
            acked: 0,
            refused: 0,
            refusal: None,
        })
    }

    pub(crate) fn sockets(&self) -> impl Iterator<Item = &TcpStream> {
        self.connections.iter().map(|connection| &connection.stream)
    }

    pub(crate) fn begin(&mut self) {
        self.ack.clear();
        self.late.clear();
        (self.posted, self.acked, self.refused) = (0, 0, 0);
    }

    pub(crate) fn under_way(&self) -> u64 {
        self.posted - self.acked - self.refused
    }

    /// A connection with nothing under way, if there is one.
    pub(crate) fn idle(&self) -> Option<usize> {
        self.connections.iter().position(|connection| connection.flights.is_empty())
    }

    /// Posts message `number` of the ledger's trial on the connection with the least under way.
    pub(crate) fn post(&mut self, ledger: &Ledger, number: u32) -> Result<()> {
        let lengths = self.connections.iter().map(|connection| connection.flights.len());
        let (least, _) = lengths.enumerate().min_by_key(|(_, length)| *length).context("no connection")?;
        let stamp = Stamp { trial: ledger.trial, number };
        self.post_on(least, stamp, ledger.due_ns(number))
    }

    pub(crate) fn post_on(&mut self, index: usize, stamp: Stamp, due_ns: u64) -> Result<()> {
        let template = self.templates.get(self.next_template).context("no author")?;
        self.next_template = (self.next_template + 1) % self.templates.len();
        let connection = self.connections.get_mut(index).context("no connection")?;
        template.write(stamp, &mut connection.out);
        connection.flights.push_back(Flight { due_ns });
        connection.flush()?;
        self.posted += 1;
        self.late.record(due_ns, clock::now_ns());
        Ok(())
    }

    /// Reads the answers that have come on connection `index`, and writes what was left over.
    pub(crate) fn turn(&mut self, index: usize, scratch: &mut [u8]) -> Result<()> {
        let connection = self.connections.get_mut(index).context("no connection")?;
        connection.flush()?;
        while connection.read(scratch)? {}
        let now_ns = clock::now_ns();
        while let Some(answer) = connection.answer()? {
            let Answer { flight, status, body } = answer;
            if (200..300).contains(&status) {
                self.acked += 1;
                self.ack.record(flight.due_ns, now_ns);
            } else {
                self.refused += 1;
                self.refusal.get_or_insert_with(|| format!("{status} {body}"));
            }
        }
        Ok(())
    }
}

impl Template {
    fn new(path: &str, token: &str, content_bytes: usize) -> Result<Self> {
        let content = Stamp { trial: 0, number: 0 }.content(content_bytes)?;
        let body = format!(r#"{{"content":"{content}"}}"#);
        let bytes = http::request("POST", path, token, &body).into_bytes();
        let stamp_at = bytes.len() - body.len() + r#"{"content":""#.len();
        ensure!(bytes.len() >= stamp_at + STAMP_BYTES, "no room for a stamp");
        Ok(Self { bytes, stamp_at })
    }

    fn write(&self, stamp: Stamp, out: &mut Vec<u8>) {
        let (before, rest) = self.bytes.split_at(self.stamp_at);
        let (_, after) = rest.split_at(STAMP_BYTES);
        out.extend_from_slice(before);
        out.extend_from_slice(stamp.text().as_bytes());
        out.extend_from_slice(after);
    }
}

impl Connection {
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, out: Vec::new(), held: Vec::new(), flights: VecDeque::new() })
    }

    fn flush(&mut self) -> Result<()> {
        while !self.out.is_empty() {
            match send(&self.stream, &self.out, SendFlags::NOSIGNAL) {
                Ok(sent) => drop(self.out.drain(..sent)),
                Err(Errno::AGAIN) => break,
                Err(error) => return Err(error).context("the server no longer takes posts"),
            }
        }
        Ok(())
    }

    /// The next answer, if it is there in full.
    fn answer(&mut self) -> Result<Option<Answer>> {
        let Some(http::Response { status, body }) = http::response(&self.held)? else {
            return Ok(None);
        };
        let flight = self.flights.pop_front().context("an answer to no request")?;
        let end = body.end;
        let refused = status >= 300;
        let text = self.held.get(body).filter(|_| refused).unwrap_or_default();
        let body = String::from_utf8_lossy(text).into_owned();
        self.held.drain(..end);
        Ok(Some(Answer { flight, status, body }))
    }

    /// Whether something was read.
    fn read(&mut self, scratch: &mut [u8]) -> Result<bool> {
        match recv(&self.stream, &mut *scratch, RecvFlags::empty()) {
            Ok((_, 0)) => bail!("the server closed a connection that posts"),
            Ok((_, read)) => {
                self.held.extend_from_slice(scratch.get(..read).unwrap_or_default());
                Ok(true)
            }
            Err(Errno::AGAIN) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_differs_from_post_to_post_only_in_its_stamp() {
        let template = Template::new("/post", "token", 200).unwrap();
        let stamp = Stamp { trial: 3, number: 77 };
        let mut out = Vec::new();
        template.write(stamp, &mut out);
        assert_eq!(out.len(), template.bytes.len());
        assert_eq!(Stamp::find(&out, &mut 0), Some(stamp));
        let (head, end) = http::head(&out).unwrap();
        assert_eq!(http::header(head, "authorization"), Some("token"));
        assert_eq!(http::body(head, end).unwrap().end, out.len());
    }
}
