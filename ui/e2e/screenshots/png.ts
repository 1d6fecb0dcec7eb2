/** Makes a picture small: at most 256 colours, the frequent ones as they were. */

import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** So many of the most frequent colours stay exactly as they are: grounds and texts. */
const EXACT = 112;
const CHANNELS: readonly number[] = [16, 8, 0];

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array;
}

export function fewerColours(png: Buffer): Buffer {
  const picture = read(png);
  const counts = new Map<number, number>();
  for (const pixel of picture.pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return write(picture, paletteOf(counts));
}

/** What chromium writes: 8 bits for each channel, red, green and blue, perhaps with an opaque fourth; no interlacing. */
function read(png: Buffer): Picture {
  const parts: Buffer[] = [];
  let [width, height, channels] = [0, 0, 3];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") {
      [width, height, channels] = [data.readUInt32BE(0), data.readUInt32BE(4), data[9] === 6 ? 4 : 3];
    }
    if (kind === "IDAT") parts.push(data);
    at += length + 12;
  }
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) {
    const from = at * channels;
    pixels[at] = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
  }
  return { width, height, pixels };
}

/** Undoes the prediction of each row by its neighbours. */
function unfiltered(raw: Buffer, stride: number, height: number, channels: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = raw[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < channels ? 0 : (out[at - channels] ?? 0);
      const up = row === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = row === 0 || column < channels ? 0 : (out[at - stride - channels] ?? 0);
      out[at] = (raw[row * (stride + 1) + 1 + column] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

type Count = readonly [color: number, count: number];

/** The most frequent colours, and means of boxes of the others: the widest box is cut in two until there are enough. */
function paletteOf(counts: ReadonlyMap<number, number>): readonly number[] {
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  if (byCount.length <= COLOURS) return byCount.map(([color]) => color);
  const boxes: (readonly Count[])[] = [byCount.slice(EXACT)];
  while (boxes.length < COLOURS - EXACT) {
    const widths = boxes.map((box) => Math.max(...CHANNELS.map((shift) => widthOf(box, shift))));
    const widest = widths.indexOf(Math.max(...widths));
    boxes.splice(widest, 1, ...halves(boxes[widest] ?? []));
  }
  return [...byCount.slice(0, EXACT).map(([color]) => color), ...boxes.map(meanOf)];
}

const channel = (color: number, shift: number) => (color >> shift) & 0xff;

function widthOf(box: readonly Count[], shift: number): number {
  let [least, most] = [255, 0];
  for (const [color] of box) {
    least = Math.min(least, channel(color, shift));
    most = Math.max(most, channel(color, shift));
  }
  return most - least;
}

function halves(box: readonly Count[]): [readonly Count[], readonly Count[]] {
  const [first] = [...CHANNELS].sort((a, b) => widthOf(box, b) - widthOf(box, a));
  const sorted = [...box].sort(([a], [b]) => channel(a, first ?? 0) - channel(b, first ?? 0));
  return [sorted.slice(0, sorted.length >> 1), sorted.slice(sorted.length >> 1)];
}

function meanOf(box: readonly Count[]): number {
  const all = box.reduce((sum, [, count]) => sum + count, 0);
  const mean = (shift: number) =>
    Math.round(box.reduce((sum, [color, count]) => sum + channel(color, shift) * count, 0) / all);
  return (mean(16) << 16) | (mean(8) << 8) | mean(0);
}

function write({ width, height, pixels }: Picture, palette: readonly number[]): Buffer {
  const nearest = new Map(palette.map((color, index) => [color, index]));
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((color, at) => {
    const index = nearest.get(color) ?? nearestOf(color, palette);
    nearest.set(color, index);
    rows[at + Math.floor(at / width) + 1] = index;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits for each pixel, which are an index.
  head.set([8, 3], 8);
  const colors = Buffer.from(palette.flatMap((color) => CHANNELS.map((shift) => channel(color, shift))));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", colors),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function nearestOf(color: number, palette: readonly number[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  palette.forEach((candidate, index) => {
    const distance = CHANNELS.reduce(
      (sum, shift) => sum + (channel(color, shift) - channel(candidate, shift)) ** 2,
      0,
    );
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
