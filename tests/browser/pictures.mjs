// Pictures of the page, and whether two of them look the same.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/** What a screenshot shows: its size, and four bytes a pixel. */
export const decode = (png) => PNG.sync.read(png);

export const load = (file) => decode(readFileSync(file));

/**
 * How many pixels of a hundred differ in a way that people could see, and a picture that shows
 * where. Pictures of different sizes differ wherever only one of them is.
 */
export function compare(one, other) {
  const width = Math.max(one.width, other.width);
  const height = Math.max(one.height, other.height);
  const difference = new PNG({ width, height });
  const [a, b] = [one, other].map((picture) => padded(picture, width, height));
  const pixels = pixelmatch(a, b, difference.data, width, height, { threshold: 0.1 });
  return { percent: (100 * pixels) / (width * height), difference };
}

/** What is beyond a picture is transparent, as nothing on a page is. */
function padded(picture, width, height) {
  const data = Buffer.alloc(4 * width * height);
  for (let y = 0; y < picture.height; y++) {
    picture.data.copy(data, 4 * width * y, 4 * picture.width * y, 4 * picture.width * (y + 1));
  }
  return data;
}

export function save(file, png) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, png);
}

export const encode = (picture) => PNG.sync.write(picture);

/**
 * A PNG with the 256 most frequent colours, which takes a third of the room: the others, of letters’
 * edges, become the nearest of these.
 */
export function encodeSmall({ width, height, data }) {
  const colourAt = (pixel) => data.readUInt32BE(4 * pixel) >>> 8;
  const frequency = new Map();
  for (let pixel = 0; pixel < width * height; pixel++) {
    const colour = colourAt(pixel);
    frequency.set(colour, (frequency.get(colour) ?? 0) + 1);
  }
  const byFrequency = [...frequency].sort((one, other) => other[1] - one[1]).map(([c]) => c);
  const palette = byFrequency.slice(0, 256).map(channels);
  const places = new Map(byFrequency.map((colour) => [colour, nearest(palette, channels(colour))]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    // Each row starts with the filter, and 0 is none.
    rows[pixel + Math.floor(pixel / width) + 1] = places.get(colourAt(pixel));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, into a palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearest(palette, colour) {
  const distance = (other) => other.reduce((sum, c, n) => sum + (c - colour[n]) ** 2, 0);
  let best = 0;
  for (let place = 1; place < palette.length; place++) {
    if (distance(palette[place]) < distance(palette[best])) best = place;
  }
  return best;
}

function chunk(type, content) {
  const typed = Buffer.concat([Buffer.from(type), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
