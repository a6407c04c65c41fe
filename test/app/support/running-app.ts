import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, expect } from '@playwright/test';

import type { Bridge } from '../../../shared/ipc/bridge';
import type { CallChannel } from '../../../shared/ipc/channels';
import type { Ask, Reply } from '../../../shared/ipc/contract';
import type { Outcome } from '../../../shared/ipc/outcome';
import { readRuntime } from './runtime';

/** What a page of the app has beside the DOM. */
export type AppWindow = { readonly bridge: Bridge };

export type LaunchOptions = { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };

type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

let calls = 0;

/** One start of the real app on one profile. */
export class RunningApp {
  /** Errors of the page's console, and exceptions: a refused style or script of our own shows here too. */
  readonly pageErrors: string[] = [];
  readonly #ended: Promise<End>;
  #said = '';
  #end: End | null = null;

  private constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
    readonly profile: string,
  ) {
    const child = electron.process();
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    this.#ended = new Promise((settle) => {
      child.once('exit', (code, signal) => {
        this.#end = { code, signal };
        settle(this.#end);
      });
    });
    page.on('console', (message) => {
      if (message.type() === 'error') this.pageErrors.push(message.text());
    });
    page.on('pageerror', (error) => this.pageErrors.push(String(error)));
  }

  static async launch(profile: string, options: LaunchOptions = {}): Promise<RunningApp> {
    const runtime = readRuntime();
    const electron = await _electron.launch({
      executablePath: runtime.path,
      args: [...new Set([...runtime.launchArgs, '--disable-gpu']), '--profile', profile, ...(options.args ?? [])],
      env: { ...(process.env as Record<string, string>), ...options.env },
      // Playwright's own default would hide the theme of the app from the window.
      colorScheme: null,
    });
    const page = await electron.firstWindow();
    return new RunningApp(electron, page, profile);
  }

  get pid(): number {
    return this.electron.process().pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#end === null;
  }

  /** Standard output and standard error so far. */
  get said(): string {
    return this.#said;
  }

  /** The folder of the output that is there from the start. */
  get eventsDir(): string {
    return join(this.profile, 'events');
  }

  /** `app.log` as text. */
  log(): string {
    return readFileSync(join(this.profile, 'logs/app.log'), 'utf8');
  }

  /** The lines of `app.log` with this event. */
  logged(event: string): readonly Readonly<Record<string, unknown>>[] {
    const lines = this.log().split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>).filter((line) => line['event'] === event);
  }

  /** A call over the bridge, as the window makes it. */
  call<C extends CallChannel>(channel: C, ask: Ask<C>): Promise<Outcome<Reply<C>>> {
    calls += 1;
    return this.page.evaluate(
      // Playwright cannot carry the pairing of channel and ask through its argument.
      ([to, what, callId]) => (window as unknown as AppWindow).bridge.call(to, what as never, callId),
      [channel, ask, `test${String(calls)}`] as const,
    );
  }

  /** Size of the page. */
  async resize(width: number, height: number): Promise<void> {
    await this.electron.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height });
    await expect.poll(() => this.page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([width, height]);
  }

  /** Quits as the menu does, waits for the end. */
  async quit(): Promise<End> {
    await this.electron.evaluate(({ app }) => {
      // After this evaluation: the answer must leave before the connection does.
      setImmediate(() => app.quit());
    });
    return this.ended();
  }

  ended(): Promise<End> {
    return this.#ended;
  }

  /** Ends it whatever state it is in, and its helper processes, which would go on writing into the profile for a moment. */
  async destroy(): Promise<void> {
    if (this.isRunning) {
      // Playwright starts it in a process group of its own, except on Windows.
      if (process.platform === 'win32') this.electron.process().kill('SIGKILL');
      else process.kill(-this.pid, 'SIGKILL');
    }
    await this.#ended;
  }
}
