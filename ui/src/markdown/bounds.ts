/** Spans, quotes and lists within one another; what is nested deeper stays text. Each level reads its text again: this bounds the work. */
export const NESTING_MAX = 12;
/** Characters of the address and of the title of a masked link: longer than browsers and servers take. */
export const LINK_CHARACTERS_MAX = 2048;
/** An id is a decimal number of 64 bits. */
export const ID_DIGITS_MAX = 20;
/** Digits of a list's number: HTML's `start` is an int32. */
export const LIST_DIGITS_MAX = 9;
/** Seconds that a `Date` can hold, before and after 1970. */
export const UNIX_SECONDS_MAX = 8_640_000_000_000;
/** Emoji that are drawn large when a message is nothing else (Discord's limit is 30 for all; ours fits three rows at 360 px). */
export const JUMBO_MAX = 27;
