import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';

import type { HostMethod, HostMethods, HostReply, HostRequest } from './protocol';

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** Lines of its log that are kept for the report of a failure. */
const keptLines = 60;

/** A collector process as the scenario sees it. */
export class HostProcess {
  readonly child: ChildProcess;
  /** The last lines of its log. */
  readonly log: string[] = [];
  readonly exited: Promise<string | null>;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #over = false;

  /** `entry` is the built torture program, which is host and director in one. */
  constructor(entry: string) {
    this.child = fork(entry, ['--host'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.log.push(...text.split('\n').filter((line) => line !== ''));
      this.log.splice(0, Math.max(0, this.log.length - keptLines));
    });
    this.child.on('message', (reply: HostReply) => {
      const call = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.error === undefined) call?.resolve(reply.answer);
      else call?.reject(new Error(reply.error));
    });
    this.exited = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => {
        this.#over = true;
        for (const call of this.#waiting.values()) call.reject(new Error(`The collector process ended (${signal ?? String(code)}).`));
        this.#waiting.clear();
        resolve(signal);
      });
    });
  }

  get over(): boolean {
    return this.#over;
  }

  ask<M extends HostMethod>(method: M, argument: HostMethods[M]['argument']): Promise<HostMethods[M]['answer']> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(new Error('The collector process has ended.'));
        return;
      }
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.child.send({ id, method, argument } satisfies HostRequest, (error) => {
        if (error !== null) reject(error);
      });
    });
  }

  /** As a power cut would: no chance to tidy up. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async stop(): Promise<void> {
    await this.ask('stop', null);
    this.child.disconnect();
    await this.exited;
  }
}
