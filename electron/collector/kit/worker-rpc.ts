import type { MessagePort, Transferable as NodeTransferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';

/**
 * Calls into a worker thread. Comlink was considered and left: it never settles a call whose worker died, and here a
 * dead worker must be an ordinary, retryable error.
 */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>;

type Request = { readonly id: number; readonly method: string; readonly argument: unknown };
type Response =
  | { readonly id: number; readonly kind: 'reply'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'error'; readonly name: string; readonly message: string; readonly code: string | null };

/** A reply whose buffers move instead of being copied. */
export class Transfer<T> {
  constructor(
    readonly value: T,
    readonly list: readonly ArrayBuffer[],
  ) {}
}

/** The worker's side: answers calls one after the other, in order, so that a method may hold state. */
export function serveMethods(port: MessagePort, methods: Readonly<Record<string, (argument: never) => unknown>>): void {
  let queue: Promise<void> = Promise.resolve();
  port.on('message', (request: Request) => {
    queue = queue.then(() => answer(port, methods, request));
  });
}

async function answer(port: MessagePort, methods: Methods, request: Request): Promise<void> {
  const method = methods[request.method] as ((argument: unknown) => unknown) | undefined;
  try {
    if (method === undefined) throw new Error(`The worker has no method ${request.method}.`);
    const result = await method(request.argument);
    const value = result instanceof Transfer ? (result.value as unknown) : result;
    const list = result instanceof Transfer ? [...result.list] : [];
    port.postMessage({ id: request.id, kind: 'reply', value } satisfies Response, list as NodeTransferable[]);
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in known && typeof known.code === 'string' ? known.code : null;
    port.postMessage({ id: request.id, kind: 'error', name: known.name, message: known.message, code } satisfies Response);
  }
}

/** An error that a method of the worker threw; `code` is the errno or SQLite code where there was one. */
export class WorkerCallError extends Error {
  constructor(
    name: string,
    message: string,
    readonly code: string | null,
  ) {
    super(message);
    this.name = name;
  }
}

/**
 * V8 gives every thread up to 48 MiB for objects that die young, and takes all of it during a catch-up. Threads that make few
 * objects are as fast with less, and the program is 30 MB smaller (docs/benchmarks.md).
 */
const fewObjectsMb = 6;
/** For a thread that parses records: with less room the garbage collector copies more of what they leave behind. */
export const recordsYoungMb = 48;

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };
/** A thread with the calls it owes an answer: a late `exit` of a dead one must not reject the calls of its successor. */
type Running = { readonly worker: Worker; readonly waiting: Map<number, Waiting> };

/**
 * The caller's side. The worker starts with the first call; when it dies, every waiting call is rejected and the next
 * call starts a new one, which knows nothing of the old one's state.
 */
export class WorkerClient {
  readonly #file: string;
  readonly #data: unknown;
  readonly #youngMb: number;
  #running: Running | null = null;
  #ended = false;
  #nextId = 1;

  /** `youngMb`: MiB for objects that die young. */
  constructor(file: string, data: unknown, youngMb = fewObjectsMb) {
    this.#file = file;
    this.#data = data;
    this.#youngMb = youngMb;
  }

  call(method: string, argument: unknown, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#ended) return Promise.reject(new WorkerCallError('WorkerEnded', 'The worker has ended.', 'WORKER_ENDED'));
    const { worker, waiting } = (this.#running ??= this.#start());
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      worker.postMessage({ id, method, argument } satisfies Request, [...transfer]);
      waiting.set(id, { resolve, reject });
    });
  }

  /**
   * Ends the worker for good behind its answer to `method`, its last call; where none runs, none is started. A thread must not be ended while
   * it is inside libsql: that ends the whole process (its bindings, neon 1.0, panic when V8 refuses them a call).
   */
  async end(method: string): Promise<void> {
    const last = this.#running === null ? null : this.call(method, null);
    this.#ended = true;
    await last?.catch(() => undefined);
    await this.terminate();
  }

  /** Ends the worker at once; waiting calls are rejected. */
  async terminate(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running !== null) await running.worker.terminate();
  }

  #start(): Running {
    const worker = new Worker(this.#file, { workerData: this.#data, stdout: false, stderr: false, resourceLimits: { maxYoungGenerationSizeMb: this.#youngMb } });
    const waiting = new Map<number, Waiting>();
    const running: Running = { worker, waiting };
    // A worker must never keep the program alive by itself: stop() decides.
    worker.unref();
    worker.on('message', (response: Response) => {
      const call = waiting.get(response.id);
      waiting.delete(response.id);
      if (call === undefined) return;
      if (response.kind === 'reply') call.resolve(response.value);
      else call.reject(new WorkerCallError(response.name, response.message, response.code));
    });
    const died = (error: Error): void => {
      if (this.#running === running) this.#running = null;
      for (const call of waiting.values()) call.reject(error);
      waiting.clear();
    };
    worker.on('error', (error) => {
      died(new WorkerCallError('WorkerDied', error instanceof Error ? error.message : String(error), 'WORKER_DIED'));
    });
    worker.on('exit', (code) => {
      died(new WorkerCallError('WorkerDied', `The worker ended with code ${code}.`, 'WORKER_DIED'));
    });
    return running;
  }
}
