//! The gateway, and the process as a whole.

mod audience;
mod closed_dms;
mod connect;
mod faults;
mod intents;
mod members;
mod membership;
mod order;
mod presence;
mod process;
mod reads;
mod resume;
mod sessions;
mod tls;
mod views;
