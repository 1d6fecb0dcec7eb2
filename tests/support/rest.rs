//! A REST client over HTTP/1.1 with keep-alive. Every answer is judged (see `judge`).

use super::{DEADLINE, judge, tls};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;

const BASE: &str = "/api/v10";

/// A person, a bot, or nobody, who asks one server. Clones share connections.
#[derive(Clone)]
pub struct Rest {
    address: SocketAddr,
    /// The value of `Authorization`.
    token: Option<String>,
    /// The value of `X-Forwarded-For`.
    forwarded_for: Option<String>,
    /// The value of `User-Agent`.
    agent: Option<String>,
    idle: Arc<Mutex<Vec<SendRequest<Full<Bytes>>>>>,
}

/// No answer came. What was asked may have happened.
#[derive(Debug)]
pub struct NoAnswer {
    pub why: String,
}

impl NoAnswer {
    fn new(why: &impl ToString) -> Self {
        Self { why: why.to_string() }
    }
}

impl Rest {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, token: None, forwarded_for: None, agent: None, idle: Arc::default() }
    }

    /// The same server with this value of `Authorization` (bots: `Bot …`).
    pub fn as_user(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same as a proxy asks that says for whom.
    pub fn forwarded_for(&self, addresses: &str) -> Self {
        Self { forwarded_for: Some(addresses.to_owned()), ..self.clone() }
    }

    /// The same as a client asks that calls itself this.
    pub fn calling_itself(&self, agent: &str) -> Self {
        Self { agent: Some(agent.to_owned()), ..self.clone() }
    }

    /// The same person at another address: a server that was started again.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self { token: self.token.clone(), ..Self::new(address) }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(body)).await
    }

    /// A POST or PUT without a body, as libraries send it.
    pub async fn bare(&self, method: Method, path: &str) -> Answer {
        self.call(method, path, None).await
    }

    /// Asks, and fails the test if no answer comes or the server says 5xx.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|value| Bytes::from(value.to_string()));
        self.raw(method, &format!("{BASE}{path}"), body).await
    }

    /// The same with a whole path and any bytes as a body.
    pub async fn raw(&self, method: Method, path: &str, body: Option<Bytes>) -> Answer {
        let answer = self.ask(method, path, body).await.unwrap_or_else(|error| panic!("{path}: {}", error.why));
        assert!(answer.status < 500, "{}: the server failed: {answer}", answer.what);
        answer
    }

    /// Asks a server that may die meanwhile. An answer of 5xx is an answer here.
    pub async fn attempt(&self, method: Method, path: &str, body: Option<Value>) -> Result<Answer, NoAnswer> {
        let body = body.map(|value| Bytes::from(value.to_string()));
        self.ask(method, &format!("{BASE}{path}"), body).await
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Bytes>) -> Result<Answer, NoAnswer> {
        let answer = tokio::time::timeout(DEADLINE, self.exchange(&method, path, body)).await;
        let answer = answer.map_err(|_| NoAnswer::new(&"no answer before the deadline"))??;
        judge::answer(&method, path.strip_prefix(BASE).unwrap_or(path), &answer);
        Ok(answer)
    }

    async fn exchange(&self, method: &Method, path: &str, body: Option<Bytes>) -> Result<Answer, NoAnswer> {
        let mut request = self.request(method, path, body);
        loop {
            let kept = self.idle.lock().expect("lock").pop();
            let fresh = kept.is_none();
            let mut sender = match kept {
                Some(sender) => sender,
                None => self.connect().await.map_err(|error| NoAnswer::new(&error))?,
            };
            if sender.ready().await.is_err() {
                assert!(!fresh, "a new connection is not ready");
                continue;
            }
            match sender.try_send_request(request).await {
                Ok(response) => {
                    let (parts, body) = response.into_parts();
                    let body = body.collect().await.map_err(|error| NoAnswer::new(&error))?.to_bytes();
                    self.idle.lock().expect("lock").push(sender);
                    let what = format!("{method} {path}");
                    return Ok(Answer { what, status: parts.status.as_u16(), headers: parts.headers, body });
                }
                // The server had closed a connection that was kept.
                Err(mut error) if !fresh && error.message().is_some() => request = error.take_message().expect("it was there"),
                Err(error) => return Err(NoAnswer::new(&error.into_error())),
            }
        }
    }

    async fn connect(&self) -> std::io::Result<SendRequest<Full<Bytes>>> {
        let socket = TcpStream::connect(self.address).await?;
        let socket = tls::speak(socket, self.address).await?;
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await.map_err(std::io::Error::other)?;
        tokio::spawn(connection);
        Ok(sender)
    }

    fn request(&self, method: &Method, path: &str, body: Option<Bytes>) -> Request<Full<Bytes>> {
        let mut request = Request::builder().method(method).uri(path).header(HOST, self.address.to_string());
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, token);
        }
        if let Some(addresses) = &self.forwarded_for {
            request = request.header("x-forwarded-for", addresses);
        }
        if let Some(agent) = &self.agent {
            request = request.header(USER_AGENT, agent);
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        } else if *method != Method::GET {
            request = request.header(CONTENT_LENGTH, "0");
        }
        request.body(Full::new(body.unwrap_or_default())).expect("a request")
    }
}

/// What the server said.
#[derive(Clone)]
pub struct Answer {
    /// What was asked, for messages.
    pub what: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl std::fmt::Display for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a header of text"))
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error} in {self}", self.what))
    }

    fn must_be(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}: {self}", self.what);
        self
    }

    /// 200 and its body.
    pub fn ok(&self) -> Value {
        self.must_be(200).json()
    }

    /// 201 and its body.
    pub fn created(&self) -> Value {
        self.must_be(201).json()
    }

    /// 204.
    pub fn done(&self) {
        self.must_be(204);
    }

    /// An error of Discord's with this status and code.
    pub fn refused(&self, status: u16, code: u64) {
        self.must_be(status);
        assert_eq!(self.json()["code"], code, "{}: {self}", self.what);
    }

    /// 400 and 50035, with a fault of this field (dotted path).
    pub fn bad_field(&self, field: &str) {
        self.refused(400, 50035);
        let body = self.json();
        let pointer = format!("/errors/{}/_errors/0", field.replace('.', "/"));
        let fault = body.pointer(&pointer).unwrap_or_else(|| panic!("{}: no fault of {field} in {self}", self.what));
        assert!(fault["code"].is_string() && fault["message"].is_string(), "{}: {self}", self.what);
    }
}
