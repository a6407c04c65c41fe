import type { BrowserWindow } from 'electron';
import { dialog } from 'electron';

import { t } from '../../../shared/text/text';
import type { CollectorLog } from '../../collector/collector';
import type { CloseAnswer } from '../lifecycle';
import type { QuitAnswer, QuitQuestion } from '../quit-question';
import type { Notice } from '../storage/document';

/** Says once what closing the window means. */
export async function askOnFirstClose(window: BrowserWindow, hidden: boolean): Promise<CloseAnswer> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'info',
    title: 'Mimecast Connector',
    message: 'Collection continues in the background',
    detail: hidden
      ? 'The window is closed, the collection goes on. Open it again with the icon in the tray. What the close button does can be changed in Settings.'
      : 'This desktop has no tray, so the window is minimised and the collection goes on. What the close button does can be changed in Settings.',
    buttons: ['Keep running', 'Stop collecting and quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1 ? 'quit' : 'keep-running';
}

/** In front of the window where there is one; a person who quits from the tray may have none. */
export async function askBeforeQuit(window: BrowserWindow | null, { message, detail, onceOnly }: QuitQuestion): Promise<QuitAnswer> {
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    title: 'Mimecast Connector',
    message,
    detail,
    buttons: ['Cancel', 'Stop collecting and quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    ...(onceOnly ? { checkboxLabel: 'Do not ask again while events wait' } : {}),
  };
  const shown = window?.isVisible() === true ? window : null;
  const { response, checkboxChecked } = shown === null ? await dialog.showMessageBox(options) : await dialog.showMessageBox(shown, options);
  return { quit: response === 1, doNotAskAgain: onceOnly && checkboxChecked };
}

export async function chooseFolder(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: 'Choose a folder for the events',
    buttonLabel: 'Choose',
    properties: ['openDirectory', 'createDirectory'],
  };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** A certificate or key; null when cancelled. */
export async function choosePem(window: BrowserWindow | null, title = 'Choose a certificate or key'): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title,
    buttonLabel: 'Choose',
    filters: [{ name: 'PEM files', extensions: ['pem', 'crt', 'cer', 'key'] }, { name: 'All files', extensions: ['*'] }],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** A file that Export of connectors wrote; null when cancelled. */
export async function chooseSetupFile(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: 'Import connectors and outputs',
    buttonLabel: 'Import',
    filters: [{ name: 'Setup files', extensions: ['json'] }, { name: 'All files', extensions: ['*'] }],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** A file that Export of preferences wrote; null when cancelled. */
export async function choosePreferences(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: t('desktop.dialog.importPreferences'),
    buttonLabel: t('desktop.dialog.import'),
    filters: [{ name: t('desktop.dialog.jsonFiles'), extensions: ['json'] }, { name: t('desktop.dialog.allFiles'), extensions: ['*'] }],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** Where to save an export; null when cancelled. */
export async function chooseFile(window: BrowserWindow | null, title: string, defaultName: string): Promise<string | null> {
  const options: Electron.SaveDialogOptions = { title, defaultPath: defaultName, properties: ['showOverwriteConfirmation', 'createDirectory'] };
  const { canceled, filePath } = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  return canceled || filePath === '' ? null : filePath;
}

/** Things about the profile that somebody must read: kept until there is a window to read them in. */
export class NoticeBoard {
  readonly #log: CollectorLog;
  #waiting: Notice[] = [];

  constructor(log: CollectorLog) {
    this.#log = log;
  }

  readonly add = (notice: Notice): void => {
    this.#log.write('warn', 'profile.notice', notice);
    this.#waiting.push(notice);
  };

  async show(window: BrowserWindow): Promise<void> {
    const notices = this.#waiting;
    this.#waiting = [];
    if (notices.length === 0) return;
    await dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Mimecast Connector',
      message: notices.map((notice) => notice.title).join('\n'),
      detail: notices.map((notice) => notice.message).join('\n\n'),
      buttons: ['Close'],
      noLink: true,
    });
  }
}
