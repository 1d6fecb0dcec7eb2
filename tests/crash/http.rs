//! A bare HTTP/1.1 connection: one request after the other, and no retry of which the test would not know.
use std::io::{self, Error, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A server that neither answers nor dies has failed.
const ANSWER_MAX: Duration = Duration::from_secs(20);

pub(super) struct Http {
    stream: BufReader<TcpStream>,
    token: String,
}

/// Status and body; an empty body is null.
pub(super) type Answer = (u16, Value);

impl Http {
    /// `token` may be empty: then no request is authorized.
    pub(super) async fn connect(address: SocketAddr, token: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), token: token.to_owned() })
    }

    /// Sends one request below `/api/v10` and waits for its answer. An error means that the outcome is unknown.
    pub(super) async fn call(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Answer> {
        let answer = tokio::time::timeout(ANSWER_MAX, self.exchange(method, path, body)).await;
        answer.unwrap_or_else(|_| panic!("{method} {path} was not answered within {ANSWER_MAX:?}"))
    }

    async fn exchange(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Answer> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let authorization = if self.token.is_empty() { String::new() } else { format!("Authorization: {}\r\n", self.token) };
        let length = body.len();
        let request = format!(
            "{method} /api/v10{path} HTTP/1.1\r\nHost: localhost\r\n{authorization}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(request.as_bytes()).await?;
        let status = self.status().await?;
        let length = self.content_length().await?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? };
        Ok((status, body))
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    async fn status(&mut self) -> io::Result<u16> {
        let line = self.line().await?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.ok_or_else(|| Error::new(ErrorKind::InvalidData, line))
    }

    /// Reads the headers; without a length there is no body.
    async fn content_length(&mut self) -> io::Result<usize> {
        let mut length = 0;
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Ok(length);
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            assert!(!name.eq_ignore_ascii_case("transfer-encoding"), "this client only reads bodies of a known length");
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(|_| Error::new(ErrorKind::InvalidData, line.clone()))?;
            }
        }
    }
}
