//! A judge of histories: what clients were told, what subscribers saw and what the server says in the end must be one story.
//!
//! It is pure: it knows no server, no socket and no clock, only a [`Log`]; so tests of one node and of a cluster share it,
//! and a log kept as JSON lines can be judged again later.
//!
//! A test writes entries through a [`Recorder`] while it drives the server, adds the final reads, and calls [`judge`]:
//! no violation means that nothing acked was lost, repeated, altered or reordered for anybody.
//!
//! What the judge asks of a test: every created and edited body is unlike every other one (a repeat of the same request keeps its
//! body), all times come from one monotonic clock, and every channel that was written to is read in the end, when nothing writes any more.
mod log;
mod recorder;
mod violation;

mod index;
mod requests;

mod agreement;
mod messages;
mod order;
mod pages;
mod sessions;
mod subscribers;

mod judge;

#[cfg(test)]
mod forged;
#[cfg(test)]
mod model;
#[cfg(test)]
mod properties;

pub(crate) use judge::judge;
pub(crate) use log::{Action, Direction, Event, Message, Sighting};
pub(crate) use recorder::Recorder;
pub(crate) use violation::Violation;
