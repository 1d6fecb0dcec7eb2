//! As much of HTTP/1.1 as a load generator needs: requests with a length, answers with a length.
use anyhow::{Context, Result, bail};
use memchr::memmem;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Range;
use std::time::Duration;

const WAIT_TIME_MAX: Duration = Duration::from_mins(1);
/// Times that a request refused with 429 is sent again.
const TRIES_MAX: u32 = 20;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Range<usize>,
}

/// The head at the start of `bytes`, blank line included; `None` while it is not there in full.
pub(crate) fn head(bytes: &[u8]) -> Option<(&str, usize)> {
    let end = memmem::find(bytes, b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
    Some((text, end))
}

/// The value of header `name`, which is given in lower case.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Where the body that belongs to `head` lies, if `head` ends at `end`.
pub(crate) fn body(head: &str, end: usize) -> Result<Range<usize>> {
    if header(head, "transfer-encoding").is_some() {
        bail!("a body in chunks, where this tool reads only those with a length");
    }
    let length = header(head, "content-length").map_or(Ok(0), str::parse::<usize>)?;
    Ok(end..end + length)
}

/// The answer at the start of `bytes`; `None` while it is not there in full.
pub(crate) fn response(bytes: &[u8]) -> Result<Option<Response>> {
    let Some((head, end)) = head(bytes) else {
        return Ok(None);
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = body(head, end)?;
    let status = status.context("an answer without a status")?;
    Ok((bytes.len() >= body.end).then_some(Response { status, body }))
}

/// A request, ready to be written. `token` is left out where it is empty.
pub(crate) fn request(method: &str, path: &str, token: &str, body: &str) -> String {
    let auth = if token.is_empty() { String::new() } else { format!("authorization: {token}\r\n") };
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: belfry-load\r\n{auth}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

/// The address in `http://host:port`, which must be a number.
pub(crate) fn address(url: &str) -> Result<SocketAddr> {
    let rest = url.strip_prefix("http://").context("the url begins with http://")?;
    let host = rest.trim_end_matches('/');
    host.parse().with_context(|| format!("{host} is no address with a port"))
}

/// One connection that asks and waits: for setting up, never for measuring.
pub(crate) struct Client {
    stream: TcpStream,
    held: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, WAIT_TIME_MAX)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(WAIT_TIME_MAX))?;
        Ok(Self { stream, held: Vec::new() })
    }

    /// Asks, and again for as long as the server answers 429.
    ///
    /// # Errors
    /// Also where the answer is not a success: its status and body are in the text.
    pub(crate) fn call(&mut self, method: &str, path: &str, token: &str, body: &Value) -> Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = request(method, &format!("/api/v10{path}"), token, &body);
        for _ in 0..TRIES_MAX {
            let (status, answer) = self.once(&request)?;
            match status {
                200..=299 => return Ok(answer),
                429 => {
                    let seconds = answer.get("retry_after").and_then(Value::as_f64).unwrap_or(1.0);
                    std::thread::sleep(Duration::from_secs_f64(seconds.clamp(0.01, 60.0)));
                }
                _ => bail!("{method} {path} was answered with {status}: {answer}"),
            }
        }
        bail!("{method} {path} was answered with 429 for {TRIES_MAX} times: are limits.rate_limits off?")
    }

    fn once(&mut self, request: &str) -> Result<(u16, Value)> {
        self.stream.write_all(request.as_bytes())?;
        let mut part = [0; 16 * 1024];
        loop {
            if let Some(Response { status, body }) = response(&self.held)? {
                let text = self.held.get(body.clone()).unwrap_or_default();
                let answer = serde_json::from_slice(text).unwrap_or(Value::Null);
                self.held.drain(..body.end);
                return Ok((status, answer));
            }
            let read = self.stream.read(&mut part)?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            self.held.extend_from_slice(part.get(..read).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_one_after_another_are_told_apart() {
        let bytes = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 204 No Content\r\n\r\nHTT";
        let first = response(bytes).unwrap().unwrap();
        assert_eq!((first.status, &bytes[first.body.clone()]), (201, &b"{}"[..]));
        let rest = &bytes[first.body.end..];
        let second = response(rest).unwrap().unwrap();
        assert_eq!((second.status, second.body.len()), (204, 0));
        assert_eq!(response(&rest[second.body.end..]).unwrap(), None);
    }

    #[test]
    fn answer_cut_anywhere_is_waited_for() {
        let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
        for cut in 0..whole.len() {
            assert_eq!(response(&whole[..cut]).unwrap(), None, "{cut}");
        }
        assert!(response(whole).unwrap().is_some());
    }

    #[test]
    fn body_in_chunks_is_an_error_and_not_a_wrong_count() {
        assert!(response(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n").is_err());
    }

    #[test]
    fn address_is_read_from_the_url() {
        assert_eq!(address("http://127.0.0.1:80/").unwrap().port(), 80);
        assert!(address("127.0.0.1:80").is_err());
        assert!(address("http://localhost").is_err());
    }
}
