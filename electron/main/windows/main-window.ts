import { BrowserWindow, nativeTheme, screen } from 'electron';

import { keptScreen } from '../../../shared/model/screens';
import type { CollectorLog } from '../../collector/collector';
import type { Document } from '../storage/document';
import { appUrl } from './app-url';
import type { WindowPlace } from './bounds';
import { placeOn, smallest } from './bounds';
import { isOurPage, webPreferences } from './hardening';

export type MainWindowOptions = {
  readonly preload: string;
  readonly icon: string;
  readonly devTools: boolean;
  readonly place: Document<WindowPlace>;
  readonly log: CollectorLog;
  /** The page is gone (reloaded, crashed, closed): what it had open ends. */
  readonly onPageGone: (contentsId: number) => void;
  /** Asked before the window closes; false keeps it (the answer is then up to the caller). */
  readonly mayClose: () => boolean;
  /** Windows ends the session: there are seconds left. */
  readonly onSessionEnd: () => void;
  readonly onShown: (window: BrowserWindow) => void;
};

/** A page that dies again and again has a reason that reloading does not cure. */
const reloadsAtMost = 3;
const reloadSpanMs = 60_000;
/** Moving a window reports every pixel; the last place is what counts. */
const savePlaceAfterMs = 500;

/** The one window. It is created when first shown, and its loss never touches the collection. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  #reloads: number[] = [];
  #savePlace: NodeJS.Timeout | undefined;
  #screen: WindowPlace['screen'];

  constructor(options: MainWindowOptions) {
    this.#options = options;
    this.#screen = options.place.value.screen;
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(background()));
  }

  /** Id of the page that may talk to main; null without a window. */
  get contentsId(): number | null {
    return this.#window?.webContents.id ?? null;
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  get isVisible(): boolean {
    return this.#window?.isVisible() === true;
  }

  show(): void {
    const window = this.#window ?? this.#create();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    this.#options.onShown(window);
  }

  /** For a start that nobody asked for by hand: in the task bar, without taking the focus. */
  showMinimized(): void {
    (this.#window ?? this.#create()).minimize();
  }

  hide(): void {
    this.#window?.hide();
  }

  minimize(): void {
    this.#window?.minimize();
  }

  destroy(): void {
    this.#rememberPlace();
    this.#window?.destroy();
  }

  #create(): BrowserWindow {
    const { bounds, maximized } = this.#options.place.value;
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
    const window = new BrowserWindow({
      ...placeOn(bounds, [primary, ...others].map((display) => display.workArea)),
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: 'Mimecast Connector',
      icon: this.#options.icon,
      show: false,
      backgroundColor: background(),
      webPreferences: webPreferences(this.#options.preload, this.#options.devTools),
    });
    this.#window = window;
    if (maximized) window.maximize();
    this.#watch(window);
    this.#load(window);
    return window;
  }

  #watch(window: BrowserWindow): void {
    const contents = window.webContents;
    const contentsId = contents.id;
    window.on('close', (event) => {
      this.#rememberPlace();
      if (!this.#options.mayClose()) event.preventDefault();
    });
    window.on('closed', () => {
      clearTimeout(this.#savePlace);
      this.#window = null;
      this.#options.onPageGone(contentsId);
    });
    const moved = (): void => {
      clearTimeout(this.#savePlace);
      this.#savePlace = setTimeout(() => {
        this.#rememberPlace();
      }, savePlaceAfterMs);
    };
    window.on('resize', moved);
    window.on('move', moved);
    window.on('session-end', () => {
      this.#options.onSessionEnd();
    });
    window.on('unresponsive', () => {
      this.#options.log.write('warn', 'window.unresponsive');
    });
    // A page that is replaced by itself (reload) leaves its calls and feeds behind.
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#options.onPageGone(contentsId);
    });
    // Chromium asks nobody before it shows about:blank, so a page can still empty itself: it is brought back.
    contents.on('did-navigate', (_event, url) => {
      if (isOurPage(url)) return;
      this.#options.log.write('warn', 'window.navigation-undone', { url });
      this.#reload(window);
    });
    contents.on('did-navigate-in-page', (_event, url) => {
      const screen = keptScreen(new URL(url).hash.replace(/^#/, ''));
      if (screen === null || screen === this.#screen) return;
      this.#screen = screen;
      moved();
    });
    contents.on('render-process-gone', (_event, details) => {
      this.#options.onPageGone(contentsId);
      if (details.reason === 'clean-exit') return;
      this.#options.log.write('error', 'window.page-lost', { reason: details.reason, exitCode: details.exitCode });
      this.#reload(window);
    });
    contents.on('preload-error', (_event, _path, error) => {
      this.#options.log.write('error', 'window.preload-failed', { error });
    });
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      if (isMainFrame) this.#options.log.write('error', 'window.load-failed', { code, description, url });
    });
  }

  #reload(window: BrowserWindow): void {
    const now = Date.now();
    this.#reloads = [...this.#reloads.filter((at) => now - at < reloadSpanMs), now];
    if (this.#reloads.length > reloadsAtMost) {
      this.#options.log.write('error', 'window.page-given-up', { reloads: reloadsAtMost });
      // It may be this screen that the page cannot bear.
      this.#screen = null;
      // Opening it again from tray or dock starts with a fresh window; the collection goes on meanwhile.
      window.destroy();
      return;
    }
    // Loading inside the event of the loss would be ignored: the dead process is still being taken down.
    setImmediate(() => {
      if (!window.isDestroyed()) this.#load(window);
    });
  }

  #load(window: BrowserWindow): void {
    window.loadURL(this.#screen === null ? appUrl : `${appUrl}#${this.#screen}`).catch((error: unknown) => {
      // Destroyed while it loaded: the app quits.
      if (!window.isDestroyed()) this.#options.log.write('error', 'window.load-failed', { error });
    });
  }

  /** Loads the page again on the screen it shows: it speaks another language now. */
  reload(): void {
    this.#window?.webContents.reload();
  }

  #rememberPlace(): void {
    const window = this.#window;
    if (window === null || window.isDestroyed() || window.isMinimized()) return;
    const place: WindowPlace = { version: 1, bounds: window.getNormalBounds(), maximized: window.isMaximized(), screen: this.#screen };
    if (JSON.stringify(place) === JSON.stringify(this.#options.place.value)) return;
    try {
      this.#options.place.write(place);
    } catch (error) {
      this.#options.log.write('warn', 'window.place-not-saved', { error });
    }
  }
}

/** The first colour on screen, so that a dark desktop is not flashed with white. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#fafafa';
}
