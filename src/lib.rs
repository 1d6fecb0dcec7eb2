//! Belfry: a self-hosted chat server that clusters itself and speaks Discord's API v10.

pub mod app;
pub mod config;
pub mod logging;
