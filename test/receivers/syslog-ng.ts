import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { killHard, until } from './child';
import { freePorts, listens } from './free-ports';
import { LineLog } from './line-log';
import { selfSigned } from './self-signed';

export type SyslogNgPorts = { readonly tcp: number; readonly tls: number };

/** Where set-up found or unpacked it (scripts/lib/syslog-ng.mjs). */
type Installation = { readonly program: string; readonly libraries: readonly string[]; readonly modules: string | null };

const record = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'mimecast-connector', 'syslog-ng.json');

/** A message as syslog-ng itself takes it apart and writes it: not our reading of our own writing. */
export type SyslogNgMessage = { readonly PROGRAM: string; readonly HOST: string; readonly MSGID: string; readonly MESSAGE: string; readonly SDATA: string };

/** Longer than its default of 64 KiB, as whoever receives whole events must set it. */
const largestMessage = 16 * 1024 * 1024;

/** A real syslog-ng: octet-counted RFC 5424 over TCP and TLS. It keeps its ports and its file across `kill`. */
export class SyslogNg {
  readonly caFile: string;
  readonly ports: SyslogNgPorts;
  readonly #folder: string;
  readonly #log: LineLog;
  #child: ChildProcess | null = null;

  private constructor(folder: string, ports: SyslogNgPorts) {
    this.#folder = folder;
    this.ports = ports;
    this.caFile = join(folder, 'receiver.crt');
    this.#log = new LineLog(join(folder, 'received.log'));
  }

  static async start(folder: string): Promise<SyslogNg> {
    const [tcp = 0, tls = 0] = await freePorts(2);
    const receiver = new SyslogNg(folder, { tcp, tls });
    receiver.#prepare();
    await receiver.#start();
    return receiver;
  }

  /** Every message, once no more come. */
  async received(): Promise<readonly SyslogNgMessage[]> {
    return (await this.#log.settled('syslog-ng')).map((line) => JSON.parse(line) as SyslogNgMessage);
  }

  /** SIGKILL; gives the act that starts it again. */
  async kill(): Promise<() => Promise<void>> {
    await this.stop();
    this.#log.dropTornLine();
    return () => this.#start();
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child !== null) await killHard(child);
  }

  #prepare(): void {
    mkdirSync(this.#folder, { recursive: true });
    const keyFile = join(this.#folder, 'receiver.key');
    writeFileSync(this.caFile, `${selfSigned.cert}\n`);
    writeFileSync(keyFile, `${selfSigned.key}\n`, { mode: 0o600 });
    const { tcp, tls } = this.ports;
    writeFileSync(
      join(this.#folder, 'syslog-ng.conf'),
      [
        '@version: 3.35',
        `options { keep-hostname(yes); use-dns(no); stats-freq(0); flush-lines(0); log-msg-size(${largestMessage}); };`,
        'source received {',
        `  syslog(ip("127.0.0.1") port(${tcp}) transport("tcp") log-iw-size(1000));`,
        `  syslog(ip("127.0.0.1") port(${tls}) transport("tls") log-iw-size(1000) tls(key-file("${keyFile}") cert-file("${this.caFile}") peer-verify(optional-untrusted)));`,
        '};',
        `destination kept { file("${join(this.#folder, 'received.log')}" template("$(format-json PROGRAM=\\"$PROGRAM\\" HOST=\\"$HOST\\" MSGID=\\"$MSGID\\" MESSAGE=\\"$MESSAGE\\" SDATA=\\"$SDATA\\")\\n")); };`,
        'log { source(received); destination(kept); flags(flow-control); };',
        '',
      ].join('\n'),
    );
  }

  async #start(): Promise<void> {
    const { program, libraries, modules } = installation();
    const place = (name: string): string => join(this.#folder, name);
    const args = ['-F', '--no-caps', '--stderr', '-f', place('syslog-ng.conf'), '-R', place('persist'), '-p', place('pid'), '-c', place('control')];
    const child = spawn(program, [...args, ...(modules === null ? [] : [`--module-path=${modules}`])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: libraries.length === 0 ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries.join(delimiter) },
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    this.#child = child;
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`syslog-ng ended: ${said}`);
      return (await listens(this.ports.tcp)) && listens(this.ports.tls);
    }, 'syslog-ng listens');
  }
}

/** Throws naming what to do: a test is never skipped for it. */
function installation(): Installation {
  try {
    return JSON.parse(readFileSync(record, 'utf8')) as Installation;
  } catch (error) {
    throw new Error('syslog-ng was not set up, and this test needs it as a real receiver: node scripts/setup.mjs receivers', { cause: error });
  }
}
