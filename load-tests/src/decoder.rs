//! Transport compression as the gateway offers it, read back for one connection.
use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use flate2::{Decompress, FlushDecompress, Status};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Compress {
    None,
    ZlibStream,
    ZstdStream,
}

impl Compress {
    /// What is added to the gateway's query.
    pub(crate) fn query(self) -> &'static str {
        match self {
            Self::None => "",
            Self::ZlibStream => "&compress=zlib-stream",
            Self::ZstdStream => "&compress=zstd-stream",
        }
    }

    pub(crate) fn decoder(self) -> Decoder {
        match self {
            Self::None => Decoder::Plain,
            Self::ZlibStream => Decoder::Zlib(Box::new(Decompress::new(true))),
            Self::ZstdStream => Decoder::Zstd { begun: false },
        }
    }
}

pub(crate) enum Decoder {
    Plain,
    Zlib(Box<Decompress>),
    /// One frame without end, in which only raw and repeated blocks are understood: the shared ones,
    /// which need no state. A private context per connection would need the whole of zstd.
    Zstd {
        begun: bool,
    },
}

impl Decoder {
    /// The text of one WebSocket message; `room` is scratch.
    pub(crate) fn decode<'a>(&mut self, payload: &'a [u8], room: &'a mut Vec<u8>) -> Result<&'a [u8]> {
        room.clear();
        match self {
            Self::Plain => return Ok(payload),
            Self::Zlib(stream) => inflate(stream, payload, room)?,
            Self::Zstd { begun } => {
                let blocks = if *begun { payload } else { behind_frame_header(payload)? };
                *begun = true;
                unpack(blocks, room)?;
            }
        }
        Ok(room)
    }
}

fn inflate(stream: &mut Decompress, mut input: &[u8], room: &mut Vec<u8>) -> Result<()> {
    loop {
        room.reserve(4096.max(input.len() * 4));
        let before = stream.total_in();
        let status = stream.decompress_vec(input, room, FlushDecompress::Sync)?;
        let used = usize::try_from(stream.total_in() - before)?;
        input = input.get(used..).context("zlib read beyond its input")?;
        ensure!(status != Status::StreamEnd, "the zlib stream ended");
        // Room to spare means that nothing is held back.
        if input.is_empty() && room.len() < room.capacity() {
            return Ok(());
        }
    }
}

/// Skips the header of a zstd frame (RFC 8878, 3.1.1.1).
fn behind_frame_header(payload: &[u8]) -> Result<&[u8]> {
    let rest = payload.strip_prefix(&[0x28, 0xb5, 0x2f, 0xfd]).context("no zstd frame")?;
    let (descriptor, rest) = rest.split_first().context("a cut zstd frame")?;
    let single_segment = descriptor & 0x20 != 0;
    let window = usize::from(!single_segment);
    let dictionary = match descriptor & 3 {
        0 => 0,
        1 => 1,
        2 => 2,
        _ => 4,
    };
    let content_size = match descriptor >> 6 {
        0 => usize::from(single_segment),
        1 => 2,
        2 => 4,
        _ => 8,
    };
    rest.get(window + dictionary + content_size..).context("a cut zstd frame")
}

fn unpack(mut blocks: &[u8], room: &mut Vec<u8>) -> Result<()> {
    while let [a, b, c, rest @ ..] = blocks {
        let header = u32::from_le_bytes([*a, *b, *c, 0]);
        let size = usize::try_from(header >> 3)?;
        let (kind, used) = match (header >> 1) & 3 {
            0 => ("raw", size),
            1 => ("repeated", 1),
            _ => bail!("a compressed zstd block: this tool reads only raw ones"),
        };
        let (block, after) = rest.split_at_checked(used).context("a cut zstd block")?;
        match (kind, block) {
            ("repeated", [byte, ..]) => room.resize(room.len() + size, *byte),
            _ => room.extend_from_slice(block),
        }
        blocks = after;
    }
    ensure!(blocks.is_empty(), "a cut zstd block");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compress as Deflate, Compression, FlushCompress};

    #[test]
    fn zlib_stream_is_read_message_by_message() {
        let mut deflate = Deflate::new(Compression::fast(), true);
        let mut decoder = Compress::ZlibStream.decoder();
        let long = "bell ".repeat(20_000);
        for text in ["hello", &long, "hello again"] {
            let mut payload = Vec::with_capacity(text.len() + 1024);
            deflate.compress_vec(text.as_bytes(), &mut payload, FlushCompress::Sync).unwrap();
            let mut room = Vec::new();
            assert_eq!(decoder.decode(&payload, &mut room).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn zstd_raw_and_repeated_blocks_are_read() {
        let mut decoder = Compress::ZstdStream.decoder();
        let mut room = Vec::new();
        let first = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38, 2 << 3, 0, 0, b'h', b'i'];
        assert_eq!(decoder.decode(&first, &mut room).unwrap(), b"hi");
        let second = [1 << 3, 0, 0, b'x', (3 << 3) | 2, 0, 0, b'y'];
        assert_eq!(decoder.decode(&second, &mut room).unwrap(), b"xyyy");
    }

    #[test]
    fn zstd_that_needs_a_real_decoder_is_refused() {
        let mut decoder = Decoder::Zstd { begun: true };
        let mut room = Vec::new();
        assert!(decoder.decode(&[(2 << 3) | 4, 0, 0, 1, 2], &mut room).is_err());
        assert!(decoder.decode(&[2 << 3, 0, 0, 1], &mut room).is_err());
        assert!(Compress::ZstdStream.decoder().decode(b"nonsense", &mut room).is_err());
    }

    #[test]
    fn without_compression_the_payload_is_the_text() {
        assert_eq!(Compress::None.decoder().decode(b"as is", &mut Vec::new()).unwrap(), b"as is");
    }
}
