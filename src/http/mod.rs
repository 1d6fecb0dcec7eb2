//! REST (Discord's API v10), health, and the web client. Handlers parse, ask the directory, and encode.

mod agent;
mod answer;
mod applications;
mod auth;
mod base;
mod caller;
mod channels;
mod client;
mod error;
mod guilds;
mod health;
mod invites;
mod landing;
mod members;
mod messages;
mod path;
mod reactions;
mod reads;
mod roles;
mod router;
mod stubs;
mod ui;
mod users;
mod watch;

pub use base::Origin;
pub use health::Readiness;
pub use router::{Services, metrics_router, router};
