/** What the desktop shows outside the window: dialogs, menus, tray, notifications. */
export const desktopTexts = {
  'desktop.file.unreadable': 'The file cannot be read.',
  'desktop.file.tooLarge': 'This file is too large to be one that this program wrote.',
  'desktop.file.again': 'Choose the file again.',
  'desktop.dialog.choose': 'Choose',
  'desktop.dialog.import': 'Import',
  'desktop.dialog.allFiles': 'All files',
  'desktop.dialog.jsonFiles': 'JSON files',
  'desktop.dialog.exportPreferences': 'Export preferences',
  'desktop.dialog.importPreferences': 'Import preferences',
  'desktop.dialog.saveExtractor': 'Save the DNIF extractor',
} as const;
