/** A text, with `{name}` where a value goes; or the forms of a text that counts `{count}` things (Intl.PluralRules). */
export type Text = string | { readonly one: string; readonly other: string };
export type Texts = Readonly<Record<string, Text>>;
