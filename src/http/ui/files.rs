//! Where the files of the built client come from.

use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::OnceLock;

/// How a file is packed. Beside a file may lie one that is packed already, with this suffix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// The smallest first.
    pub(super) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// A file that the program carries.
#[allow(dead_code, reason = "a debug build has none but in tests")]
pub(super) struct Embedded {
    path: &'static str,
    bytes: &'static [u8],
    /// Made when it is first asked for: no file is hashed twice.
    tag: OnceLock<Option<HeaderValue>>,
}

#[allow(dead_code, reason = "a debug build has none but in tests")]
impl Embedded {
    /// `path`: in the site.
    pub(super) const fn new(path: &'static str, bytes: &'static [u8]) -> Self {
        Self { path, bytes, tag: OnceLock::new() }
    }
}

/// A build makes only one of the two.
#[allow(dead_code, reason = "a release build has no folder, a debug build no embedded files but in tests")]
pub(super) enum Source {
    Embedded(&'static [Embedded]),
    /// `ui/dist`, read at each request: what was built last is what is served.
    Folder(&'static str),
}

pub(super) struct File {
    pub bytes: Bytes,
    pub encoding: Option<Encoding>,
    /// Strong: of the bytes as they are sent.
    pub tag: HeaderValue,
}

impl Source {
    /// The file at `path` (no slash before it), packed in the first way of `encodings` that there is.
    pub(super) fn find(&self, path: &str, encodings: &[Encoding]) -> Option<File> {
        if !is_name(path) {
            return None;
        }
        let packed = |&encoding: &Encoding| Some((self.read(&format!("{path}{}", encoding.suffix()))?, Some(encoding)));
        let plain = || Some((self.read(path)?, None));
        let ((bytes, tag), encoding) = encodings.iter().find_map(packed).or_else(plain)?;
        Some(File { bytes, encoding, tag })
    }

    fn read(&self, path: &str) -> Option<(Bytes, HeaderValue)> {
        match self {
            Self::Embedded(files) => {
                let Embedded { bytes, tag: known, .. } = files.iter().find(|file| file.path == path)?;
                let tag = known.get_or_init(|| tag(bytes)).clone()?;
                Some((Bytes::from_static(bytes), tag))
            }
            // Small files, and of a debug build only: this may block.
            Self::Folder(folder) => {
                let bytes = Bytes::from(std::fs::read(Path::new(folder).join(path)).ok()?);
                let tag = tag(&bytes)?;
                Some((bytes, tag))
            }
        }
    }
}

/// Whether `path` is one that the build gives to files. No other is looked for: nothing leads out of the folder, to what
/// is not served, or to a packed file by its own name.
fn is_name(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain);
    path.split('/').all(is_part) && !Encoding::ALL.iter().any(|encoding| path.ends_with(encoding.suffix()))
}

/// 96 bits of a hash.
fn tag(bytes: &[u8]) -> Option<HeaderValue> {
    let hash = Sha256::digest(bytes);
    let tag = URL_SAFE_NO_PAD.encode(hash.get(..12)?);
    HeaderValue::from_str(&format!("\"{tag}\"")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_file_is_hashed_once() {
        static FILES: [Embedded; 2] = [Embedded::new("a.js", b"plain"), Embedded::new("a.js.br", b"brotli")];
        let find = || Source::Embedded(&FILES).find("a.js", &[Encoding::Gzip]).unwrap();
        assert_eq!(find().tag, tag(b"plain").unwrap());
        assert!(FILES[0].tag.get().is_some() && FILES[1].tag.get().is_none());
        assert_eq!(find().tag, tag(b"plain").unwrap());
    }

    #[test]
    fn only_names_that_a_build_gives_are_looked_for() {
        for path in ["index.html", "assets/index-C_y-V5.js", "emoji/en/data.json"] {
            assert!(is_name(path), "{path}");
        }
        let strange = ["", "/", "assets/", "assets//a.js", "/etc/passwd", "..", "../Cargo.toml", "assets/../index.html", "a/./b"];
        let hidden = [".vite/manifest.json", ".gitkeep", "assets/%2e%2e/x", "a%2fb", "a\\b", "a.js.br", "a.js.gz", "a b", "a\0b"];
        for path in strange.iter().chain(&hidden) {
            assert!(!is_name(path), "{path}");
        }
    }
}
