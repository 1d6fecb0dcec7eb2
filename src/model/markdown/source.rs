//! One string under the reader.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

/// With lookups that are made in one pass, so that no rule ever searches for a partner twice.
pub(super) struct Source {
    text: Vec<char>,
    backticks: OnceCell<Pairs>,
    brackets: OnceCell<Pairs>,
    no_fence_from: Cell<usize>,
}

type Pairs = Vec<Option<usize>>;

/// No character of any text; neither a mark nor a space nor part of a word.
const NONE: char = char::MAX;
const FENCE: &str = "```";

impl Source {
    pub(super) fn new(text: Vec<char>) -> Self {
        Self { text, backticks: OnceCell::new(), brackets: OnceCell::new(), no_fence_from: Cell::new(usize::MAX) }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Beyond the end, something that is no mark.
    pub(super) fn at(&self, index: usize) -> char {
        self.text.get(index).copied().unwrap_or(NONE)
    }

    /// Before the first, too.
    pub(super) fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or(NONE, |before| self.at(before))
    }

    /// Empty where there is no such part.
    pub(super) fn part(&self, start: usize, end: usize) -> &[char] {
        self.text.get(start..end.min(self.text.len())).unwrap_or_default()
    }

    pub(super) fn starts(&self, at: usize, with: &str) -> bool {
        with.chars().zip(at..).all(|(c, index)| self.at(index) == c)
    }

    /// How many times the character at `index` stands there in a row, before `end`.
    pub(super) fn run(&self, index: usize, end: usize) -> usize {
        let mark = self.at(index);
        1 + self.part(index + 1, end).iter().take_while(|c| **c == mark).count()
    }

    /// Where the next run of as many backticks begins as the run that begins at `index` has.
    pub(super) fn same_backticks(&self, index: usize) -> Option<usize> {
        self.backticks.get_or_init(|| self.pair_backticks()).get(index).copied().flatten()
    }

    /// The bracket that closes `[` at `index`, or the parenthesis that closes `(` within one word.
    pub(super) fn closing(&self, index: usize) -> Option<usize> {
        self.brackets.get_or_init(|| self.pair_brackets()).get(index).copied().flatten()
    }

    /// Where the next fence stands at or after `index`.
    pub(super) fn fence_from(&self, index: usize) -> Option<usize> {
        if index >= self.no_fence_from.get() {
            return None;
        }
        let found = (index..self.len()).find(|at| self.starts(*at, FENCE));
        if found.is_none() {
            self.no_fence_from.set(index);
        }
        found
    }

    fn pair_backticks(&self) -> Pairs {
        let mut pairs = vec![None; self.len()];
        let (mut next, mut end) = (HashMap::new(), self.len());
        while end > 0 {
            let length = self.part(0, end).iter().rev().take_while(|c| **c == '`').count();
            if length > 0
                && let Some(pair) = pairs.get_mut(end - length)
            {
                *pair = next.insert(length, end - length);
            }
            end -= length.max(1);
        }
        pairs
    }

    fn pair_brackets(&self) -> Pairs {
        let mut pairs = vec![None; self.len()];
        let (mut open, mut parens) = (Vec::new(), Vec::new());
        let mut close = |opened: &mut Vec<usize>, index: usize| {
            if let Some(pair) = opened.pop().and_then(|partner| pairs.get_mut(partner)) {
                *pair = Some(index);
            }
        };
        let mut index = 0;
        while index < self.len() {
            match self.at(index) {
                '\\' => index += 1,
                '[' => open.push(index),
                ']' => close(&mut open, index),
                '(' => parens.push(index),
                ')' => close(&mut parens, index),
                c if c <= ' ' => parens.clear(),
                _ => {}
            }
            index += 1;
        }
        pairs
    }
}
