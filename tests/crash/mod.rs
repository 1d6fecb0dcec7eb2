//! Kill the server again and again, whatever it is doing, and let the [checker](crate::checker) judge what remains.
//!
//! `BELFRY_CRASH_ROUNDS` (50) says how often, `BELFRY_CRASH_SEED` repeats the choices of a run that failed; a failed run
//! keeps its data directory, and in it `log.jsonl`, all that the clients knew.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail at once where the server's answer is not as it must be")]

mod gateway;
mod history;
mod http;
mod load;
mod rest;
mod rng;
mod rounds;
mod server;
