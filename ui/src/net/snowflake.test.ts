import { describe, expect, it } from "vitest";
import { compareSnowflakes, firstSnowflakeAt, snowflakeDate } from "./snowflake";

describe("snowflakes", () => {
  it("tell when they were given, to the millisecond", () => {
    // The example of Discord's documentation.
    expect(snowflakeDate("175928847299117063").toISOString()).toBe("2016-04-30T11:18:25.796Z");
    expect(snowflakeDate("0").toISOString()).toBe("2015-01-01T00:00:00.000Z");
  });

  it("found from a date are the first of their millisecond", () => {
    const date = new Date("2026-11-22T06:00:00.123Z");
    const first = firstSnowflakeAt(date);
    expect(snowflakeDate(first)).toEqual(date);
    expect(snowflakeDate(String(BigInt(first) - 1n)).getTime()).toBe(date.getTime() - 1);
  });

  it("found from a date before the epoch are the first of all", () => {
    expect(firstSnowflakeAt(new Date(0))).toBe("0");
  });

  it("are in order even where they differ only in the last of 19 digits", () => {
    const ids = ["1310981120000000001", "999", "1310981120000000000", "1000", "999"];
    expect(ids.sort(compareSnowflakes)).toEqual([
      "999",
      "999",
      "1000",
      "1310981120000000000",
      "1310981120000000001",
    ]);
  });
});
