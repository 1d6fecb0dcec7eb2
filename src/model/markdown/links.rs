//! Addresses, and links with a label of their own. What stands in an address or a title mentions nobody.

use super::characters::{is_alphanumeric, is_ignorable, is_space, is_word};
use super::frame::Frame;
use super::{ParsedMentions, read};

/// Of the address of a link in brackets, in units of UTF-16, as clients count.
const LINK_UNITS_MAX: usize = 2_048;
/// Of its title.
const TITLE_UNITS_MAX: usize = 256;

/// An address that stands in the text as it is.
pub(super) fn bare_url_at(frame: &Frame<'_>, at: usize) -> Option<usize> {
    let source = frame.source;
    let host = at + web_end(source.part(at, frame.end))?;
    if frame.linked || (at > frame.start && is_word(source.before(at))) {
        return None;
    }
    let end = (host..frame.end).find(|index| ends_url(frame, *index)).unwrap_or(frame.end);
    let url = source.part(at, host + trimmed_length(source.part(host, end)));
    is_allowed(url).then_some(at + url.len())
}

fn ends_url(frame: &Frame<'_>, at: usize) -> bool {
    match frame.source.at(at) {
        '<' | '>' | '\\' | '`' => true,
        // The middle of a masked link that was refused: its label and its address are two.
        ']' => frame.source.at(at + 1) == '(',
        c => c <= ' ' || is_space(c),
    }
}

/// What ends a sentence is not part of an address; a closing parenthesis is only if it was opened there.
fn trimmed_length(text: &[char]) -> usize {
    let count = |paren: char| text.iter().filter(|c| **c == paren).count();
    let mut surplus = count(')').saturating_sub(count('('));
    let mut length = text.len();
    for c in text.iter().rev() {
        match c {
            ')' if surplus > 0 => surplus -= 1,
            '.' | ',' | ':' | ';' | '"' | '\'' | '!' | '?' | ']' => {}
            _ => break,
        }
        length -= 1;
    }
    length
}

/// `<https://…>`: a link that asks for no preview.
pub(super) fn angle_url_at(frame: &Frame<'_>, at: usize) -> Option<usize> {
    if frame.linked || !may_be_url(frame, at + 1) {
        return None;
    }
    let close = angle_close(frame, at + 1)?;
    is_allowed(frame.source.part(at + 1, close)).then_some(close + 1)
}

/// Where `<address>` that begins before `from` is closed; nothing that ends an address may stand before.
fn angle_close(frame: &Frame<'_>, from: usize) -> Option<usize> {
    let ends = |(_, c): &(usize, char)| *c == '>' || *c == '<' || *c <= ' ';
    near(frame, from, LINK_UNITS_MAX).find(ends).filter(|(_, c)| *c == '>').map(|(index, _)| index)
}

fn find(frame: &Frame<'_>, from: usize, mark: char, most: usize) -> Option<usize> {
    near(frame, from, most).find(|(_, c)| *c == mark).map(|(index, _)| index)
}

/// The characters from `from` on, not further than `most` units and within the frame.
fn near<'a>(frame: &Frame<'a>, from: usize, most: usize) -> impl Iterator<Item = (usize, char)> + use<'a> {
    let source = frame.source;
    source.part(from, frame.end).iter().zip(from..).scan(0, move |units, (c, index)| {
        let here = *units;
        *units += c.len_utf16();
        (here <= most).then_some((index, *c))
    })
}

/// `[label](address "title")`. The label may mention somebody.
pub(super) fn masked_link_at(frame: &Frame<'_>, at: usize, found: &mut ParsedMentions) -> Option<usize> {
    let source = frame.source;
    if frame.linked || !frame.may_nest() {
        return None;
    }
    let close = source.closing(at)?;
    if close + 1 >= frame.end || source.at(close + 1) != '(' {
        return None;
    }
    let (url, end) = destination_at(frame, close + 1)?;
    if !is_honest(source.part(at + 1, close), url) {
        return None;
    }
    read(frame.label(at + 1, close), found);
    Some(end)
}

/// The address in the parentheses at `open`, and where they are closed.
fn destination_at<'a>(frame: &Frame<'a>, open: usize) -> Option<(&'a [char], usize)> {
    let source = frame.source;
    let angled = source.at(open + 1) == '<';
    let start = if angled { open + 2 } else { open + 1 };
    if !may_be_url(frame, start) {
        return None;
    }
    // Without brackets it ends at the parenthesis that closes it, or at the space before a title.
    let plain_stop = || source.closing(open).or_else(|| find(frame, open, ' ', LINK_UNITS_MAX));
    let stop = if angled { angle_close(frame, start) } else { plain_stop() }?;
    let end = title_end(frame, if angled { stop + 1 } else { stop })?;
    let url = source.part(start, stop);
    is_allowed(url).then_some((url, end))
}

/// After what stands between an address and the end of its link: nothing or a title.
fn title_end(frame: &Frame<'_>, from: usize) -> Option<usize> {
    let mut at = skip_spaces(frame, from);
    let quote = frame.source.at(at);
    if at > from && (quote == '"' || quote == '\'') {
        let close = find(frame, at + 1, quote, TITLE_UNITS_MAX)?;
        if frame.source.part(at + 1, close).contains(&'`') {
            return None;
        }
        at = skip_spaces(frame, close + 1);
    }
    (at < frame.end && frame.source.at(at) == ')').then_some(at + 1)
}

fn skip_spaces(frame: &Frame<'_>, from: usize) -> usize {
    let end = frame.end.min(from + TITLE_UNITS_MAX);
    (from..end).find(|index| frame.source.at(*index) != ' ').unwrap_or(end.max(from))
}

/// Whether the beginning is that of an address: a scheme of the list.
fn may_be_url(frame: &Frame<'_>, at: usize) -> bool {
    let head = frame.source.part(at, at + MAIL.len().max("https://a".len()));
    web_end(head).is_some() || after(head, MAIL).is_some()
}

const MAIL: &str = "mailto:";

/// What a link may lead to: no script, no file, no app; and nothing that could end an attribute or hide a host.
fn is_allowed(url: &[char]) -> bool {
    let has_scheme = web_end(url).is_some() || after(url, MAIL).is_some_and(is_mailbox);
    has_scheme && !url.iter().any(|c| is_space(*c) || matches!(c, '<' | '>' | '`' | '\\') || c.is_control())
}

/// How much of an address its scheme and the first character of its host are.
fn web_end(text: &[char]) -> Option<usize> {
    let rest = after(text, "https://").or_else(|| after(text, "http://"))?;
    let first = rest.first()?;
    (*first == '[' || is_alphanumeric(*first)).then_some(text.len() - rest.len() + 1)
}

fn is_mailbox(text: &[char]) -> bool {
    let ends = |c: &char| *c == '@' || is_space(*c);
    let name = text.iter().take_while(|c| !ends(c)).count();
    name > 0 && text.get(name) == Some(&'@') && text.get(name + 1).is_some_and(|c| !ends(c))
}

/// What follows `prefix`, in whatever case; the long s is one, too.
fn after<'a>(text: &'a [char], prefix: &str) -> Option<&'a [char]> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    let same = |(c, expected): (&char, char)| c.eq_ignore_ascii_case(&expected) || (*c == 'ſ' && expected == 's');
    head.iter().zip(prefix.chars()).all(same).then_some(rest)
}

/// A label must be something to read, and not look like an address that leads elsewhere.
fn is_honest(label: &[char], url: &[char]) -> bool {
    let is_mark = |c: &char| matches!(c, '\\' | '*' | '_' | '~' | '|' | '`') || is_ignorable(*c);
    let whole: String = label.iter().collect();
    let bare: String = label.iter().filter(|c| !is_mark(c)).collect();
    let plain = bare.trim_matches(is_space);
    if plain.is_empty() || whole.contains("://") || plain.contains("://") {
        return false;
    }
    let url: String = url.iter().collect();
    domain(plain).is_none_or(|domain| host(&url).is_some_and(|host| host.to_lowercase() == domain.to_lowercase()))
}

/// Only the endings that everybody reads as a site.
const SITES: [&str; 7] = ["com", "net", "org", "gg", "app", "edu", "gov"];

/// The site that a label names, if it looks like one.
fn domain(label: &str) -> Option<&str> {
    let (name, path) = label.split_at(label.find(['/', ':', '?', '#']).unwrap_or(label.len()));
    let (labels, site) = name.rsplit_once('.')?;
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c == '-' || is_alphanumeric(c));
    let is_site = SITES.iter().any(|known| known.eq_ignore_ascii_case(site)) && labels.split('.').all(is_label);
    if !is_site || path.contains(is_space) {
        return None;
    }
    Some(without_www(name).filter(|name| name.contains('.')).unwrap_or(name))
}

/// The host of an address of the web, without user and port.
fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let user = rest.find(['/', '?', '#', '@']).filter(|at| rest.get(*at..).is_some_and(|rest| rest.starts_with('@')));
    let rest = user.map_or(rest, |at| rest.get(at + 1..).unwrap_or_default());
    let rest = without_www(rest).unwrap_or(rest);
    rest.split(['/', '?', '#', ':']).next()
}

fn without_www(name: &str) -> Option<&str> {
    name.split_at_checked("www.".len()).filter(|(www, _)| www.eq_ignore_ascii_case("www.")).map(|(_, rest)| rest)
}
