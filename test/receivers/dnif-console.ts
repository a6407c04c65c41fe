import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer instead of the ordinary one, for any of the three calls. */
export type ConsoleFault =
  | { readonly kind: 'body'; readonly status?: number; readonly body: string }
  | { readonly kind: 'hang' }
  /** Headers at once, then nothing. */
  | { readonly kind: 'drip' }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'reset' };

export type ConsoleCall = { readonly method: string; readonly path: string; readonly query: string };

/** A stand-in for the Search API of a DNIF console, as DNIF.md §8 describes it. */
export class DnifConsole {
  token = 'search-token';
  cluster = 'c1';
  scope = 'default';
  /** What the console holds: rows as it gives them back. */
  rows: Readonly<Record<string, unknown>>[] = [];
  /** Stages of a task, one for each question about its state; the last one stays. */
  states: (readonly [string, string])[] = [['EXECUTED', 'SUCCESS']];
  /** Which rows a condition such as `@id=…` chooses. */
  matches: (row: Readonly<Record<string, unknown>>, field: string, value: string) => boolean = (row, field, value) => row[field] === value;
  readonly faults: { invoke?: ConsoleFault; state?: ConsoleFault; result?: ConsoleFault } = {};
  readonly calls: ConsoleCall[] = [];
  readonly #tasks = new Map<string, { readonly query: string; asked: number }>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#serve(request, response);
    });
  }

  static async start(): Promise<DnifConsole> {
    const made = new DnifConsole();
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const path = (request.url ?? '').replace(`/${this.cluster}/wrk/api/`, '');
    const step = path.startsWith('job/invoke') ? 'invoke' : path.startsWith('dispatcher/task/state/') ? 'state' : 'result';
    const asked = Buffer.concat(chunks).toString('utf8');
    this.calls.push({ method: request.method ?? '', path: request.url ?? '', query: asked });
    const fault = this.faults[step];
    if (fault !== undefined) {
      this.#misbehave(fault, request, response);
      return;
    }
    if (request.headers['token'] !== this.token) {
      this.#json(response, { status: 'failed', message: `Invalid token ${String(request.headers['token'])}` });
      return;
    }
    this.#json(response, this.#answer(step, path, asked));
  }

  #answer(step: 'invoke' | 'state' | 'result', path: string, asked: string): unknown {
    if (step === 'invoke') {
      const { query, scope_id: scope, job_type: type, job_execution: execution } = JSON.parse(asked) as Readonly<Record<string, string>>;
      if (type !== 'dql' || execution !== 'on-demand') return { status: 'failed', message: 'Incorrect job_execution type' };
      if (scope !== this.scope) return { status: 'failed', message: 'Unknown scope' };
      if (query === undefined || !/ limit \d+$/.test(query)) return { status: 'error', message: 'SyntaxError: query must end with limit' };
      const id = `task-${this.#tasks.size + 1}-id-0`;
      this.#tasks.set(id, { query, asked: 0 });
      return { data: [{ id, status: 'PENDING' }], status: 'success' };
    }
    const task = this.#tasks.get(path.split('/')[3]?.split('?')[0] ?? '');
    if (task === undefined) return { status: 'error', message: 'No such task' };
    if (step === 'state') {
      const [stage, state] = this.states[Math.min(task.asked, this.states.length - 1)] ?? ['EXECUTED', 'SUCCESS'];
      task.asked += 1;
      return { status: 'success', task_stage: stage, task_state: state };
    }
    const [, field = '', value = ''] = / where (\S+?)=(\S+) AND /.exec(task.query) ?? [];
    const result = this.rows.filter((row) => this.matches(row, field, value)).slice(0, 5);
    return { status: 'success', task_status: 'Task Executed Successfully', total_count: result.length, fields_list: [], result };
  }

  #misbehave(fault: ConsoleFault, request: IncomingMessage, response: ServerResponse): void {
    switch (fault.kind) {
      case 'hang':
        return;
      case 'reset':
        request.socket.destroy();
        return;
      case 'drip':
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"status":');
        return;
      case 'huge':
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`{"status":"success","result":[],"filler":"${'x'.repeat(fault.bytes)}"}`);
        return;
      case 'body':
        response.writeHead(fault.status ?? 200, { 'content-type': 'application/json' });
        response.end(fault.body);
    }
  }

  #json(response: ServerResponse, value: unknown): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  }
}
