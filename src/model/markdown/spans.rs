//! Emphasis and its kin, from a mark to the one that closes it.

use super::characters::{is_space, is_word};
use super::code;
use super::frame::{Frame, Mark};
use super::{ParsedMentions, read};

/// The span that begins with the run of marks at `at`. Of two (`***`) the longer one counts, emphasis first.
pub(super) fn span_at(frame: &mut Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    if !frame.may_nest() {
        return None;
    }
    let length = frame.source.run(at, frame.end);
    let mut best: Option<(usize, usize, usize)> = None;
    for mark in marks_of(frame, at, length).into_iter().flatten() {
        let width = if matches!(mark, Mark::Star | Mark::Underscore) { 1 } else { 2 };
        if let Some(close) = find_close(frame, mark, at, at + length)
            && best.is_none_or(|(_, _, end)| close + width > end)
        {
            best = Some((width, close, close + width));
        }
    }
    let (width, close, end) = best?;
    read(frame.part(at + width, close), found);
    Some(end)
}

/// Which spans a run of `length` marks can open: pairs belong together, so one is left over only of an odd run.
fn marks_of(frame: &Frame<'_>, at: usize, length: usize) -> [Option<Mark>; 2] {
    let source = frame.source;
    let odd = length % 2 == 1;
    let pair = |mark| (length >= 2).then_some(mark);
    match source.at(at) {
        '*' => {
            let opens = at + 1 < source.len() && !is_space(source.at(at + 1));
            [(odd && opens).then_some(Mark::Star), pair(Mark::Stars)]
        }
        '_' => {
            // Within a word an underscore is a letter: snake_case_name.
            let within = at > frame.start && is_word(source.before(at));
            [(odd && !within).then_some(Mark::Underscore), pair(Mark::Underscores)]
        }
        '~' => [pair(Mark::Tildes), None],
        _ => [pair(Mark::Pipes), None],
    }
}

enum Run {
    ClosesAt(usize),
    GoesOn,
    /// A single mark that cannot close ends the search.
    Never,
}

/// Where the mark stands that closes `mark`, opened at `at`. Looks past escapes and code.
fn find_close(frame: &mut Frame<'_>, mark: Mark, at: usize, from: usize) -> Option<usize> {
    if frame.is_hopeless(mark, at) {
        return None;
    }
    let (source, end) = (frame.source, frame.end);
    let opened = source.at(at);
    let mut index = from;
    while index < end {
        let here = source.at(index);
        if here == '\\' {
            index += 2;
        } else if here == '`' {
            index = code::code_end(frame, index).unwrap_or_else(|| index + source.run(index, end));
        } else if here == opened {
            let length = source.run(index, end);
            match run_of(frame, mark, index, length) {
                Run::ClosesAt(close) => return Some(close),
                Run::GoesOn => index += length,
                Run::Never => {
                    frame.give_up(mark, index);
                    return None;
                }
            }
        } else {
            index += 1;
        }
    }
    frame.give_up(mark, end);
    None
}

/// What the run of marks at `at` is to `mark`.
fn run_of(frame: &Frame<'_>, mark: Mark, at: usize, length: usize) -> Run {
    let last = at + length - 1;
    let single = length % 2 == 1;
    match mark {
        Mark::Star if single && length == 1 && is_space(frame.source.before(at)) => Run::Never,
        Mark::Underscore if single && last + 1 < frame.end && is_word(frame.source.at(last + 1)) => Run::Never,
        Mark::Star | Mark::Underscore if single => Run::ClosesAt(last),
        Mark::Stars | Mark::Underscores if length >= 2 => Run::ClosesAt(last - 1),
        Mark::Tildes | Mark::Pipes if length >= 2 => Run::ClosesAt(at),
        _ => Run::GoesOn,
    }
}
