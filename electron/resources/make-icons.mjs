/**
 * Draws the icons beside this file, and those of the packages into build/: `node electron/resources/make-icons.mjs`. Each is a list of filled shapes in a unit
 * square, sampled 8 x 8 per pixel. Tray icons differ in shape, not only in colour, and carry no text.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const samples = 8;

const circle = (cx, cy, r) => (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= r ** 2;
const ring = (cx, cy, r, width) => (x, y) => circle(cx, cy, r)(x, y) && !circle(cx, cy, r - width)(x, y);
const box = (x0, y0, x1, y1, r = 0) => (x, y) => {
  const dx = Math.max(x0 + r - x, 0, x - (x1 - r));
  const dy = Math.max(y0 + r - y, 0, y - (y1 - r));
  return dx ** 2 + dy ** 2 <= r ** 2 && x >= x0 && x <= x1 && y >= y0 && y <= y1;
};
/** A stroke with round ends along the points. */
const line = (width, ...points) => (x, y) =>
  points.slice(1).some(([bx, by], index) => {
    const [ax, ay] = points[index];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2 <= (width / 2) ** 2;
  });
const polygon = (...points) => (x, y) => {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    const [xi, yi] = points[i];
    const [xj, yj] = points[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};
const either = (...shapes) => (x, y) => shapes.some((shape) => shape(x, y));

const white = () => [255, 255, 255];
const flat = (hex) => () => [hex >> 16, (hex >> 8) & 255, hex & 255];
const between = (top, bottom) => (_x, y) => [16, 8, 0].map((shift) => Math.round(((top >> shift) & 255) * (1 - y) + ((bottom >> shift) & 255) * y));

// Middle tones: seen on a white task bar as well as on a black one.
const green = flat(0x1f9d4d);
const amber = flat(0xd98200);
const red = flat(0xd13438);
const grey = flat(0x8a8f98);

const triangle = either(polygon([0.5, 0.1], [0.95, 0.88], [0.05, 0.88]), line(0.1, [0.5, 0.1], [0.95, 0.88], [0.05, 0.88], [0.5, 0.1]));

const icons = {
  'tray-active': [[circle(0.5, 0.5, 0.48), green], [line(0.13, [0.27, 0.52], [0.44, 0.69], [0.74, 0.33]), white]],
  'tray-degraded': [[triangle, amber], [either(line(0.12, [0.5, 0.4], [0.5, 0.6]), circle(0.5, 0.77, 0.07)), white]],
  'tray-failed': [[either(line(0.26, [0.16, 0.16], [0.84, 0.84]), line(0.26, [0.84, 0.16], [0.16, 0.84])), red]],
  'tray-paused': [[either(box(3 / 16, 2 / 16, 7 / 16, 14 / 16, 0.03), box(9 / 16, 2 / 16, 13 / 16, 14 / 16, 0.03)), grey]],
  'tray-idle': [[ring(0.5, 0.5, 0.46, 0.13), grey]],
};

/** The same shapes in one colour: what stood in white is a hole. */
const inOne = (ink) => Object.fromEntries(Object.entries(icons).map(([name, shapes]) => [name, shapes.map(([shape, colour]) => [shape, colour === white ? null : ink])]));

// An envelope whose content flows on: what the product does.
const appIcon = [
  [box(0.04, 0.04, 0.96, 0.96, 0.2), between(0x2f7de1, 0x10469b)],
  [box(0.2, 0.22, 0.8, 0.62, 0.05), white],
  [line(0.045, [0.22, 0.26], [0.5, 0.47], [0.78, 0.26]), flat(0x1a5cbb)],
  [either(line(0.055, [0.3, 0.78], [0.68, 0.78]), polygon([0.66, 0.68], [0.8, 0.78], [0.66, 0.88])), white],
];

function draw(shapes, size) {
  const pixels = Buffer.alloc(size * size * 4);
  for (let py = 0; py < size; py += 1) {
    for (let px = 0; px < size; px += 1) {
      const sum = [0, 0, 0];
      let covered = 0;
      for (let s = 0; s < samples * samples; s += 1) {
        const x = (px + ((s % samples) + 0.5) / samples) / size;
        const y = (py + (Math.floor(s / samples) + 0.5) / samples) / size;
        const top = shapes.findLast(([shape]) => shape(x, y));
        // Without a colour: a hole.
        if (top === undefined || top[1] === null) continue;
        covered += 1;
        top[1](x, y).forEach((value, channel) => {
          sum[channel] += value;
        });
      }
      if (covered === 0) continue;
      const at = (py * size + px) * 4;
      sum.forEach((value, channel) => {
        pixels[at + channel] = Math.round(value / covered);
      });
      pixels[at + 3] = Math.round((covered / (samples * samples)) * 255);
    }
  }
  return pixels;
}

function png(pixels, size) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits per channel, RGBA.
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y += 1) pixels.copy(rows, y * (size * 4 + 1) + 1, y * size * 4, (y + 1) * size * 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const save = (name, shapes, size) => {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), png(draw(shapes, size), size));
};
for (const [name, shapes] of Object.entries(icons)) {
  save(`${name}.png`, shapes, 16);
  save(`${name}@2x.png`, shapes, 32);
}
for (const [suffix, ink] of [['Template', flat(0x000000)], ['-on-dark', white], ['-on-light', flat(0x000000)]]) {
  for (const [name, shapes] of Object.entries(inOne(ink))) {
    save(`${name}${suffix}.png`, shapes, 16);
    save(`${name}${suffix}@2x.png`, shapes, 32);
  }
}
save('icon.png', appIcon, 512);

/** An .ico of PNG images (Windows Vista and later). */
function ico(images) {
  const head = Buffer.alloc(6 + images.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let at = head.length;
  images.forEach(({ size, bytes }, index) => {
    const entry = 6 + index * 16;
    // 0 stands for 256.
    head.set([size % 256, size % 256, 0, 0, 1, 0, 32, 0], entry);
    head.writeUInt32LE(bytes.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += bytes.length;
  });
  return Buffer.concat([head, ...images.map(({ bytes }) => bytes)]);
}

/** An .icns of PNG images; the types name the sizes. */
function icns(images) {
  const types = { 16: ['icp4'], 32: ['icp5', 'ic11'], 64: ['icp6', 'ic12'], 128: ['ic07'], 256: ['ic08', 'ic13'], 512: ['ic09', 'ic14'], 1024: ['ic10'] };
  const parts = images.flatMap(({ size, bytes }) =>
    types[size].map((type) => {
      const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
      head.writeUInt32BE(bytes.length + 8, 4);
      return Buffer.concat([head, bytes]);
    }),
  );
  const body = Buffer.concat(parts);
  const head = Buffer.from('icns\0\0\0\0', 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

const packageFolder = new URL('../../build/', import.meta.url);
mkdirSync(new URL('icons/', packageFolder), { recursive: true });
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024].map((size) => ({ size, bytes: png(draw(appIcon, size), size) }));
const of = (...wanted) => sizes.filter(({ size }) => wanted.includes(size));
for (const { size, bytes } of of(16, 24, 32, 48, 64, 128, 256, 512)) writeFileSync(new URL(`icons/${size}x${size}.png`, packageFolder), bytes);
writeFileSync(new URL('icon.ico', packageFolder), ico(of(16, 24, 32, 48, 64, 128, 256)));
writeFileSync(new URL('icon.icns', packageFolder), icns(of(16, 32, 64, 128, 256, 512, 1024)));
