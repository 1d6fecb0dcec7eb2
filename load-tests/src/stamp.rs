//! The stamp in a message's content that says which message of which trial it is; the trial knows when it was due.
use anyhow::{Result, ensure};
use memchr::memmem;

const MARK: &[u8] = b"belfry-load/";
const TRIAL_DIGITS: usize = 4;
const NUMBER_DIGITS: usize = 8;
/// `belfry-load/0001/00000042/`
pub(crate) const STAMP_BYTES: usize = MARK.len() + TRIAL_DIGITS + 1 + NUMBER_DIGITS + 1;

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) struct Stamp {
    pub(crate) trial: u32,
    pub(crate) number: u32,
}

impl Stamp {
    pub(crate) fn text(self) -> String {
        let Self { trial, number } = self;
        format!("belfry-load/{trial:0TRIAL_DIGITS$}/{number:0NUMBER_DIGITS$}/")
    }

    /// Content of `content_bytes` that begins with the stamp and goes on in words.
    pub(crate) fn content(self, content_bytes: usize) -> Result<String> {
        ensure!(content_bytes >= STAMP_BYTES, "content has at least {STAMP_BYTES} bytes");
        let words = "the bell in the old tower rings once for every message that is due, ";
        let filler = words.chars().cycle().take(content_bytes - STAMP_BYTES);
        let mut content = self.text();
        content.extend(filler);
        // A server may trim what ends in a blank; the size must not depend on it.
        if content.ends_with(' ') {
            content.pop();
            content.push('.');
        }
        Ok(content)
    }

    /// Finds the stamp in `text`, first at `hint`, where the one before was.
    pub(crate) fn find(text: &[u8], hint: &mut usize) -> Option<Self> {
        if !text.get(*hint..).is_some_and(|rest| rest.starts_with(MARK)) {
            *hint = memmem::find(text, MARK)?;
        }
        let digits = text.get(*hint + MARK.len()..)?;
        let (trial, rest) = digits.split_at_checked(TRIAL_DIGITS)?;
        let number = rest.get(1..=NUMBER_DIGITS)?;
        Some(Self { trial: decimal(trial)?, number: decimal(number)? })
    }
}

fn decimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum: u32, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamp_is_found_wherever_it_moves() {
        let mut hint = 0;
        for (trial, number, lead) in [(1, 0, 0), (1, 42, 30), (9_999, 99_999_999, 30), (7, 1, 3)] {
            let stamp = Stamp { trial, number };
            let text = format!("{}{}", "-".repeat(lead), stamp.content(200).unwrap());
            assert_eq!(Stamp::find(text.as_bytes(), &mut hint), Some(stamp));
            assert_eq!(hint, lead);
        }
    }

    #[test]
    fn text_without_a_whole_stamp_has_none() {
        let mut hint = 500;
        for text in ["", "belfry-load", "belfry-load/0001/000", "belfry-load/00x1/00000042/", "\"op\":11"] {
            assert_eq!(Stamp::find(text.as_bytes(), &mut hint), None, "{text}");
        }
    }

    #[test]
    fn content_has_the_size_that_was_asked_for() {
        for content_bytes in [STAMP_BYTES, 60, 93, 200] {
            let content = Stamp { trial: 1, number: 2 }.content(content_bytes).unwrap();
            assert_eq!(content.len(), content_bytes);
            assert_eq!(content, content.trim());
        }
        assert!(Stamp { trial: 1, number: 2 }.content(STAMP_BYTES - 1).is_err());
    }
}
