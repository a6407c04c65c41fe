import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { AxeBuilder } from '@axe-core/playwright';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';

import type { CallChannel, FeedChannel } from '../../../shared/ipc/channels';
import type { Snapshot } from '../../../shared/ipc/contract';
import type { Language } from '../../../shared/text/languages';
import { launchWindow } from './launch';
import { World } from './world';

type Listener = (message: unknown) => void;

/** Runs in the page before its own script: the bridge, with the test at its other end. */
function installBridge(): void {
  type Far = {
    farCall(channel: string, ask: unknown, callId: string): Promise<unknown>;
    farCancel(callId: string): Promise<void>;
    farFirst(channel: string): Promise<unknown>;
    farPush(channel: string, message: unknown): void;
  };
  const far = window as unknown as Far;
  const listeners = new Map<string, Set<Listener>>();
  const bridge = {
    call: (channel: string, ask: unknown, callId: string) => far.farCall(channel, ask, callId),
    cancel: (callId: string) => void far.farCancel(callId),
    follow: (channel: string, listener: Listener) => {
      const set = listeners.get(channel) ?? new Set<Listener>();
      listeners.set(channel, set.add(listener));
      void far.farFirst(channel).then((message) => {
        if (message !== null && set.has(listener)) listener(message);
      });
      return () => set.delete(listener);
    },
  };
  Object.defineProperty(window, 'bridge', { value: bridge });
  far.farPush = (channel, message) => {
    for (const listener of listeners.get(channel) ?? []) listener(message);
  };
}

/** The filling at the end of a pseudo text stands between the words that a longer name repeats: in English this rule holds. */
const pseudoBreaks = ['label-content-name-mismatch'];

/** The short text of axe: its long one is twice parsed for every screen. */
const axeSource = readFileSync(createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/** Without what passed, which is a megabyte for a full screen, worked out and carried over for nothing. */
const violationsOnly: Parameters<AxeBuilder['options']>[0] = { resultTypes: ['violations'], reporter: 'no-passes' };

/** The window with the world behind it. */
export class WindowUnderTest {
  world = new World();
  private language: Language = 'en';
  readonly consoleErrors: string[] = [];

  constructor(
    readonly page: Page,
    private readonly app: ElectronApplication,
  ) {}

  async prepare(): Promise<void> {
    await this.page.exposeFunction('farCall', (channel: CallChannel, ask: unknown, callId: string) => this.world.answer(channel, ask, callId));
    await this.page.exposeFunction('farCancel', (callId: string) => { this.world.cancel(callId); });
    await this.page.exposeFunction('farFirst', (channel: FeedChannel) => this.world.first(channel));
    await this.page.addInitScript(installBridge);
    // Also how a breach of the content security policy shows.
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.consoleErrors.push(message.text());
    });
    this.page.on('pageerror', (error) => this.consoleErrors.push(String(error)));
  }

  /** Loads the window afresh on a screen. */
  async open(world: World, path = '/', size: { readonly width: number; readonly height: number } = { width: 1280, height: 800 }, language: Language = 'en'): Promise<Page> {
    this.world = world;
    this.language = language;
    await this.app.evaluate(({ BrowserWindow }, { width, height, spoken }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
      Object.assign(globalThis, { language: spoken });
    }, { ...size, spoken: language });
    await this.page.mouse.move(1, 1);
    await this.page.goto('app://window/blank');
    await this.page.goto(`app://window/index.html#${path}`);
    return this.page;
  }

  /** Gives the screen that is open another size, and waits until it has it. */
  async resize(width: number, height: number): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height });
    await expect.poll(() => this.page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([width, height]);
  }

  async push<F extends FeedChannel>(channel: F, value: Snapshot<F>): Promise<void> {
    await this.page.evaluate(
      ({ to, message }) => {
        (window as unknown as { farPush(channel: string, message: unknown): void }).farPush(to, message);
      },
      { to: channel, message: this.world.message(channel, value) },
    );
  }

  /** No accessibility violation on what is on screen; `without` names rules that cannot hold there. */
  async expectAccessible(): Promise<void> {
    // A tooltip stands outside of all landmarks while the mouse happens to rest on its button.
    await this.page.mouse.move(1, 1);
    await expect(this.page.getByRole('tooltip')).toHaveCount(0);
    // An open menu lies over the page and belongs to no landmark.
    // Tabster's dummies hold the focus for a moment to move it on; they are empty and never announced.
    const found = await new AxeBuilder({ page: this.page, axeSource }).options(violationsOnly).setLegacyMode(true).exclude('[data-tabster-dummy]').disableRules([...(this.language === 'en' ? [] : pseudoBreaks), ...((await this.page.getByRole('menu').count()) > 0 ? ['region'] : [])]).analyze();
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
  }
}

export const test = base.extend<{ window: WindowUnderTest }, { shared: WindowUnderTest }>({
  shared: [
    async ({}, use, { parallelIndex }) => {
      const { app, close } = await launchWindow(parallelIndex);
      const shared = new WindowUnderTest(await app.firstWindow(), app);
      await shared.prepare();
      await use(shared);
      await close();
    },
    { scope: 'worker' },
  ],
  window: async ({ shared }, use) => {
    // Which test this window has shown before is chance.
    await shared.page.goto('app://window/blank');
    await shared.page.evaluate(() => { localStorage.clear(); });
    await shared.page.emulateMedia({ colorScheme: 'light', forcedColors: null, reducedMotion: null, contrast: null });
    shared.consoleErrors.length = 0;
    await use(shared);
    expect(shared.world.faults).toEqual([]);
    expect(shared.consoleErrors).toEqual([]);
  },
});

export { expect };
