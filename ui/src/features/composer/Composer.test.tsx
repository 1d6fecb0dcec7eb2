// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Actions } from "../../engine/actions.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineProvider } from "../../engine/hooks.ts";
import { createStore } from "../../engine/store.ts";
import { view } from "../../engine/view.ts";
import { limits } from "../../limits.ts";
import type { Event } from "../../state/event.ts";
import type { Message } from "../../state/model.ts";
import { reduceAll } from "../../state/reduce.ts";
import {
  ARRIVED,
  begun,
  CHANNEL,
  guild,
  ME,
  message,
  page,
  role,
  user,
  YOU,
} from "../../state/testing/builders.ts";
import { Composer } from "./Composer.tsx";
import { MessageEditor } from "./MessageEditor.tsx";

const send = vi.fn<Actions["send"]>();
const edit = vi.fn<Actions["edit"]>(async () => ({ ok: true, value: undefined }));
const done = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  view.forget();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const NoPicker = () => null;

function shown(...events: readonly Event[]) {
  const store = createStore(() => () => {});
  store.teach(reduceAll);
  const own = message(2, { author: user(ME), content: "mine, <@2>" });
  store.apply(
    ...ARRIVED,
    begun("newest"),
    page("newest", [message(1), own], { reachedOldest: true, reachedNewest: true }),
    ...events,
  );
  const actions = { send, edit, typing: vi.fn(), findMembers: vi.fn(async () => []) } as unknown as Actions;
  const engine = { store, actions } as unknown as Engine;
  render(
    <EngineProvider engine={engine}>
      <Composer channelId={CHANNEL} emojiPicker={NoPicker} />
    </EngineProvider>,
  );
  return { store, engine };
}
const field = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: /^Message #/ });
function type(text: string, into = field()) {
  fireEvent.focus(into);
  fireEvent.change(into, { target: { value: text, selectionStart: text.length, selectionEnd: text.length } });
}
const press = (key: string, more: object = {}, on = field()) => fireEvent.keyDown(on, { key, ...more });
const sent = () => send.mock.calls.map(([, { content }]) => content);

it("Enter sends what was written and empties the field", () => {
  shown();
  type("  hello  ");
  press("Enter");
  expect(sent()).toEqual(["hello"]);
  expect(field().value).toBe("");
});

it("Shift+Enter, and Enter that ends a word of an input method, send nothing", () => {
  shown();
  type("こん");
  press("Enter", { shiftKey: true });
  press("Enter", { isComposing: true });
  press("Enter", { keyCode: 229 });
  expect(sent()).toEqual([]);
});

it("on a screen's keyboard Enter breaks the line, and the buttons send and save", async () => {
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query === "(pointer: coarse)" }));
  const editor = editing();
  expect(press("Enter", {}, editor)).toBe(true);
  expect(edit).not.toHaveBeenCalled();
  type("changed", editor);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "Save" })));
  expect(edit).toHaveBeenCalledTimes(1);
  type("one");
  expect(press("Enter")).toBe(true);
  expect(sent()).toEqual([]);
  expect(field().getAttribute("enterkeyhint")).toBe("enter");
  fireEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(sent()).toEqual(["one"]);
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  type("with a mouse");
  press("Enter");
  expect(sent()).toEqual(["one", "with a mouse"]);
});

it("blank and overlong texts are not sent", () => {
  shown();
  type(" \n ");
  press("Enter");
  type("x".repeat(limits.contentCharacters + 1));
  press("Enter");
  expect(sent()).toEqual([]);
  expect(screen.getByText("1 character too many")).toBeTruthy();
});

it("astral characters count once, as the server counts", () => {
  shown();
  type("😀".repeat(limits.contentCharacters));
  press("Enter");
  expect(sent()).toHaveLength(1);
});

it("a mention is chosen by arrows and Tab, shown by name and sent by id", () => {
  shown();
  type("hi @us");
  const list = screen.getByRole("listbox", { name: "Suggestions" });
  expect(field().getAttribute("aria-activedescendant")).toBe(list.querySelector("[aria-selected=true]")?.id);
  press("Tab");
  expect(field().value).toBe(`hi @user${YOU} `);
  press("Enter");
  expect(sent()).toEqual([`hi <@${YOU}>`]);
});

it("Enter takes a suggestion before it sends, and Esc only shuts the list", () => {
  shown();
  type("@us");
  press("Escape");
  expect(screen.queryByRole("listbox")).toBeNull();
  type("#chan");
  press("Enter");
  expect(sent()).toEqual([]);
  expect(field().value).toBe(`#channel${CHANNEL} `);
});

it("a list that was shut stays so for its word, and opens for the next one at that place", () => {
  shown();
  type("@us");
  press("Escape");
  type("@use");
  expect(screen.queryByRole("listbox")).toBeNull();
  type("");
  type("@us");
  expect(screen.getByRole("listbox")).toBeTruthy();
});

it("↑ in an empty field edits the last own message, in a filled one it does not", () => {
  shown();
  type("x");
  press("ArrowUp");
  expect(view.store.getState().editing).toEqual({});
  type("");
  press("ArrowUp");
  expect(view.store.getState().editing[CHANNEL]?.messageId).toBe(message(2).id);
});

it("a reply goes with its ping once, and Esc leaves it", () => {
  shown();
  act(() => view.answer(CHANNEL, message(1).id));
  fireEvent.click(screen.getByRole("checkbox", { name: `Notify user${YOU}` }));
  type("yes");
  press("Enter");
  expect(send).toHaveBeenCalledWith(CHANNEL, {
    content: "yes",
    replyTo: message(1).id,
    mentionAuthor: false,
  });
  act(() => view.answer(CHANNEL, message(1).id));
  press("Escape");
  expect(view.store.getState().answering).toEqual({});
});

it("who may not write sees why", () => {
  shown({
    kind: "guild-create",
    guild: guild({ roles: [role(guild().id, { permissions: String(1n << 10n) })] }),
  });
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByText("You may not write in this channel.")).toBeTruthy();
});

it("too many that wait for a connection are said, and no more are taken", () => {
  const waiting = Array.from({ length: limits.outgoing }, (_, at): Event => {
    const outgoing = {
      nonce: `n${at}`,
      channelId: CHANNEL,
      content: "x",
      replyTo: null,
      mentionAuthor: false,
      composedAtMs: at,
      status: { kind: "queued" },
    } as const;
    return { kind: "outgoing-put", outgoing };
  });
  shown(...waiting);
  type("one more");
  press("Enter");
  expect(sent()).toEqual([]);
  expect(field().value).toBe("one more");
  expect(screen.getByText(/50 messages wait for a connection/)).toBeTruthy();
});

function editing() {
  view.edit(CHANNEL, message(2).id);
  const { engine, store } = shown();
  const own = store.getState().timelines[CHANNEL]?.messages[1];
  if (!own) throw new Error("no own message");
  return openEditor(engine, own).editor;
}

function openEditor(engine: Engine, own: Message) {
  const { unmount } = render(
    <EngineProvider engine={engine}>
      <MessageEditor message={own} onDone={done} />
    </EngineProvider>,
  );
  const editor = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit message" });
  const leave = () => {
    unmount();
    field().focus();
  };
  return { editor, leave, again: () => openEditor(engine, own).editor };
}

it("an edit that was begun is gone on with, and takes the focus only when it is asked for", () => {
  view.edit(CHANNEL, message(2).id);
  const { engine, store } = shown();
  const own = store.getState().timelines[CHANNEL]?.messages[1];
  if (!own) throw new Error("no own message");
  const { editor, leave, again } = openEditor(engine, own);
  type("half a change", editor);
  leave();
  const reopened = again();
  expect(reopened.value).toBe("half a change");
  expect(document.activeElement).toBe(field());
  press("ArrowUp");
  expect(document.activeElement).toBe(reopened);
});

it("the editor shows names, has the focus, and Enter saves by id", async () => {
  const editor = editing();
  expect(editor.value).toBe(`mine, @user${YOU}`);
  expect(document.activeElement).toBe(editor);
  type(`mine, @user${YOU}!`, editor);
  await act(async () => press("Enter", {}, editor));
  expect(edit).toHaveBeenCalledWith(CHANNEL, message(2).id, `mine, <@${YOU}>!`);
  expect(done).toHaveBeenCalledWith("done");
});

it("the editor left with Esc, or unchanged, sends nothing; emptied, it asks to delete", async () => {
  const editor = editing();
  press("Escape", {}, editor);
  await act(async () => press("Enter", {}, editor));
  expect(done.mock.calls).toEqual([["done"], ["done"]]);
  type(" ", editor);
  await act(async () => press("Enter", {}, editor));
  expect(done).toHaveBeenLastCalledWith("emptied");
  expect(edit).not.toHaveBeenCalled();
});

it("what was refused is said, and the text is kept", async () => {
  edit.mockResolvedValueOnce({ ok: false, message: "No.", fields: {}, status: 403, code: 50013 });
  const editor = editing();
  type("changed", editor);
  await act(async () => press("Enter", {}, editor));
  expect(screen.getByRole("alert").textContent).toBe("No.");
  expect(editor.value).toBe("changed");
  expect(done).not.toHaveBeenCalled();
});
