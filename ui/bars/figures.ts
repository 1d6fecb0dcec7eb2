/** Percentiles, medians, and the table that stands in docs/PERFORMANCE.md. */

/** One row of the table: a figure that each round gives once. */
export interface Bar {
  readonly text: string;
  readonly unit: "ms" | "" | "MB" | "KB" | "score";
  /** The most that is good; of a score, the least. Without: only reported. */
  readonly target?: number;
  readonly values: readonly number[];
}

/** The least value that `share` of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("no percentile of nothing");
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

const isGood = ({ unit, target = 0 }: Bar, value: number) =>
  unit === "score" ? value >= target : value <= target;

function shown(value: number, unit: Bar["unit"]): string {
  if (unit === "score") return value.toFixed(2);
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return value.toFixed(Math.abs(value) < 1 ? 3 : 1);
}

/** Rows with median, lowest and highest of the rounds, target, and whether it was met. */
export function table(bars: readonly Bar[]): string {
  const lines = ["| | median (lowest to highest) | target | |", "|---|---|---|---|"];
  for (const bar of bars) {
    const { text, unit, target, values } = bar;
    const middle = median(values);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const spread = least === most ? "" : ` (${shown(least, unit)} to ${shown(most, unit)})`;
    const named = unit === "" || unit === "score" ? text : `${text}, ${unit}`;
    const bound = target === undefined ? "" : `${unit === "score" ? "≥" : "≤"} ${shown(target, unit)}`;
    const verdict = target === undefined ? "" : isGood(bar, middle) ? "met" : "**not met**";
    lines.push(`| ${named} | ${shown(middle, unit)}${spread} | ${bound} | ${verdict} |`);
  }
  return lines.join("\n");
}

/** What the rounds gave, by row, in the order in which the rows were first named. */
export class Ledger {
  readonly #rows = new Map<string, Omit<Bar, "values"> & { values: number[] }>();

  put(text: string, unit: Bar["unit"], value: number, target?: number): void {
    const row = this.#rows.get(text) ?? {
      text,
      unit,
      values: [],
      ...(target === undefined ? {} : { target }),
    };
    row.values.push(value);
    this.#rows.set(text, row);
  }

  bars(): readonly Bar[] {
    return [...this.#rows.values()];
  }
}
