//! WebSocket frames (RFC 6455, section 5): heads of the server's, whole ones of ours.
use anyhow::{Result, bail};

pub(crate) const TEXT: u8 = 1;
pub(crate) const BINARY: u8 = 2;
pub(crate) const CLOSE: u8 = 8;
pub(crate) const PING: u8 = 9;
pub(crate) const PONG: u8 = 10;

/// What stands for a length that does not fit: it follows in 2 bytes, or in 8.
const LENGTH_IN_2: u8 = 0x7e;
const LENGTH_IN_8: u8 = 0x7f;

/// The key that every client of this tool sends, and the only answer that is right (RFC 6455, 1.3).
/// A fixed key saves the bare server a SHA-1; nothing here needs to get past a cache.
pub(crate) const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
pub(crate) const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) struct Head {
    pub(crate) opcode: u8,
    /// Length of the head itself.
    pub(crate) own_bytes: usize,
    /// Length of the head and what follows it.
    pub(crate) whole_bytes: usize,
}

/// The head at the start of `bytes`; `None` while it is not there in full.
///
/// # Errors
/// A masked frame, a fragment or an extension: nothing that was agreed on.
pub(crate) fn head(bytes: &[u8]) -> Result<Option<Head>> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    if first & 0xf0 != 0x80 || second & 0x80 != 0 {
        bail!("the server sent a masked, fragmented or extended frame: {first:#04x} {second:#04x}");
    }
    let (head_bytes, payload_bytes) = match (*second, rest.first_chunk(), rest.first_chunk()) {
        (LENGTH_IN_2, Some(length), _) => (4, u64::from(u16::from_be_bytes(*length))),
        (LENGTH_IN_8, _, Some(length)) => (10, u64::from_be_bytes(*length)),
        (LENGTH_IN_2 | LENGTH_IN_8, ..) => return Ok(None),
        (short, ..) => (2, u64::from(short)),
    };
    let whole_bytes = head_bytes + usize::try_from(payload_bytes)?;
    Ok(Some(Head { opcode: first & 0x0f, own_bytes: head_bytes, whole_bytes }))
}

/// A client's frame. The mask is zero: it must be there, and leaves the payload readable.
pub(crate) fn client(opcode: u8, payload: &[u8]) -> Result<Vec<u8>> {
    let mut frame = vec![0x80 | opcode];
    push_length(&mut frame, payload.len(), 0x80)?;
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    Ok(frame)
}

/// A server's text frame.
pub(crate) fn server_text(payload: &[u8]) -> Result<Vec<u8>> {
    let mut frame = vec![0x80 | TEXT];
    push_length(&mut frame, payload.len(), 0)?;
    frame.extend_from_slice(payload);
    Ok(frame)
}

fn push_length(frame: &mut Vec<u8>, length: usize, mask_bit: u8) -> Result<()> {
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..=125), _) => frame.push(short | mask_bit),
        (_, Ok(middle)) => {
            frame.push(LENGTH_IN_2 | mask_bit);
            frame.extend_from_slice(&middle.to_be_bytes());
        }
        _ => bail!("a frame of {length} bytes is more than this tool ever sends"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_is_read_at_every_length_class() {
        for (payload, head_bytes) in [(0, 2), (125, 2), (126, 4), (65_535, 4)] {
            let frame = server_text(&vec![b'x'; payload]).unwrap();
            let expected = Head { opcode: TEXT, own_bytes: head_bytes, whole_bytes: head_bytes + payload };
            assert_eq!(head(&frame).unwrap(), Some(expected));
            assert_eq!(frame.len(), expected.whole_bytes);
        }
        let long = [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0];
        let expected = Head { opcode: BINARY, own_bytes: 10, whole_bytes: 10 + 65_536 };
        assert_eq!(head(&long).unwrap(), Some(expected));
    }

    #[test]
    fn head_that_is_not_complete_is_waited_for() {
        for part in [&[][..], &[0x81], &[0x81, 126], &[0x81, 126, 1], &[0x81, 127, 0, 0, 0, 0, 0, 0, 1]] {
            assert_eq!(head(part).unwrap(), None, "{part:?}");
        }
    }

    #[test]
    fn masked_fragmented_and_extended_frames_are_refused() {
        for bad in [[0x81, 0x85], [0x01, 0x05], [0xc1, 0x05]] {
            assert!(head(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn client_frame_is_masked_with_zero() {
        assert_eq!(client(PONG, b"hi").unwrap(), [0x8a, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert!(client(TEXT, &vec![0; 70_000]).is_err());
    }
}
