import type { Talker } from "./people.ts";

/** A message of the conversation in #tide-clock. */
export interface Said {
  readonly by: Talker | "reader" | "bot";
  /** `@name` is a mention. */
  readonly text: string;
  readonly minutesAgo: number;
  /** Another one can answer it by this name. */
  readonly as?: string;
  readonly answers?: string;
  readonly reactions?: Readonly<Record<string, readonly (Talker | "reader")[]>>;
  readonly editedTo?: string;
  readonly embeds?: readonly object[];
}

const CODE = `So that nobody has to believe me:
\`\`\`rust
/// Metres above the mean, \`hours\` after high water.
fn height(hours: f64, range: f64) -> f64 {
    let phase = TAU * hours / 12.42;
    range / 2.0 * phase.cos()
}
\`\`\``;

const LIST = `Missing until Saturday:
1. The second coat on the dial
2. A bearing for the long hand, **6 mm**
3. Somebody with a ladder`;

const TABLE = {
  title: "Tides at the old pier",
  description: "Neap tide. Wind from the south-west, so add a hand's breadth.",
  color: 0x2e86ab,
  fields: [
    { name: "High water", value: "06:14 · 3.9 m\n18:41 · 4.1 m", inline: true },
    { name: "Low water", value: "00:02 · 1.1 m\n12:27 · 0.9 m", inline: true },
  ],
  footer: { text: "Harbour office, gauge 2" },
};

const HOUR = 60;

/** What was read already. */
export const READ: readonly Said[] = [
  {
    by: "tomas",
    text: "The gear train is cut. One turn of the moon disc takes 29½ days, and it is wrong by four minutes a year.",
    minutesAgo: 22 * HOUR,
    as: "gears",
    reactions: { "🎉": ["aoife", "juno", "reader", "layla"], "🌙": ["layla", "okonkwo"] },
  },
  { by: "tomas", text: "I counted the teeth three times.", minutesAgo: 22 * HOUR - 1 },
  {
    by: "aoife",
    text: "Four minutes a *year*? The pier itself moves more than that.",
    minutesAgo: 22 * HOUR - 6,
    answers: "gears",
    reactions: { "😂": ["tomas", "kenji", "juno"] },
  },
  {
    by: "kenji",
    text: "Who has the drawing of the escapement? The one in the drawer is from before the flood.",
    minutesAgo: 21 * HOUR,
  },
  {
    by: "reader",
    text: "I do. Ruth scanned it, it is in #plans-and-drawings.",
    minutesAgo: 21 * HOUR - 9,
    as: "drawing",
  },
  { by: "okonkwo", text: LIST, minutesAgo: 5 * HOUR, as: "list", reactions: { "👀": ["bart", "reader"] } },
  { by: "kenji", text: CODE, minutesAgo: 4 * HOUR + 2 },
  {
    by: "aoife",
    text: "> 12.42 hours\nThat is the mean. At springs it is off by ||a quarter of an hour||, which you will hear about from every fisherman in town.",
    minutesAgo: 4 * HOUR - 8,
  },
  { by: "layla", text: "القمر جاهز، والطلاء جاف.", minutesAgo: 3 * HOUR },
  {
    by: "layla",
    text: "The moon is painted and dry.",
    editedTo: "The moon is painted and dry. Two coats, then the silver leaf.",
    minutesAgo: 3 * HOUR - 1,
    reactions: { "🌕": ["tomas", "aoife", "juno", "okonkwo", "reader"], "🙌": ["kenji"] },
  },
  { by: "reader", text: "`!tides`", minutesAgo: 48 },
  { by: "bot", text: "", embeds: [TABLE], minutesAgo: 48 },
];

/** What came while the reader was away. */
export const NEW: readonly Said[] = [
  {
    by: "juno",
    text: "@reader can you bring your ladder on Saturday? Mine has lost a rung.",
    minutesAgo: 0,
    as: "ladder",
  },
  {
    by: "bart",
    text: "I can hold it. The ladder, I mean. Not the clock.",
    minutesAgo: 0,
    answers: "ladder",
    reactions: { "😄": ["juno", "aoife"] },
  },
];
