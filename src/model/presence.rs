//! Who is there.

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    Offline,
    Idle,
    DoNotDisturb,
    Online,
}

/// What others see of a user's sessions together. Invisible users are offline to others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Presence {
    pub status: Status,
    /// The activities as the client gave them, a JSON array; `[]` mostly. At most `limits::PRESENCE_BYTES_MAX`.
    pub activities: std::sync::Arc<str>,
}

impl Presence {
    pub fn offline() -> Self {
        Self { status: Status::Offline, activities: "[]".into() }
    }
}
