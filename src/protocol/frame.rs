//! The envelope of a dispatch: number last, so that everything before it is the same for all.

use bytes::Bytes;
use serde::Serialize;
use std::ops::Range;

/// `{"t":…,"op":0,"d":{…},"s":`
pub(super) fn dispatch(name: &str, d: &impl Serialize) -> Bytes {
    located(name, d).0
}

/// The same, with where `d` lies in it.
pub(super) fn located(name: &str, d: &impl Serialize) -> (Bytes, Range<usize>) {
    let mut body = Vec::with_capacity(1_024);
    body.extend_from_slice(b"{\"t\":\"");
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(b"\",\"op\":0,\"d\":");
    let start = body.len();
    write(&mut body, d);
    let end = body.len();
    body.extend_from_slice(b",\"s\":");
    (body.into(), start..end)
}

/// Our own values have string keys and no failing parts, so writing them to memory cannot fail.
pub(super) fn write(into: &mut Vec<u8>, value: &impl Serialize) {
    if let Err(error) = serde_json::to_writer(&mut *into, value) {
        tracing::error!(%error, "a value could not be encoded");
        into.extend_from_slice(b"null");
    }
}
