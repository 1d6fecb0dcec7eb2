//! The gateway, and the process as a whole.
