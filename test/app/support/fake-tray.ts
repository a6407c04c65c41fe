import { connect, type Socket } from 'node:net';

/** The name by which a Linux desktop says that it shows tray icons. */
const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * A desktop with a tray, as far as a program can ask: it owns the name on the session bus of the tests until it is closed.
 * The D-Bus protocol is small enough to speak by hand, and no tool that does it is on every machine.
 */
export class FakeTray {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(): Promise<FakeTray> {
    const path = /unix:path=([^,;]+)/.exec(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '')?.[1];
    if (path === undefined) throw new Error('The session has no bus at a path.');
    const socket = connect(path);
    const incoming = socket[Symbol.asyncIterator]();
    const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
    const welcome = String((await incoming.next()).value);
    if (!welcome.startsWith('OK')) throw new Error(`The bus says ${welcome}`);
    socket.write('BEGIN\r\n');
    socket.write(callBus(1, 'Hello', '', Buffer.alloc(0)));
    socket.write(callBus(2, 'RequestName', 'su', Buffer.concat([text(watcher), pad(text(watcher).length, 4), u32(0)])));
    let received = Buffer.alloc(0);
    for (let answer: number | null = null; answer === null; answer = ownership(received)) {
      received = Buffer.concat([received, (await incoming.next()).value as Buffer]);
    }
    if (ownership(received) !== 1) throw new Error('Another program has the name of the tray.');
    return new FakeTray(socket);
  }

  close(): void {
    this.#socket.destroy();
  }
}

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const pad = (length: number, to: number): Buffer => Buffer.alloc((to - (length % to)) % to);
const text = (value: string): Buffer => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(`${value}\0`)]);
const signature = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(`${value}\0`)]);

/** A method call to the bus itself (D-Bus Specification, Message Format). */
function callBus(serial: number, member: string, types: string, body: Buffer): Buffer {
  const header: readonly (readonly [code: number, type: string, value: Buffer])[] = [
    [1, 'o', text('/org/freedesktop/DBus')],
    [2, 's', text('org.freedesktop.DBus')],
    [3, 's', text(member)],
    [6, 's', text('org.freedesktop.DBus')],
    ...(types === '' ? [] : [[8, 'g', signature(types)] as const]),
  ];
  let fields = Buffer.alloc(0);
  for (const [code, type, value] of header) fields = Buffer.concat([fields, pad(fields.length, 8), Buffer.from([code]), signature(type), value]);
  // Little endian, method call, no flags, protocol 1.
  const start = Buffer.concat([Buffer.from('l'), Buffer.from([1, 0, 1]), u32(body.length), u32(serial), u32(fields.length)]);
  return Buffer.concat([start, fields, pad(start.length + fields.length, 8), body]);
}

/** What the bus answered to the second call: 1 means that the name is ours; null: nothing yet. */
function ownership(received: Buffer): number | null {
  let answers = 0;
  for (let at = 0; at + 16 <= received.length; ) {
    const bodyLength = received.readUInt32LE(at + 4);
    const head = 16 + received.readUInt32LE(at + 12);
    const end = at + head + ((8 - (head % 8)) % 8) + bodyLength;
    if (end > received.length) return null;
    const isAnswer = received[at + 1] === 2 || received[at + 1] === 3;
    if (isAnswer) answers += 1;
    if (isAnswer && answers === 2) return received[at + 1] === 2 ? received.readUInt32LE(end - 4) : 0;
    at = end;
  }
  return null;
}
