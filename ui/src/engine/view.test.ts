import { describe, expect, it, vi } from "vitest";
import { limits } from "../limits.ts";
import { createView } from "./view.ts";

function memory(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    clear: () => items.clear(),
    key: () => null,
    length: 0,
  };
}
const ann = { shown: "@Ann", markup: "<@1>" };

describe("the view", () => {
  it("keeps the draft of each channel over a reload", () => {
    const storage = memory();
    createView(storage).setDraft("1", { text: "hi @Ann", mentions: [ann] });
    expect(createView(storage).store.getState().drafts).toEqual({ 1: { text: "hi @Ann", mentions: [ann] } });
  });

  it("gives nobody the drafts of somebody else who used the tab before it was restored", () => {
    const storage = memory();
    const drafts = (userId: string) => {
      const view = createView(storage);
      view.claim(userId);
      return view.store.getState().drafts;
    };
    const before = createView(storage);
    before.claim("7");
    before.setDraft("1", { text: "dear diary", mentions: [] });
    expect(Object.keys(drafts("7"))).toEqual(["1"]);
    expect(drafts("8")).toEqual({});
    expect(drafts("7")).toEqual({});
  });

  it("does not believe what it cannot read", () => {
    const storage = memory();
    storage.setItem("belfry.drafts", '{"drafts":{"1":{"text":3},"2":{"text":"ok","mentions":[]},"3":null}}');
    expect(createView(storage).store.getState().drafts).toEqual({ 2: { text: "ok", mentions: [] } });
    storage.setItem("belfry.drafts", "{");
    expect(createView(storage).store.getState().drafts).toEqual({});
  });

  it("gives the focus back to the composer, but not where that brings up a keyboard", () => {
    const view = createView(null);
    const heard = vi.fn();
    view.onOrder(heard);
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    view.returnToComposer();
    expect(heard).not.toHaveBeenCalled();
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    view.returnToComposer();
    expect(heard).toHaveBeenCalledWith({ kind: "focus-composer" });
    vi.unstubAllGlobals();
  });

  it("forgets all when another person may come", () => {
    const storage = memory();
    const view = createView(storage);
    view.setDraft("1", { text: "secret", mentions: [] });
    view.answer("1", "2");
    view.keepPlace("1", { key: "a", offset: 0, heights: [] });
    view.forget();
    expect(view.store.getState()).toEqual({ drafts: {}, answering: {}, editing: {} });
    expect(view.placeOf("1")).toBeNull();
    expect(createView(storage).store.getState().drafts).toEqual({});
  });

  it("writes a mention behind what is written, by name only where the name is free", () => {
    const view = createView(null);
    view.setDraft("1", { text: "hi", mentions: [] });
    view.mention("1", { markup: "<@1>", names: ["@Ann"] });
    view.mention("1", { markup: "<@7>", names: ["@Ann"] });
    expect(view.store.getState().drafts["1"]).toEqual({ text: "hi @Ann <@7> ", mentions: [ann] });
  });

  it("keeps what an edit has come to in its channel, until another one begins or it ends", () => {
    const view = createView(null);
    const draft = { text: "changed", mentions: [] };
    const editing = () => view.store.getState().editing;
    view.edit("1", "10");
    view.setEdit("1", draft);
    view.edit("2", "20");
    view.edit("1", "10");
    expect(editing()).toEqual({ 1: { messageId: "10", draft }, 2: { messageId: "20", draft: null } });
    view.edit("1", "11");
    view.stopEditing("2");
    view.setEdit("2", draft);
    expect(editing()).toEqual({ 1: { messageId: "11", draft: null } });
  });

  it("keeps the places of so many channels as have their messages kept", () => {
    const view = createView(null);
    for (let at = 0; at <= limits.timelines; at++) {
      view.keepPlace(String(at), { key: "a", offset: 0, heights: [] });
    }
    expect(view.placeOf("0")).toBeNull();
    expect(view.placeOf("1")).not.toBeNull();
  });

  it("hands orders to those who listen, until they stop", () => {
    const view = createView(null);
    const heard = vi.fn();
    const stop = view.onOrder(heard);
    view.toPresent("5");
    stop();
    view.focusComposer();
    expect(heard.mock.calls).toEqual([[{ kind: "present", channelId: "5" }]]);
  });
});
