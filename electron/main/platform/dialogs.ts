import type { BrowserWindow } from 'electron';
import { dialog } from 'electron';

import { textOf } from '../../../shared/text/message';
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
    message: t('desktop.close.message'),
    detail: hidden ? t('desktop.close.hidden') : t('desktop.close.minimized'),
    buttons: [t('desktop.close.keep'), t('desktop.stopAndQuit')],
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
    buttons: [t('common.cancel'), t('desktop.stopAndQuit')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    ...(onceOnly ? { checkboxLabel: t('desktop.quit.doNotAsk') } : {}),
  };
  const shown = window?.isVisible() === true ? window : null;
  const { response, checkboxChecked } = shown === null ? await dialog.showMessageBox(options) : await dialog.showMessageBox(shown, options);
  return { quit: response === 1, doNotAskAgain: onceOnly && checkboxChecked };
}

export async function chooseFolder(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: t('desktop.dialog.chooseFolder'),
    buttonLabel: t('desktop.dialog.choose'),
    properties: ['openDirectory', 'createDirectory'],
  };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** A certificate or key; null when cancelled. */
export async function choosePem(window: BrowserWindow | null, title = t('desktop.dialog.choosePem')): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title,
    buttonLabel: t('desktop.dialog.choose'),
    filters: [{ name: t('desktop.dialog.pemFiles'), extensions: ['pem', 'crt', 'cer', 'key'] }, { name: t('desktop.dialog.allFiles'), extensions: ['*'] }],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** A file that Export of connectors wrote; null when cancelled. */
export async function chooseSetupFile(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: t('desktop.dialog.importSetup'),
    buttonLabel: t('desktop.dialog.import'),
    filters: [{ name: t('desktop.dialog.setupFiles'), extensions: ['json'] }, { name: t('desktop.dialog.allFiles'), extensions: ['*'] }],
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
    this.#log.write('warn', 'profile.notice', { title: notice.title.english, message: notice.message.english });
    this.#waiting.push(notice);
  };

  async show(window: BrowserWindow): Promise<void> {
    const notices = this.#waiting;
    this.#waiting = [];
    if (notices.length === 0) return;
    await dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Mimecast Connector',
      message: notices.map((notice) => textOf(notice.title)).join('\n'),
      detail: notices.map((notice) => textOf(notice.message)).join('\n\n'),
      buttons: [t('common.close')],
      noLink: true,
    });
  }
}
