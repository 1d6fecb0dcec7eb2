//! WebSocket connections of clients (Discord docs, Gateway). No chat rule lives here.
//!
//! ```text
//! upgrade -> Connection (HELLO; waits for IDENTIFY or RESUME) -> reading loop of one session
//! ```

mod budget;
mod connection;
mod impatient;
mod query;
mod reading;
mod upgrade;

pub use connection::GatewayServices;
pub use impatient::Impatient;
pub use upgrade::{accept, is_upgrade};
