//! What can go wrong with rows.

use crate::model::Refusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("that name is taken")]
    NameTaken,
    /// Nothing of the call was written. The disk is full or failing, or too much waits already; trying again later may help.
    #[error("the store refused: {why}")]
    Refused { why: String },
    /// Whether the call was written is not known.
    #[error("the store did not answer: {why}")]
    Unknown { why: String },
    #[error("a row of {table} is damaged: {why}")]
    Damaged { table: &'static str, why: String },
    #[error("the store cannot be opened: {why}")]
    Open { why: String },
    #[error("the schema has version {found}, this program knows {known}")]
    Newer { found: i64, known: i64 },
}

/// What the store's word means to who asked: that nothing was done, or that nobody knows.
impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "the store did not do what was asked");
        match error {
            StoreError::Unknown { .. } => Self::OutcomeUnknown,
            StoreError::NameTaken
            | StoreError::Refused { .. }
            | StoreError::Damaged { .. }
            | StoreError::Open { .. }
            | StoreError::Newer { .. } => Self::Unavailable,
        }
    }
}
