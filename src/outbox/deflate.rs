//! Deflate blocks that refer to nothing outside of themselves, so that one copy fits into any connection's stream.

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};

/// `body` as raw deflate blocks, ended with a sync flush.
pub(super) fn blocks(body: &[u8]) -> Bytes {
    let mut state = Compress::new(Compression::fast(), false);
    let mut bytes = Vec::with_capacity(body.len() / 2 + 64);
    loop {
        let taken = usize::try_from(state.total_in()).unwrap_or(usize::MAX);
        let rest = body.get(taken..).unwrap_or_default();
        let free_before = bytes.capacity() - bytes.len();
        let status = state.compress_vec(rest, &mut bytes, FlushCompress::Sync);
        let all_taken = usize::try_from(state.total_in()).unwrap_or(usize::MAX) == body.len();
        // Room left over means that the flush is complete.
        if matches!(status, Ok(Status::Ok | Status::StreamEnd)) && all_taken && bytes.len() < bytes.capacity() {
            return bytes.into();
        }
        if matches!(status, Ok(Status::BufError)) && free_before > 0 && all_taken {
            return bytes.into();
        }
        bytes.reserve(body.len() / 2 + 64);
    }
}
