//! Who somebody is: registering, logging in, tokens, applications and their bots.

mod accounts;
mod applications;
mod hashing;
mod login_rate;
mod tokens;

pub use accounts::{AccountDeps, AccountError, Accounts, Registration, Visitor};
pub use hashing::{HashingBounds, HashingFull};
pub use tokens::Identity;
