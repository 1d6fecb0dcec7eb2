//! Classes of characters, as the expressions of clients know them.

use unicode_normalization::char::is_combining_mark;

pub(super) fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

/// Letters and digits of any script: those alphabetic characters that are neither marks nor circled letters.
pub(super) fn is_alphanumeric(c: char) -> bool {
    c.is_alphanumeric() && !is_combining_mark(c) && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
}

/// A letter or digit, or the underscore. Of characters that are two units of UTF-16 clients see but one, which is none.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || (c <= '\u{ffff}' && is_alphanumeric(c))
}

pub(super) fn is_name(c: char) -> bool {
    matches!(c, '-' | '_' | '\'') || is_alphanumeric(c) || is_combining_mark(c)
}

/// Unicode's `Default_Ignorable_Code_Point`.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
