import { readFile, writeFile } from 'node:fs/promises';

/**
 * Every fuse there is, in the order of Electron's fuse wire (docs/tutorial/fuses.md). A shorter wire belongs to an older
 * Electron that lacks the last ones. A wire longer than this list fails the build: a new fuse must be decided.
 */
export const declaredFuses = [
  { name: 'RunAsNode', on: false },
  { name: 'EnableCookieEncryption', on: true },
  { name: 'EnableNodeOptionsEnvironmentVariable', on: false },
  { name: 'EnableNodeCliInspectArguments', on: false },
  // Electron checks it on Windows and macOS; on Linux the bit is set and has no effect.
  { name: 'EnableEmbeddedAsarIntegrityValidation', on: true },
  { name: 'OnlyLoadAppFromAsar', on: true },
  { name: 'LoadBrowserProcessSpecificV8Snapshot', on: false },
  { name: 'GrantFileProtocolExtraPrivileges', on: false },
  // Not in Electron 33. Electron's default: it makes WebAssembly fast (undici parses HTTP with it) and opens nothing.
  { name: 'WasmTrapHandlers', on: true },
];

/** Fuses that every runtime which may be packaged has. */
const oldestWire = 8;

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const states = { off: 0x30, on: 0x31, removed: 0x72 };
const nameOfState = (byte) => Object.keys(states).find((name) => states[name] === byte) ?? `0x${byte.toString(16)}`;

/** Where the wires of an executable lie; a universal one of macOS has two. */
function wiresOf(bytes) {
  const wires = [];
  for (let at = bytes.indexOf(sentinel); at !== -1; at = bytes.indexOf(sentinel, at + 1)) {
    const start = at + sentinel.length;
    wires.push({ version: bytes[start], length: bytes[start + 1], at: start + 2 });
  }
  return wires;
}

/**
 * What differs between the declared fuses and those of an executable (on macOS: of the Electron Framework).
 *
 * @returns {string[]} one sentence each; empty when all is as declared
 */
export function fuseProblems(bytes) {
  const wires = wiresOf(bytes);
  if (wires.length === 0) return ['no fuse wire was found'];
  const problems = [];
  for (const { version, length, at } of wires) {
    if (version !== 1) problems.push(`fuse wire version ${String(version)} is unknown`);
    if (length < oldestWire) problems.push(`the wire has ${String(length)} fuses, fewer than any supported Electron`);
    if (length > declaredFuses.length) problems.push(`the wire has ${String(length)} fuses, declared are ${String(declaredFuses.length)}: decide the new ones in build/fuses.mjs`);
    for (const [index, { name, on }] of declaredFuses.slice(0, length).entries()) {
      const found = bytes[at + index];
      if (found !== (on ? states.on : states.off)) problems.push(`${name} is ${nameOfState(found)}, declared is ${on ? 'on' : 'off'}`);
    }
  }
  return problems;
}

/** State of each fuse, by name; a fuse that is not declared has its number. */
export function readFuses(bytes) {
  const [wire] = wiresOf(bytes);
  if (wire === undefined) return {};
  return Object.fromEntries(Array.from({ length: wire.length }, (_, index) => [declaredFuses[index]?.name ?? `fuse ${String(index)}`, nameOfState(bytes[wire.at + index])]));
}

/**
 * Sets every declared fuse in an executable, then reads the file again.
 * Throws when one is unknown, removed or not as declared afterwards.
 */
export async function setFuses(path) {
  const bytes = await readFile(path);
  for (const { length, at } of wiresOf(bytes)) {
    for (const [index, { name, on }] of declaredFuses.slice(0, length).entries()) {
      if (bytes[at + index] === states.removed) throw new Error(`${path}: the fuse ${name} was removed from this Electron: take it out of build/fuses.mjs`);
      bytes[at + index] = on ? states.on : states.off;
    }
  }
  await writeFile(path, bytes);
  const problems = fuseProblems(await readFile(path));
  if (problems.length > 0) throw new Error(`${path}: ${problems.join('; ')}`);
}
