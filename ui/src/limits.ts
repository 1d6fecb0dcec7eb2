/** The bounds of the client, with unit and reason: of all that is kept, and of what more than one file waits for. */
export const limits = {
  /** Messages of one channel in memory (issue: the list never holds more). */
  timelineMessages: 600,
  /** Channels whose messages are kept, the ones seen last: switching back is at once. */
  timelines: 20,
  /** Messages of a page: the most that the server gives (Discord docs, Get Channel Messages). */
  pageMessages: 100,
  /** Characters of a message (Discord docs, Create Message). */
  contentCharacters: 2000,
  /** Own messages that wait for a line, per channel; then the composer says so. */
  outgoing: 50,
  /** The server forgets a nonce after ten minutes: what is older is not sent again by itself. */
  nonceMs: 9 * 60 * 1000,
  /** The client's own beat: a silent line is found within `beatEveryMs + beatAnswerMs`. */
  beatEveryMs: 10_000,
  beatAnswerMs: 5_000,
  /** From opening a socket to READY or RESUMED; then it is closed and tried again. */
  connectMs: 15_000,
  /**
   * The first attempt after a line that held waits for some part of this: a restarted server sees its clients come one after the other,
   * and for a person a RESUME still comes in a blink.
   */
  retryFirstMs: 500,
  /** Waiting between further attempts: doubles up to here, with jitter, so that a restarted server is not stormed. */
  retryMinMs: 500,
  retryMaxMs: 15_000,
  /** A request without an answer is given up. */
  requestMs: 20_000,
  /** Typing is told this often, and believed this long (Discord docs, Trigger Typing Indicator). */
  typingEveryMs: 8_000,
  typingMs: 10_000,
  /** Guilds of up to so many members are listed whole. */
  membersListed: 1_000,
  /** Ids of one request for members (Discord docs, Request Guild Members). */
  membersAsked: 100,
  /** Requests for members that wait: more than that means that nobody waits for the first ones any more. */
  memberRequests: 20,
  /** Events that wait for a frame: beyond it they are applied at once, so that a hidden tab's queue stays small. */
  eventsWaiting: 1_000,
  /** Answers that one selector remembers: more channels and guilds are not on the screen at once. */
  selectorAnswers: 64,
  /** What somebody else did not send is kept for so long: whoever does not log in again by then does not want it sent. As long what was refused in a channel that is gone. */
  othersUnsentMs: 7 * 24 * 60 * 60 * 1000,
  /** Characters of a user name or a bot's; of a display name no more (docs/rest-api.md). */
  nameCharactersMin: 2,
  nameCharactersMax: 32,
  /** Entries of an autocomplete list. */
  suggestions: 8,
} as const;
