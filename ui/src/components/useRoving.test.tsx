// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useRoving } from "./useRoving.ts";

afterEach(cleanup);

function List({ names, chosen }: { names: readonly string[]; chosen: string | null }) {
  const roving = useRoving<HTMLUListElement>();
  return (
    <ul {...roving}>
      {names.map((name) => (
        <li key={name}>
          <button type="button" data-rove={name === chosen ? "chosen" : ""}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

const stops = () => screen.getAllByRole("button").filter((entry) => entry.tabIndex === 0);
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const focused = () => document.activeElement?.textContent;

test("the list is one stop of Tab: the chosen entry", () => {
  render(<List names={["a", "b", "c"]} chosen="b" />);
  expect(stops().map((entry) => entry.textContent)).toEqual(["b"]);
});

test("arrows, Home and End move the focus, and do not leave the list", () => {
  render(<List names={["a", "b", "c"]} chosen={null} />);
  stops()[0]?.focus();
  press("ArrowUp");
  expect(focused()).toBe("a");
  press("ArrowDown");
  expect(focused()).toBe("b");
  press("End");
  expect(focused()).toBe("c");
  press("ArrowDown");
  expect(focused()).toBe("c");
  press("Home");
  expect(focused()).toBe("a");
});

test("when the entry with the stop goes, another has it", () => {
  const { rerender } = render(<List names={["a", "b"]} chosen={null} />);
  stops()[0]?.focus();
  press("ArrowDown");
  rerender(<List names={["a"]} chosen={null} />);
  expect(stops().map((entry) => entry.textContent)).toEqual(["a"]);
});
