//! A stretch of a source, and what may stand in it.

use super::source::Source;
use super::{ParsedMentions, read};

/// Spans, quotes and lists within one another; what is nested deeper stays text.
const NESTING_MAX: usize = 12;

/// The marks that open and close a span.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Star,
    Underscore,
    Stars,
    Underscores,
    Tildes,
    Pipes,
}

#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) source: &'a Source,
    pub(super) start: usize,
    pub(super) end: usize,
    depth: usize,
    /// Whether blocks may begin here: not within a heading or the label of a link.
    pub(super) blocks: bool,
    /// Whether this is within a quote: quotes do not nest.
    pub(super) quoted: bool,
    /// Whether this is the label of a link: links do not nest.
    pub(super) linked: bool,
    /// For each mark: before this position it has no partner.
    hopeless: [usize; 6],
}

impl<'a> Frame<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        Self { source, start: 0, end: source.len(), depth: 0, blocks: true, quoted: false, linked: false, hopeless: [0; 6] }
    }

    pub(super) fn may_nest(&self) -> bool {
        self.depth < NESTING_MAX
    }

    /// A part of the same string.
    pub(super) fn part(&self, start: usize, end: usize) -> Self {
        Self { start, end, depth: self.depth + 1, ..self.clone() }
    }

    /// The content of a block of one line.
    pub(super) fn line(&self, start: usize, end: usize) -> Self {
        Self { blocks: false, ..self.part(start, end) }
    }

    /// The label of a link.
    pub(super) fn label(&self, start: usize, end: usize) -> Self {
        Self { linked: true, ..self.line(start, end) }
    }

    /// Reads a string that was made of this one's: lines of a quote or a list without their marks.
    pub(super) fn read_lines(&self, lines: Vec<char>, quoted: bool, found: &mut ParsedMentions) {
        let source = Source::new(lines);
        let Self { depth, blocks, linked, .. } = *self;
        let quoted = quoted || self.quoted;
        read(Frame { depth: depth + 1, blocks, quoted, linked, ..Frame::of(&source) }, found);
    }

    pub(super) fn begins_line(&self, at: usize) -> bool {
        at == 0 || self.source.before(at) == '\n'
    }

    /// Where the line ends in which `at` stands: at its newline, or where the frame ends.
    pub(super) fn line_end(&self, at: usize) -> usize {
        (at..self.end).find(|index| self.source.at(*index) == '\n').unwrap_or(self.end.max(at))
    }

    pub(super) fn is_hopeless(&self, mark: Mark, at: usize) -> bool {
        self.hopeless.get(place(mark)).is_some_and(|from| at < *from)
    }

    pub(super) fn give_up(&mut self, mark: Mark, before: usize) {
        if let Some(place) = self.hopeless.get_mut(place(mark)) {
            *place = before;
        }
    }
}

fn place(mark: Mark) -> usize {
    match mark {
        Mark::Star => 0,
        Mark::Underscore => 1,
        Mark::Stars => 2,
        Mark::Underscores => 3,
        Mark::Tildes => 4,
        Mark::Pipes => 5,
    }
}
