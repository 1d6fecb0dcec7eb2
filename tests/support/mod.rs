//! What every test over the wire stands on: a server, a REST client whose answers are judged, a gateway client that keeps and checks what
//! it hears, and a world of people, bots, a guild and channels.

pub mod gateway;
pub mod judge;
pub mod rest;
pub mod server;
pub mod tls;
pub mod transport;
pub mod world;

pub use gateway::{Gateway, Identify};
pub use rest::{Answer, Rest};
pub use server::{Server, shared};
pub use world::{Account, World};

use std::time::Duration;

/// Longest wait for anything that must come. Long, because the machine may be busy; a pass never waits for it.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The intents of Discord's libraries when they ask for all.
pub const ALL_INTENTS: u64 = 53_608_447;

/// The `id` of an object.
pub fn id(object: &serde_json::Value) -> String {
    text(object, "id")
}

/// A member that must be a string.
pub fn text(object: &serde_json::Value, key: &str) -> String {
    object[key].as_str().unwrap_or_else(|| panic!("no string {key} in {object}")).to_owned()
}

/// The ids of a list of objects, in order.
pub fn ids(list: &serde_json::Value) -> Vec<String> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(id).collect()
}

/// An emoji as it stands in a path.
pub fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
