import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { freePorts } from './free-ports';
import { SyslogProgram } from './syslog-program';

export type SyslogNgPorts = { readonly tcp: number; readonly tls: number };

/** Where set-up found or unpacked it (scripts/lib/syslog-ng.mjs). */
type Installation = { readonly program: string; readonly libraries: readonly string[]; readonly modules: string | null };

const record = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'mimecast-connector', 'syslog-ng.json');

/** A message as syslog-ng itself takes it apart and writes it: not our reading of our own writing. */
export type SyslogNgMessage = { readonly PROGRAM: string; readonly HOST: string; readonly MSGID: string; readonly MESSAGE: string; readonly SDATA: string };

/** Longer than its default of 64 KiB, as whoever receives whole events must set it. */
const largestMessage = 16 * 1024 * 1024;

/** A real syslog-ng: octet-counted RFC 5424 over TCP and TLS. */
export class SyslogNg extends SyslogProgram<SyslogNgPorts> {
  protected override readonly name = 'syslog-ng';

  static async start(folder: string): Promise<SyslogNg> {
    const [tcp = 0, tls = 0] = await freePorts(2);
    const receiver = new SyslogNg(folder, { tcp, tls });
    await receiver.begin();
    return receiver;
  }

  /** Every message, once no more come. */
  async received(): Promise<readonly SyslogNgMessage[]> {
    return (await this.lines()).map((line) => JSON.parse(line) as SyslogNgMessage);
  }

  protected override configuration(): readonly string[] {
    const { tcp, tls } = this.ports;
    return [
      '@version: 3.35',
      `options { keep-hostname(yes); use-dns(no); stats-freq(0); flush-lines(0); log-msg-size(${largestMessage}); };`,
      'source received {',
      `  syslog(ip("127.0.0.1") port(${tcp}) transport("tcp") log-iw-size(1000));`,
      `  syslog(ip("127.0.0.1") port(${tls}) transport("tls") log-iw-size(1000) tls(key-file("${this.keyFile}") cert-file("${this.caFile}") peer-verify(optional-untrusted)));`,
      '};',
      `destination kept { file("${this.file}" template("$(format-json PROGRAM=\\"$PROGRAM\\" HOST=\\"$HOST\\" MSGID=\\"$MSGID\\" MESSAGE=\\"$MESSAGE\\" SDATA=\\"$SDATA\\")\\n")); };`,
      'log { source(received); destination(kept); flags(flow-control); };',
      '',
    ];
  }

  protected override run(): ChildProcess {
    const { program, libraries, modules } = installation();
    const args = ['-F', '--no-caps', '--stderr', '-f', this.configFile, '-R', this.place('persist'), '-p', this.place('pid'), '-c', this.place('control')];
    return this.spawn(program, [...args, ...(modules === null ? [] : [`--module-path=${modules}`])], libraries.length === 0 ? {} : { LD_LIBRARY_PATH: libraries.join(delimiter) });
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
