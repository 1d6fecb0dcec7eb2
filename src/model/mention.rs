//! Whom a message mentions.

use super::id::{RoleId, UserId};

/// Whom a stored message mentions: ids that were checked when it was sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentions {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    pub everyone: bool,
}

impl Mentions {
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && !self.everyone
    }
}

/// What the text names, before anybody asked whether it is allowed and exists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ParsedMentions {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    /// `@everyone` or `@here`.
    pub everyone: bool,
}

/// Which mentions of a text are to count (Discord docs, Allowed Mentions object).
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the request, as the docs name them")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllowedMentions {
    pub parse_users: bool,
    pub parse_roles: bool,
    pub parse_everyone: bool,
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    /// Whether a reply mentions the author of what it answers.
    pub replied_user: bool,
}

impl AllowedMentions {
    /// Where a request says nothing: everything counts.
    pub fn all() -> Self {
        Self { parse_users: true, parse_roles: true, parse_everyone: true, users: vec![], roles: vec![], replied_user: true }
    }

    /// What of `found` counts.
    pub fn filter(&self, found: ParsedMentions) -> ParsedMentions {
        let mut kept = found;
        kept.users.retain(|id| self.parse_users || self.users.contains(id));
        kept.roles.retain(|id| self.parse_roles || self.roles.contains(id));
        kept.everyone &= self.parse_everyone;
        kept
    }
}

/// Finds `<@id>`, `<@!id>`, `<@&id>`, `@everyone` and `@here`; each id once. What stands in code, or behind a backslash, is text: clients
/// show it as such.
pub fn find_mentions(text: &str) -> ParsedMentions {
    let mut found = ParsedMentions::default();
    let mut at = 0;
    while let Some(step) = text.get(at..).and_then(|rest| rest.find(['\\', '`', '<', '@'])) {
        at += step;
        let rest = text.get(at..).unwrap_or_default();
        at += match rest.as_bytes() {
            [b'\\', next, ..] if next.is_ascii_punctuation() => 2,
            [b'`', ..] => code_bytes(text, at),
            [b'<', b'@', ..] => take_id(rest, &mut found),
            [b'@', ..] => {
                found.everyone |= rest.starts_with("@everyone") || rest.starts_with("@here");
                1
            }
            _ => 1,
        };
    }
    found
}

/// A user or role that is named at the beginning of `rest`, which is `<@…`; how many bytes are read.
fn take_id(rest: &str, found: &mut ParsedMentions) -> usize {
    const ID_DIGITS_MAX: usize = 20;
    let named = rest.get(2..).unwrap_or_default();
    let (role, digits) = match named.strip_prefix('&') {
        Some(role) => (true, role),
        None => (false, named.strip_prefix('!').unwrap_or(named)),
    };
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let Some((id, _)) = digits.split_at_checked(count).filter(|(_, after)| after.starts_with('>') && count <= ID_DIGITS_MAX) else {
        // An `@everyone` may follow.
        return 1;
    };
    if role {
        push_id(&mut found.roles, id.parse().ok());
    } else {
        push_id(&mut found.users, id.parse().ok());
    }
    rest.len() - digits.len() + count + 1
}

fn push_id<T: PartialEq>(ids: &mut Vec<T>, id: Option<T>) {
    if let Some(id) = id
        && !ids.contains(&id)
    {
        ids.push(id);
    }
}

const FENCE: &str = "```";

/// How many bytes the code has that begins with the backticks at `at`; where none does, how many backticks there are.
fn code_bytes(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(block) = fence_bytes(rest) {
        return block;
    }
    let run = run(rest);
    let is_whole = !text.get(..at).is_some_and(|before| before.ends_with('`'));
    if is_whole { inline_bytes(rest, run).unwrap_or(run) } else { run }
}

fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// A block: up to the next fence that has something before it. A word alone on the first line is the code's language.
fn fence_bytes(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix(FENCE)?;
    let is_language =
        |word: &str| (1..=32).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-.#".contains(&b));
    let named = inner.split_once('\n').filter(|(word, _)| is_language(word)).map(|(_, lines)| lines);
    let after = named.and_then(after_fence).or_else(|| after_fence(inner))?;
    Some(rest.len() - after.len())
}

/// What follows the fence that closes a block.
fn after_fence(inner: &str) -> Option<&str> {
    let mut content = inner.trim_start().chars();
    content.next()?;
    content.as_str().split_once(FENCE).map(|(_, after)| after)
}

/// Code within a line, or over some: up to the next run of as many backticks.
fn inline_bytes(rest: &str, count: usize) -> Option<usize> {
    let mut end = count;
    loop {
        end += rest.get(end..)?.find('`')?;
        let found = run(rest.get(end..)?);
        end += found;
        if found == count {
            return Some(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_once_whatever_stands_around_it() {
        let found = find_mentions("é<@5><@!5> <@&7>><@6 <@8><@here> <@+9> <@99999999999999999999>");
        assert_eq!(found.users, [5, 8].map(UserId::from_raw));
        assert_eq!((found.roles, found.everyone), (vec![RoleId::from_raw(7)], true));
        for text in ["", "<@", "<@>", "<@&>", "@", "\\", "`", "```", "<@1", "@every one", "é`é", "```é"] {
            assert_eq!(find_mentions(text), ParsedMentions::default(), "{text}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "real time is what is measured")]
    fn time_grows_with_the_length_alone() {
        let rising: String = (1..300).map(|n| "`".repeat(n) + "a").collect();
        for part in ["`", "```", "```a ", "``` ` ", "\\`", "<@", "<@1", "``a`", "`é```", &rising] {
            let text: String = part.chars().cycle().take(200_000).collect();
            let began = std::time::Instant::now();
            assert_eq!(find_mentions(&text), ParsedMentions::default());
            // Some milliseconds; were it the square of the length, it would be minutes.
            assert!(began.elapsed() < std::time::Duration::from_secs(10), "{part}: {:?}", began.elapsed());
        }
    }
}
