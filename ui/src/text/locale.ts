/** How times are written beside the texts. */

const languages = typeof navigator === "undefined" ? [] : (navigator.languages ?? []);

/** Words of dates ("yesterday", "May") are of the language of the texts, as the reader's kind of it has them. */
export const locale = languages.find((language) => /^en\b/i.test(language)) ?? "en";

/** Hours count to 12 or to 24 as the reader is used to, whatever the language. */
export const { hourCycle } = new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).resolvedOptions();
