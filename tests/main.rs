//! The promises to users, kept over the wire by the real binary as a child process on port 0; and what reads the sources.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stderr,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    clippy::large_futures,
    clippy::cloned_ref_to_slice_refs,
    clippy::excessive_nesting,
    clippy::too_many_lines,
    reason = "a test fails by panicking, and shows what the server said"
)]

mod checker;
mod crash;
mod support;
mod tidy;
mod wire;
