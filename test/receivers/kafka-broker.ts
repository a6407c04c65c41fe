import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { promisify } from 'node:util';

import type { ISocketFactory } from 'kafkajs';

import { killHard, until } from './child';
import { programPath } from './programs';

const run = promisify(execFile);

// librdkafka's mock cluster gives every topic four partitions.
const partitions = 4;

type Running = { readonly broker: ChildProcess; readonly consumer: ChildProcess; readonly port: number; consumed: number };

/**
 * librdkafka's mock cluster inside kcat, with kcat as the consumer: what counts is what a foreign client reads from a
 * foreign broker. The broker keeps a few megabytes per partition only, so it is consumed while it is written to.
 */
export class KafkaBroker {
  readonly topic = 'mimecast';
  readonly values: string[] = [];
  readonly #sockets = new Set<Socket>();
  #running: Running | null = null;
  /** Connections fail while true. */
  #cut = false;

  static async start(): Promise<KafkaBroker> {
    const broker = new KafkaBroker();
    await broker.#start();
    return broker;
  }

  /** The mock chooses its port anew at every start, so connections are led there whatever address they ask for. */
  readonly socketFactory: ISocketFactory = ({ onConnect }) => {
    const socket = connect({ host: '127.0.0.1', port: this.#cut ? 1 : (this.#running?.port ?? 1) }, onConnect);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  };

  get brokers(): string[] {
    return [`127.0.0.1:${this.#running?.port ?? 1}`];
  }

  /** Everything that a consumer gets to see. */
  async received(): Promise<readonly string[]> {
    await this.#consumed();
    return this.values;
  }

  /** Cuts every connection and lets none be made; gives the act that ends this. */
  cut(): () => Promise<void> {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    return async () => {
      this.#cut = false;
    };
  }

  /** Stops the broker's process, connections stay open: nothing answers. Gives the act that lets it go on. */
  freeze(): () => void {
    this.#running?.broker.kill('SIGSTOP');
    return () => this.#running?.broker.kill('SIGCONT');
  }

  /**
   * Kills the broker. Its memory is its disk, so connections are cut first and what it has acknowledged is consumed;
   * requests under way get no answer.
   */
  async kill(): Promise<() => Promise<void>> {
    const heal = this.cut();
    await this.#consumed();
    await this.#stop();
    return async () => {
      await this.#start();
      await heal();
    };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#stop();
  }

  async #start(): Promise<void> {
    const kcat = programPath('kcat', 'kcat');
    const broker = spawn(kcat, ['-P', '-b', '127.0.0.1:1', '-t', this.topic, '-X', 'test.mock.num.brokers=1', '-d', 'mock,conf'], { stdio: ['pipe', 'ignore', 'pipe'] });
    let log = '';
    let port = 0;
    broker.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (port !== 0) return;
      log += text;
      port = Number(/bootstrap\.servers=127\.0\.0\.1:(\d+)/.exec(log)?.[1] ?? 0);
    });
    await until(() => port !== 0, 'the mock cluster of kcat begins to listen');
    const consumer = spawn(kcat, ['-C', '-b', `127.0.0.1:${port}`, '-t', this.topic, '-o', 'beginning', '-q', '-u', '-f', '%s\n'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const running: Running = { broker, consumer, port, consumed: 0 };
    let rest = '';
    consumer.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      running.consumed += lines.length;
      for (const line of lines) this.values.push(line);
    });
    this.#running = running;
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    await killHard(running.consumer);
    await killHard(running.broker);
  }

  /** Waits until the consumer has read up to the end of every partition. */
  async #consumed(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    const wanted = Array.from({ length: partitions }, (_, partition) => ['-t', `${this.topic}:${partition}:-1`]).flat();
    await until(async () => {
      const { stdout } = await run(programPath('kcat', 'kcat'), ['-Q', '-b', `127.0.0.1:${running.port}`, ...wanted]);
      const ends = [...stdout.matchAll(/offset (\d+)/g)].map(([, offset]) => Number(offset));
      return ends.length === partitions && ends.reduce((sum, end) => sum + end, 0) === running.consumed;
    }, 'kcat consumes everything');
  }
}
