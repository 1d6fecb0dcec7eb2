//! What takes lines of its own: headings, subtext, quotes, lists.

use super::characters::is_space;
use super::frame::Frame;
use super::{ParsedMentions, read};

/// A block that begins with the line at `at`.
pub(super) fn block_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    if !frame.blocks || !frame.may_nest() {
        return None;
    }
    match frame.source.at(at) {
        '#' => heading_at(frame, at, found),
        '-' => subtext_at(frame, at, found).or_else(|| list_at(frame, at, found)),
        ' ' | '>' => quote_at(frame, at, found).or_else(|| list_at(frame, at, found)),
        _ => list_at(frame, at, found),
    }
}

fn heading_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let level = frame.source.run(at, frame.end.min(at + 4));
    if level > 3 { None } else { line_at(frame, at + level, found) }
}

fn subtext_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    if frame.source.starts(at, "-#") { line_at(frame, at + 2, found) } else { None }
}

/// A block of one line, whose marks end at `mark`: a space follows, and something to say.
fn line_at(frame: &Frame<'_>, mark: usize, found: &mut ParsedMentions) -> Option<usize> {
    if mark >= frame.end || frame.source.at(mark) != ' ' {
        return None;
    }
    let stop = frame.line_end(mark);
    let says = |index: &usize| frame.source.at(*index) > ' ';
    let (first, last) = ((mark..stop).find(says)?, (mark..stop).rfind(says)?);
    read(frame.line(first, last + 1), found);
    Some(frame.end.min(stop + 1))
}

fn quote_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    if frame.quoted {
        return None;
    }
    if let Some(content) = mark_end(frame, at, ">>> ") {
        frame.read_lines(frame.source.part(content, frame.end).to_vec(), true, found);
        return Some(frame.end);
    }
    let mut content = mark_end(frame, at, "> ")?;
    let mut lines = Vec::new();
    loop {
        let stop = frame.line_end(content);
        lines.extend_from_slice(frame.source.part(content, stop));
        let next = if stop < frame.end { mark_end(frame, stop + 1, "> ") } else { None };
        let Some(next) = next else {
            frame.read_lines(lines, true, found);
            return Some(frame.end.min(stop + 1));
        };
        lines.push('\n');
        content = next;
    }
}

/// Where the quote's mark ends that the line at `at` begins with.
fn mark_end(frame: &Frame<'_>, at: usize, mark: &str) -> Option<usize> {
    let begin = at + spaces(frame, at);
    let end = begin + mark.len();
    (frame.source.starts(begin, mark) && end <= frame.end).then_some(end)
}

fn spaces(frame: &Frame<'_>, at: usize) -> usize {
    frame.source.part(at, frame.source.len()).iter().take_while(|c| **c == ' ').count()
}

/// A line that stands this much further in belongs to the item above.
const INDENT: usize = 2;
/// Of a list's number.
const LIST_DIGITS_MAX: usize = 9;

/// The beginning of an item: indent, mark, spaces, and something to say.
struct Head {
    indent: usize,
    numbered: bool,
    width: usize,
    content: usize,
}

fn head_at(frame: &Frame<'_>, at: usize) -> Option<Head> {
    let source = frame.source;
    let indent = spaces(frame, at);
    let mark = at + indent;
    let digits = source.part(mark, mark + LIST_DIGITS_MAX).iter().take_while(|c| c.is_ascii_digit()).count();
    let numbered = digits > 0;
    let width = match source.at(mark + digits) {
        '.' if numbered => digits + 1,
        '-' | '*' if !numbered => 1,
        _ => return None,
    };
    let gap = spaces(frame, mark + width);
    let content = mark + width + gap;
    let says = gap > 0 && content < frame.end && !is_space(source.at(content));
    says.then_some(Head { indent, numbered, width: width + 1, content })
}

/// A list: items of one kind, each with the lines that stand further in. An empty line ends it.
fn list_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let first = head_at(frame, at)?;
    let mut end = read_item(frame, &first, &first, found);
    while end < frame.end
        && let Some(head) = head_at(frame, end)
        && head.indent < first.indent + INDENT
        && head.numbered == first.numbered
    {
        end = read_item(frame, &first, &head, found);
    }
    Some(end)
}

/// The rest of the item's first line, and the following lines that stand further in.
fn read_item(frame: &Frame<'_>, first: &Head, head: &Head, found: &mut ParsedMentions) -> usize {
    let source = frame.source;
    let mut stop = frame.line_end(head.content);
    let mut lines = source.part(head.content, stop).to_vec();
    while stop + 1 < frame.end {
        let line = stop + 1;
        let indent = spaces(frame, line).min(frame.end - line).min(first.indent + head.width);
        // Text belongs to the item above it; an item does only if it stands further in than this one.
        let least = if head_at(frame, line).is_none() { INDENT } else { first.indent + INDENT };
        let next = frame.line_end(line + indent);
        let content = source.part(line + indent, next);
        if indent < least || content.iter().all(|c| is_space(*c)) {
            break;
        }
        lines.push('\n');
        lines.extend_from_slice(content);
        stop = next;
    }
    frame.read_lines(lines, false, found);
    frame.end.min(stop + 1)
}
