//! Which node serves which key. This crate moves keys and bytes between nodes, and has never heard of chat.
//!
//! Today it knows views and placement; links, leases and membership come with the cluster.
#![warn(missing_docs)]

mod placement;
mod view;

pub use placement::Key;
pub use view::{NodeId, View};
