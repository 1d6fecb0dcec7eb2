//! Belfry: a self-hosted chat server that clusters itself and speaks Discord's API v10.
//!
//! ```text
//! model <- protocol <- store <- write_behind <- outbox <- stream <- relay <- user <- guild <- channel <- directory
//!       <- account <- session <- gateway, http <- app <- main
//! ```
//!
//! A module may use what stands left of it, never right. `docs/ARCHITECTURE.md` says what each is for.

pub mod account;
pub mod app;
pub mod channel;
pub mod clock;
pub mod config;
pub mod directory;
pub mod gateway;
pub mod guild;
pub mod http;
pub mod limits;
pub mod logging;
pub mod model;
pub mod outbox;
pub mod protocol;
pub mod relay;
pub mod session;
pub mod store;
pub mod stream;
pub mod user;
pub mod write_behind;
