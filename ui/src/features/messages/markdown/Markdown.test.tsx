// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Markdown } from "./Markdown.tsx";
import type { Resolve } from "./resolve.ts";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const resolve: Resolve = {
  user: (id) => (id === "1" ? { name: "Ann" } : undefined),
  role: (id) => (id === "2" ? { name: "crew", color: 0xff0000 } : undefined),
  channel: (id) => (id === "3" ? { name: "general" } : undefined),
  onChannel: vi.fn(),
  onUser: vi.fn(),
};

function shown(text: string): HTMLElement {
  return render(<Markdown text={text} resolve={resolve} />).container;
}

describe("a text", () => {
  it("is drawn with its marks", () => {
    const root = shown("**a** *b* __c__ ~~d~~ `e`");
    const of = (name: string) => root.querySelector(name)?.textContent;
    expect(["strong", "em", "u", "s", "code"].map(of)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("is never HTML", () => {
    const root = shown('<img src=x onerror="alert(1)"> <b>bold</b> &amp;');
    expect(root.querySelector("img, b")).toBeNull();
    expect(root.textContent).toBe('<img src=x onerror="alert(1)"> <b>bold</b> &amp;');
  });

  it("keeps its lines", () => {
    expect(shown("a\nb\n\nc").querySelectorAll("br")).toHaveLength(3);
  });

  it("shows that it was edited behind the last word", () => {
    render(<Markdown text="a" resolve={resolve} editedLabel={<span>(edited)</span>} />);
    expect(screen.getByText("(edited)").parentElement?.textContent).toBe("a(edited)");
  });

  it("with a heading leaves the outline of the page alone", () => {
    const root = shown("# Title");
    expect(screen.queryByRole("heading")).toBeNull();
    expect(root.querySelector("strong")?.textContent).toBe("Title");
  });

  it("has quotes and lists as such", () => {
    const root = shown("> a\n3. b\n4. c\n   - d\n\n- e");
    expect(root.querySelector("blockquote")?.textContent).toBe("a");
    expect(root.querySelector("ol")?.getAttribute("start")).toBe("3");
    expect(root.querySelectorAll("ol > li")).toHaveLength(2);
    expect(root.querySelector("ol ul li")?.textContent).toBe("d");
  });
});

describe("a link", () => {
  it("opens apart, says where it leads, and tells nobody whence", () => {
    shown('[here](https://a.example "Look") https://b.example');
    const [masked, bare] = screen.getAllByRole("link");
    expect(masked?.getAttribute("href")).toBe("https://a.example");
    expect(masked?.title).toBe("Look\nhttps://a.example");
    for (const link of [masked, bare]) {
      expect(link?.getAttribute("rel")).toBe("noopener noreferrer nofollow");
      expect(link?.getAttribute("target")).toBe("_blank");
    }
  });
});

describe("a mention", () => {
  it("of a person is their name, and opens their card there", () => {
    shown("hi <@1>");
    const button = screen.getByRole("button", { name: "@Ann" });
    fireEvent.click(button);
    expect(resolve.onUser).toHaveBeenCalledWith("1", button);
  });

  it("of a person is text where nothing can be done with it", () => {
    const { onUser: _, ...rest } = resolve;
    const { container } = render(<Markdown text="hi <@1>" resolve={rest} />);
    expect(container.textContent).toBe("hi @Ann");
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("of a channel is its name, and goes there", () => {
    shown("see <#3>");
    fireEvent.click(screen.getByRole("button", { name: "#general" }));
    expect(resolve.onChannel).toHaveBeenCalledWith("3");
  });

  it("is pressed by keys as a button is, though it goes over the end of a line", () => {
    shown("see <#3> and <@1>");
    vi.mocked(resolve.onChannel).mockClear();
    const mention = screen.getByRole("button", { name: "#general" });
    expect(mention.tagName).toBe("SPAN");
    expect(mention.tabIndex).toBe(0);
    fireEvent.keyDown(mention, { key: "Enter" });
    fireEvent.keyDown(mention, { key: " " });
    fireEvent.keyDown(mention, { key: "a" });
    expect(resolve.onChannel).toHaveBeenCalledTimes(2);
  });

  it("of a role is its name", () => {
    expect(shown("<@&2> @everyone").textContent).toBe("@crew @everyone");
  });

  it("of what nobody knows says so, and cannot be pressed", () => {
    expect(shown("<@9> <@&9> <#9>").textContent).toBe("@unknown @unknown role #unknown");
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("a spoiler", () => {
  it("is out of reach until it is asked for", () => {
    const root = shown("it was ||<@1> https://a.example||");
    const cover = screen.getByRole("button", { name: "Spoiler, show it" });
    expect(cover.getAttribute("aria-expanded")).toBe("false");
    expect(root.querySelector("[inert] a")).not.toBeNull();
    fireEvent.click(cover);
    expect(root.querySelector("[inert]")).toBeNull();
    expect(screen.getByRole("link").textContent).toBe("https://a.example");
  });

  it("is shown by keys, and keeps the focus", () => {
    shown("||a||");
    const cover = screen.getByRole("button");
    cover.focus();
    fireEvent.keyDown(cover, { key: "Enter" });
    expect(screen.queryByRole("button")).toBeNull();
    expect(document.activeElement?.textContent).toBe("a");
  });
});

describe("emoji", () => {
  it("alone are large", () => {
    expect(shown("🎉 👍🏽").firstElementChild?.className).toContain("jumbo");
    expect(shown("nice 🎉").firstElementChild?.className).not.toContain("jumbo");
  });

  it("of a server are shown by name", () => {
    expect(shown("<:bell:1>").textContent).toBe(":bell:");
  });
});

describe("a block of code", () => {
  it("is shown as it was written, with the language's name", () => {
    const root = shown("```ts\nlet a = **1**;\n  b\n```");
    expect(root.querySelector("pre code")?.textContent).toBe("let a = **1**;\n  b");
    expect(root.querySelector("figcaption")?.textContent).toContain("TypeScript");
  });

  it("is copied by a button", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    shown("```\na\n```");
    fireEvent.click(screen.getByRole("button", { name: "Copy code" }));
    await waitFor(() => expect(writeText).toHaveBeenCalledWith("a"));
  });
});

describe("a point in time", () => {
  it("is told to machines, and in full in its title", () => {
    const time = shown("<t:1618953630:d>").querySelector("time");
    expect(time?.getAttribute("datetime")).toBe("2021-04-20T21:20:30.000Z");
    expect(time?.title).toContain("2021");
  });

  it("goes on while it is seen", async () => {
    vi.useFakeTimers({ now: 1_618_953_630_000 });
    const root = shown("<t:1618953630:R>");
    expect(root.textContent).toBe("now");
    await act(() => vi.advanceTimersByTimeAsync(1000));
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(root.textContent).toBe("2 seconds ago");
  });
});
