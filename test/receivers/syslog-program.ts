import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { killHard, until } from './child';
import { listens } from './free-ports';
import { LineLog } from './line-log';
import { selfSigned } from './self-signed';

/** A real syslog daemon that writes every message to a line of a file. It keeps its ports and its file across `kill`. */
export abstract class SyslogProgram<Ports extends { readonly tcp: number; readonly tls: number }> {
  readonly caFile: string;
  readonly ports: Ports;
  protected readonly folder: string;
  protected readonly keyFile: string;
  protected readonly configFile: string;
  /** Where the messages go. */
  protected readonly file: string;
  readonly #log: LineLog;
  #child: ChildProcess | null = null;

  protected constructor(folder: string, ports: Ports) {
    this.folder = folder;
    this.ports = ports;
    this.caFile = this.place('receiver.crt');
    this.keyFile = this.place('receiver.key');
    this.configFile = this.place('syslog.conf');
    this.file = this.place('received.log');
    this.#log = new LineLog(this.file);
  }

  /** As its words name it. */
  protected abstract readonly name: string;

  /** The lines of its configuration file. */
  protected abstract configuration(): readonly string[];

  protected abstract run(): ChildProcess;

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

  protected place(name: string): string {
    return join(this.folder, name);
  }

  protected spawn(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  }

  protected async begin(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.caFile, `${selfSigned.cert}\n`);
    writeFileSync(this.keyFile, `${selfSigned.key}\n`, { mode: 0o600 });
    writeFileSync(this.configFile, this.configuration().join('\n'));
    await this.#start();
  }

  protected lines(): Promise<readonly string[]> {
    return this.#log.settled(this.name);
  }

  async #start(): Promise<void> {
    const child = this.run();
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
    this.#child = child;
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`${this.name} ended: ${said}`);
      return (await listens(this.ports.tcp)) && listens(this.ports.tls);
    }, `${this.name} listens`);
  }
}
