//! Whom a text mentions, read as clients read its markdown: what they show as code, an address or a title mentions nobody.
//!
//! The same rules in the same order as `ui/src/markdown`, whose trees are the promise (`tests/data/markdown`); here only mentions are kept.
//! Work is bounded there and here alike: a search for a partner that failed is not made again, and depth has an end.

mod blocks;
mod characters;
mod code;
mod frame;
mod links;
mod named;
mod source;
mod spans;

use super::mention::ParsedMentions;
use frame::Frame;
use source::Source;

/// Finds `<@id>`, `<@!id>`, `<@&id>`, `@everyone` and `@here`; each id once.
pub fn find_mentions(text: &str) -> ParsedMentions {
    let mut found = ParsedMentions::default();
    if text.contains('@') {
        let source = Source::new(text.replace("\r\n", "\n").chars().map(|c| if c == '\r' { '\n' } else { c }).collect());
        read(Frame::of(&source), &mut found);
    }
    found
}

fn read(mut frame: Frame<'_>, found: &mut ParsedMentions) {
    let mut at = frame.start;
    while at < frame.end {
        at = rule_at(&mut frame, at, found).unwrap_or_else(|| literal_end(&frame, at));
    }
}

/// Where what begins at `at` ends; `None` where it is text.
fn rule_at(frame: &mut Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let block = if frame.begins_line(at) { blocks::block_at(frame, at, found) } else { None };
    block.or_else(|| inline_at(frame, at, found))
}

fn inline_at(frame: &mut Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    match frame.source.at(at) {
        '\\' => escape_end(frame, at),
        '*' | '_' | '~' | '|' => keycap_end(frame, at).or_else(|| spans::span_at(frame, at, found)),
        '`' => code::code_at(frame, at),
        '[' => links::masked_link_at(frame, at, found),
        '<' => named::angle_at(frame, at, found).or_else(|| links::angle_url_at(frame, at)),
        '@' => named::everyone_at(frame, at, found),
        'h' | 'H' => links::bare_url_at(frame, at),
        '¯' => frame.source.starts(at, SHRUG).then(|| at + SHRUG.chars().count()).filter(|end| *end <= frame.end),
        _ => None,
    }
}

/// The one gesture whose arm is a backslash.
const SHRUG: &str = "¯\\_(ツ)_/¯";

fn escape_end(frame: &Frame<'_>, at: usize) -> Option<usize> {
    let next = at + 1;
    (next < frame.end && frame.source.at(next).is_ascii_punctuation()).then_some(next + 1)
}

/// A star on a key is an emoji: the only one with a mark in it.
fn keycap_end(frame: &Frame<'_>, at: usize) -> Option<usize> {
    let keys = ["*\u{fe0f}\u{20e3}", "*\u{20e3}"];
    let key = keys.into_iter().find(|key| frame.source.starts(at, key))?;
    Some(at + key.chars().count()).filter(|end| *end <= frame.end)
}

/// A whole run of marks is text at once. Of an even run of stars the first may be text and the rest begin an emphasis: `**a*`.
fn literal_end(frame: &Frame<'_>, at: usize) -> usize {
    let mark = frame.source.at(at);
    if !matches!(mark, '*' | '_' | '~' | '|' | '`') {
        return at + 1;
    }
    let length = frame.source.run(at, frame.end);
    if mark == '*' && length.is_multiple_of(2) { at + 1 } else { at + length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RoleId, UserId};

    #[test]
    fn each_is_found_once_whatever_stands_around_it() {
        let found = find_mentions("é<@5><@!5> <@&7>><@6 <@8><@here> <@+9> <@99999999999999999999>");
        assert_eq!(found.users, [5, 8].map(UserId::from_raw));
        assert_eq!((found.roles, found.everyone), (vec![RoleId::from_raw(7)], true));
        for text in ["", "<@", "<@>", "<@&>", "@", "\\", "`", "```", "<@1", "@every one", "é`é", "```é", "@\\", "@**", "@[a]("] {
            assert_eq!(find_mentions(text), ParsedMentions::default(), "{text}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "real time is what is measured")]
    fn time_grows_with_the_length_alone() {
        let rising: String = (1..300).map(|n| "`".repeat(n) + "a").collect();
        let marks =
            ["`", "```", "```a ", "``` ` ", "\\`", "<@", "<@1", "``a`", "`é```", &rising, "*a ", "*a **b ", "_a__b", "***a* ", "**_~~||"];
        let blocks = ["> ", "> - a\n", "- a\n  ", "  - ", "1. > # a\n", "||> ", "||- ", "# a `\n", "   \n", "12345678"];
        let links =
            ["[", "[a](", "[a](http://b ", "[a](<http://b", "http://a)", "<http://a ", "http://a(", "<:a:", "</a ", "(", "[a](http://b \""];
        for part in marks.into_iter().chain(blocks).chain(links) {
            let text: String = part.chars().cycle().take(50_000).chain(['@']).collect();
            let began = std::time::Instant::now();
            assert_eq!(find_mentions(&text), ParsedMentions::default());
            // Some milliseconds; were it the square of the length, it would be a minute.
            assert!(began.elapsed() < std::time::Duration::from_secs(10), "{part}: {:?}", began.elapsed());
        }
    }
}
