//! Kill the server again and again, whatever it is doing, and let the [checker](crate::checker) judge what remains.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail at once where the server's answer is not as it must be"
)]

mod gateway;
mod history;
mod http;
mod load;
mod rest;
mod rng;
mod rounds;
mod server;
