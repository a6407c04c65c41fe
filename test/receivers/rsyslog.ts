import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { killHard, until } from './child';
import { freePorts, listens } from './free-ports';
import { LineLog } from './line-log';
import { programPath } from './programs';
import { selfSigned } from './self-signed';

export type RsyslogPorts = { readonly tcp: number; readonly tls: number; readonly udp: number };

/** Longer than its default of 8 KiB, as whoever receives whole events must set it. */
const largestMessage = '4m';
/** Octet-counted frames above this are not understood; the default is 200,000. */
const largestFrame = 20_000_000;

/**
 * A real rsyslogd: plain TCP, TLS (GnuTLS) and UDP inputs, every message as it came on a line of its own in a file. It
 * keeps its ports and its file across `kill`.
 */
export class Rsyslog {
  readonly caFile: string;
  readonly ports: RsyslogPorts;
  readonly #folder: string;
  readonly #config: string;
  readonly #file: string;
  readonly #log: LineLog;
  #child: ChildProcess | null = null;

  private constructor(folder: string, ports: RsyslogPorts) {
    this.#folder = folder;
    this.ports = ports;
    this.caFile = join(folder, 'receiver.crt');
    this.#config = join(folder, 'rsyslog.conf');
    this.#file = join(folder, 'received.log');
    this.#log = new LineLog(this.#file);
  }

  static async start(folder: string): Promise<Rsyslog> {
    const [tcp = 0, tls = 0, udp = 0] = await freePorts(3);
    const receiver = new Rsyslog(folder, { tcp, tls, udp });
    receiver.#prepare();
    await receiver.#start();
    return receiver;
  }

  /** Every message in the file, once no more come. */
  received(): Promise<readonly string[]> {
    return this.#log.settled('rsyslog');
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
    const { tcp, tls, udp } = this.ports;
    writeFileSync(
      this.#config,
      [
        `global(workDirectory="${this.#folder}" maxMessageSize="${largestMessage}"`,
        `  DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="${this.caFile}" DefaultNetstreamDriverCertFile="${this.caFile}" DefaultNetstreamDriverKeyFile="${keyFile}")`,
        'module(load="imptcp")',
        'module(load="imudp")',
        'module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")',
        'template(name="asItCame" type="string" string="%rawmsg%\\n")',
        'ruleset(name="keep") {',
        `  action(type="omfile" file="${this.#file}" template="asItCame" asyncWriting="off" flushOnTXEnd="on")`,
        '}',
        `input(type="imptcp" address="127.0.0.1" port="${tcp}" maxFrameSize="${largestFrame}" ruleset="keep")`,
        `input(type="imtcp" address="127.0.0.1" port="${tls}" maxFrameSize="${largestFrame}" ruleset="keep")`,
        `input(type="imudp" address="127.0.0.1" port="${udp}" ruleset="keep" rcvbufSize="4m")`,
        '',
      ].join('\n'),
    );
  }

  async #start(): Promise<void> {
    const program = programPath('rsyslogd', 'rsyslog rsyslog-gnutls');
    const child = spawn(program, ['-n', '-f', this.#config, '-i', join(this.#folder, 'pid')], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    this.#child = child;
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`rsyslogd ended (are rsyslog and rsyslog-gnutls installed?): ${said}`);
      return (await listens(this.ports.tcp)) && listens(this.ports.tls);
    }, 'rsyslogd listens');
  }
}
