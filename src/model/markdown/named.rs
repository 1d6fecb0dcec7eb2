//! What is named by `@` or within angle brackets.

use super::ParsedMentions;
use super::characters::is_name;
use super::frame::Frame;

/// An id is a decimal number of 64 bits.
const ID_DIGITS_MAX: usize = 20;
/// Characters of the name of an emoji or a command.
const NAME_MAX: usize = 32;
/// Words of a command.
const COMMAND_WORDS_MAX: usize = 3;

/// A mention, an emoji of a guild, or a command. A point in time has no mark in it, and is not asked for.
pub(super) fn angle_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let end = mention_at(frame, at, found).or_else(|| emoji_at(frame, at)).or_else(|| command_at(frame, at))?;
    (end <= frame.end).then_some(end)
}

pub(super) fn everyone_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let name = ["@everyone", "@here"].into_iter().find(|name| frame.source.starts(at, name))?;
    let end = at + name.len();
    (end <= frame.end).then(|| {
        found.everyone = true;
        end
    })
}

fn mention_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let mark = ["<@!", "<@&", "<@", "<#"].into_iter().find(|mark| frame.source.starts(at, mark))?;
    let digits = at + mark.len();
    let end = id_end(frame, digits).filter(|end| *end <= frame.end)?;
    let id: String = frame.source.part(digits, end - 1).iter().collect();
    match mark {
        "<#" => {}
        "<@&" => push(&mut found.roles, id.parse().ok()),
        _ => push(&mut found.users, id.parse().ok()),
    }
    Some(end)
}

fn push<T: PartialEq>(ids: &mut Vec<T>, id: Option<T>) {
    if let Some(id) = id
        && !ids.contains(&id)
    {
        ids.push(id);
    }
}

fn emoji_at(frame: &Frame<'_>, at: usize) -> Option<usize> {
    let mark = ["<:", "<a:"].into_iter().find(|mark| frame.source.starts(at, mark))?;
    let name = at + mark.len();
    let end = name + count(frame, name, NAME_MAX, |c| c.is_ascii_alphanumeric() || c == '_');
    if end > name && frame.source.at(end) == ':' { id_end(frame, end + 1) } else { None }
}

fn command_at(frame: &Frame<'_>, at: usize) -> Option<usize> {
    if !frame.source.starts(at, "</") {
        return None;
    }
    let mut begin = at + 2;
    for _ in 0..COMMAND_WORDS_MAX {
        let end = begin + count(frame, begin, NAME_MAX, is_name);
        match frame.source.at(end) {
            ':' if end > begin => return id_end(frame, end + 1),
            ' ' if end > begin => begin = end + 1,
            _ => return None,
        }
    }
    None
}

/// After the bracket that closes the id.
fn id_end(frame: &Frame<'_>, at: usize) -> Option<usize> {
    let end = at + count(frame, at, ID_DIGITS_MAX, |c| c.is_ascii_digit());
    (end > at && frame.source.at(end) == '>').then_some(end + 1)
}

fn count(frame: &Frame<'_>, from: usize, most: usize, is: impl Fn(char) -> bool) -> usize {
    frame.source.part(from, from + most).iter().take_while(|c| is(**c)).count()
}
