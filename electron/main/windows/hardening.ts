import type { App, Session, WebContents, WebPreferences } from 'electron';

import type { CollectorLog } from '../../collector/collector';
import { appHost, appScheme } from './app-url';

/** The only kind of page there is: sandboxed, isolated, without Node. */
export function webPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools,
  };
}

/** Whether the page may load this address. Developer tools, where they exist at all, load themselves. */
export function mayLoad(address: string, devTools: boolean): boolean {
  try {
    const { protocol } = new URL(address);
    return protocol === `${appScheme}:` || (devTools && ['devtools:', 'chrome-extension:'].includes(protocol));
  } catch {
    return false;
  }
}

/** Whether this is an address of our own page. */
export function isOurPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${appScheme}:` && host === appHost;
  } catch {
    return false;
  }
}

/** No permission is ever given and nothing is ever loaded from anywhere. Call once per session, before the first page. */
export function hardenSession(session: Session, devTools: boolean, log: CollectorLog): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.write('warn', 'window.permission-refused', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayLoad(details.url, devTools);
    if (cancel) log.write('warn', 'window.request-refused', { url: details.url });
    answer({ cancel });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}

/** Every page that is ever created stays where it is. Call once, before the first window. */
export function hardenContents(app: App, log: CollectorLog): void {
  app.on('web-contents-created', (_event, contents) => {
    hardenOne(contents, log);
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
  // HTTP authentication of a proxy or page: the window loads nothing that could ask.
  app.on('login', (event) => {
    event.preventDefault();
  });
}

function hardenOne(contents: WebContents, log: CollectorLog): void {
  const refuse = (event: { readonly url?: string; preventDefault(): void }): void => {
    event.preventDefault();
    log.write('warn', 'window.navigation-refused', { url: event.url ?? '' });
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    log.write('warn', 'window.open-refused', { url });
    return { action: 'deny' };
  });
}
