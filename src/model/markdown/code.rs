//! Blocks of code, and code within a line.

use super::characters::is_space;
use super::frame::Frame;

const FENCE: &str = "```";
/// Characters of the name of a block's language.
const LANGUAGE_MAX: usize = 32;

/// Where the block of code or inline code ends that begins with the backticks at `at`, and the line that a block ends.
pub(super) fn code_at(frame: &Frame<'_>, at: usize) -> Option<usize> {
    match fence_end(frame, at) {
        Some(end) => Some(after_block(frame, end)),
        None => inline_end(frame, at),
    }
}

/// The same without the line: for those who look past code.
pub(super) fn code_end(frame: &Frame<'_>, at: usize) -> Option<usize> {
    fence_end(frame, at).or_else(|| inline_end(frame, at))
}

/// Up to the next run of as many backticks.
fn inline_end(frame: &Frame<'_>, at: usize) -> Option<usize> {
    let length = frame.source.run(at, frame.end);
    Some(frame.source.same_backticks(at)? + length).filter(|end| *end <= frame.end)
}

/// The block ends its line: spaces and the newline after it would only be an empty one.
fn after_block(frame: &Frame<'_>, at: usize) -> usize {
    let end = (at..frame.end).find(|index| frame.source.at(*index) != ' ').unwrap_or(frame.end);
    if end == frame.end {
        return end;
    }
    if frame.source.at(end) == '\n' { end + 1 } else { at }
}

/// A word alone on the first line is the code's language.
fn fence_end(frame: &Frame<'_>, at: usize) -> Option<usize> {
    if !frame.blocks || !frame.source.starts(at, FENCE) {
        return None;
    }
    let open = at + FENCE.len();
    let is_language = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-' | '.' | '#');
    let language = frame.source.part(open, open + LANGUAGE_MAX).iter().take_while(is_language).count();
    let is_named = language > 0 && frame.source.at(open + language) == '\n';
    let named = if is_named { close_fence(frame, open + language + 1) } else { None };
    named.or_else(|| close_fence(frame, open))
}

/// The first character after spaces is content whatever it is, so that a fence alone is not an empty block.
fn close_fence(frame: &Frame<'_>, from: usize) -> Option<usize> {
    let first = (from..frame.end).find(|index| !is_space(frame.source.at(*index))).unwrap_or(frame.end.max(from));
    let end = frame.source.fence_from(first + 1)? + FENCE.len();
    (end <= frame.end).then_some(end)
}
