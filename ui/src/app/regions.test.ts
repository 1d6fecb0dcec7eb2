// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { focusRegion, REGIONS, regionAfter, regionOf, regionsIn } from "./regions.ts";

const all = new Set(REGIONS);

beforeEach(() => {
  document.body.innerHTML = `
    <nav data-region="servers" tabindex="-1"><a href="/1" tabindex="-1">one</a><a href="/2" tabindex="0">two</a></nav>
    <nav data-region="channels" tabindex="-1"></nav>
    <main data-region="messages" tabindex="-1">
      <button>header</button>
      <div data-region="composer"><textarea></textarea></div>
    </main>`;
});

test("the focus goes round the regions in both directions", () => {
  expect(regionAfter("servers", 1, all)).toBe("channels");
  expect(regionAfter("composer", 1, all)).toBe("members");
  expect(regionAfter("members", 1, all)).toBe("servers");
  expect(regionAfter("servers", -1, all)).toBe("members");
});

test("from nowhere it goes to the first or the last one", () => {
  expect(regionAfter(null, 1, all)).toBe("servers");
  expect(regionAfter(null, -1, all)).toBe("members");
});

test("regions that are not there are passed over", () => {
  expect(regionAfter("messages", 1, regionsIn(document))).toBe("composer");
  expect(regionAfter("composer", 1, regionsIn(document))).toBe("servers");
  expect(regionAfter(null, 1, new Set())).toBeNull();
});

test("the focus enters a list at its own place, and an empty region as a whole", () => {
  focusRegion(document, "servers");
  expect(document.activeElement?.textContent).toBe("two");
  focusRegion(document, "channels");
  expect(regionOf(document.activeElement)).toBe("channels");
  focusRegion(document, "composer");
  expect(document.activeElement?.tagName).toBe("TEXTAREA");
});

test("the composer is a region of its own inside the messages", () => {
  expect(regionOf(document.querySelector("textarea"))).toBe("composer");
  focusRegion(document, "messages");
  expect(document.activeElement?.textContent).toBe("header");
});
