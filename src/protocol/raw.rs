//! JSON that is kept as text.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// An array that was normalised when it came in; `[]` where the text is damaged.
pub(super) struct RawArray<'a>(pub(super) &'a str);

impl Serialize for RawArray<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 == "[]" {
            return serializer.collect_seq(std::iter::empty::<()>());
        }
        match serde_json::from_str::<&RawValue>(self.0) {
            Ok(raw) => raw.serialize(serializer),
            Err(_) => serializer.collect_seq(std::iter::empty::<()>()),
        }
    }
}
