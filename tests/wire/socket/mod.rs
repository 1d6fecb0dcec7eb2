//! The gateway, and the process as a whole.

mod connect;
mod faults;
mod intents;
mod managers;
mod members;
mod membership;
mod order;
mod presence;
mod process;
mod resume;
mod sessions;
mod views;
