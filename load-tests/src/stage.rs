//! What the commands have in common: whom they talk to, and receivers that are open and ready.
use crate::clock::SECOND;
use crate::decoder::Compress;
use crate::engine::{Engine, Opening};
use crate::house::House;
use crate::http;
use crate::posts::{Connection, Posts};
use crate::process::{Cpu, rss_bytes};
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::net::SocketAddr;

/// Guilds, their messages, and the content of these: what a delivery needs and no more.
const INTENTS: u64 = 1 | 1 << 9 | 1 << 15;
const OPENING_WAIT_S: u64 = 120;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// The gateway and REST of a Belfry.
    Belfry,
    /// `belfry-load floor`: subscribers only upgrade, a post is one request.
    Floor,
}

impl Target {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Belfry => "belfry",
            Self::Floor => "floor",
        }
    }
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ServerArgs {
    /// Where the server listens
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
    /// The server's process, whose CPU and memory are then reported
    #[arg(long)]
    pub(crate) server_pid: Option<u32>,
    /// Report as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl ServerArgs {
    pub(crate) fn address(&self) -> Result<SocketAddr> {
        http::address(&self.url)
    }

    pub(crate) fn cpu(&self) -> Result<Option<Cpu>> {
        self.server_pid.map(Cpu::read).transpose()
    }

    pub(crate) fn rss_bytes(&self) -> Result<Option<u64>> {
        self.server_pid.map(rss_bytes).transpose()
    }
}

#[derive(Debug, Clone, Args)]
pub(crate) struct CrowdArgs {
    #[arg(long, value_enum, default_value = "belfry")]
    pub(crate) target: Target,
    /// Gateway sessions that receive every message
    #[arg(long, default_value_t = 1000)]
    pub(crate) receivers: usize,
    /// Users that the sessions belong to and that take turns in writing
    #[arg(long, default_value_t = 50)]
    pub(crate) users: usize,
    /// Text channels of the guild; only the first is written to
    #[arg(long, default_value_t = 1)]
    pub(crate) channels: usize,
    #[arg(long, value_enum, default_value = "none")]
    pub(crate) compress: Compress,
    /// Size of a message's content
    #[arg(long, default_value_t = 200)]
    pub(crate) content_bytes: usize,
    /// Keep-alive connections that post
    #[arg(long, default_value_t = 32)]
    pub(crate) connections: usize,
    /// Sessions that may be opening at the same time
    #[arg(long, default_value_t = 32)]
    pub(crate) window: usize,
}

/// An engine whose house is built and whose receivers are still to be opened.
pub(crate) struct Stage {
    pub(crate) engine: Engine,
    pub(crate) opening: Opening,
    post_path: String,
    /// Tokens.
    authors: Vec<String>,
}

impl Stage {
    pub(crate) fn build(server: &ServerArgs, crowd: &CrowdArgs) -> Result<Self> {
        let address = server.address()?;
        let (tokens, post_path, gateway_path) = match crowd.target {
            Target::Floor => (vec![String::new()], "/".to_owned(), "/".to_owned()),
            Target::Belfry => {
                let House { tokens, channel } = House::build(address, crowd.users, crowd.channels)?;
                let post_path = format!("/api/v10/channels/{channel}/messages");
                let gateway_path = format!("/gateway?v=10&encoding=json{}", crowd.compress.query());
                (tokens, post_path, gateway_path)
            }
        };
        let identify: Vec<String> = match crowd.target {
            Target::Floor => Vec::new(),
            Target::Belfry => tokens.iter().map(|token| identify(token)).collect(),
        };
        let engine = Engine::new(&identify)?;
        let opening = Opening {
            address,
            path: gateway_path,
            compress: crowd.compress,
            receivers: crowd.receivers,
            window: crowd.window.max(1),
            wait_ns: OPENING_WAIT_S * SECOND,
        };
        Ok(Self { engine, opening, post_path, authors: tokens })
    }

    pub(crate) fn open(&mut self) -> Result<()> {
        self.engine.open(&self.opening)
    }

    /// Connects those that post: last, since a server need not keep a connection that asks for nothing.
    pub(crate) fn connect_posts(&mut self, connections: usize, content_bytes: usize) -> Result<()> {
        let Self { opening, post_path, authors, .. } = self;
        let connections = (0..connections).map(|_| Connection::connect(opening.address)).collect::<Result<Vec<_>>>()?;
        let posts = Posts::new(connections, post_path, authors, content_bytes)?;
        self.engine.add_posts(posts)
    }
}

fn identify(token: &str) -> String {
    let properties = json!({"os": "linux", "browser": "belfry-load", "device": "belfry-load"});
    let data = json!({"token": token, "intents": INTENTS, "properties": properties});
    json!({"op": 2, "d": data}).to_string()
}
