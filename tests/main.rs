//! Over the wire: the real binary as a child process.
mod checker;
mod crash;
