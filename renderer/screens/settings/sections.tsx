import type { Failure } from '../../../shared/failures/failure';
import type { AppInfo } from '../../../shared/ipc/contract';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import { defaultSettings } from '../../../shared/model/settings';
import type { Language } from '../../../shared/text/languages';
import { languageNames, languages, pseudoLanguages } from '../../../shared/text/languages';
import { t } from '../../../shared/text/text';
import { pathTo, routes } from '../../routes';
import { LoginRow, PauseRow } from './BackgroundRows';
import { PreferencesFileRow } from './PreferencesFileRow';
import { ResetAllRow } from './ResetAllRow';
import { choiceRow, linkRow, selectRow, switchRow } from './rows';
import type { SettingsSection } from './settings-search';

export type SectionProps = {
  readonly settings: Settings;
  readonly info: AppInfo | null;
  readonly onChange: (patch: SettingsPatch) => void;
  readonly onFailure: (failure: Failure | null) => void;
};

/** What a release offers; in a checkout, and while one is spoken, also the pseudo-languages. */
function languagesOnOffer({ settings, info }: SectionProps): readonly Language[] {
  const extra = pseudoLanguages.filter((language) => info?.fromCheckout === true || settings.language === language);
  return [...languages, ...extra];
}

export function generalSection(props: SectionProps): SettingsSection {
  const { settings, onChange, onFailure } = props;
  const { liveLogs } = settings;
  return {
    id: 'general',
    title: t('settings.general'),
    rows: [
      choiceRow({
        id: 'language', label: t('settings.language'), value: settings.language, fallback: defaultSettings.language,
        options: [['system', t('settings.asSystem')], ...languagesOnOffer(props).map((language) => [language, languageNames[language]] as const)],
        onChange: (language) => { onChange({ language }); },
      }),
      choiceRow({
        id: 'theme', label: t('settings.theme'), value: settings.theme, fallback: defaultSettings.theme,
        options: [['system', t('settings.asSystem')], ['light', t('settings.themeLight')], ['dark', t('settings.themeDark')]],
        onChange: (theme) => { onChange({ theme }); },
      }),
      choiceRow({
        id: 'timeZone', label: t('settings.timeZone'), value: settings.timeZone, fallback: defaultSettings.timeZone,
        options: [['local', t('settings.timeZoneLocal')], ['utc', 'UTC']],
        onChange: (timeZone) => { onChange({ timeZone }); },
      }),
      { id: 'login', words: `${t('settings.login')} ${t('settings.loginOn')}`, content: <LoginRow onFailure={onFailure} /> },
      choiceRow({
        id: 'close', label: t('settings.close'), value: settings.closeToTray ? 'tray' : 'quit', fallback: defaultSettings.closeToTray ? 'tray' : 'quit',
        options: [['tray', t('settings.closeHides')], ['quit', t('settings.closeQuits')]],
        onChange: (value) => { onChange({ closeToTray: value === 'tray' }); },
      }),
      choiceRow({
        id: 'quit', label: t('settings.quit'), value: settings.askBeforeQuit ? 'ask' : 'quit', fallback: defaultSettings.askBeforeQuit ? 'ask' : 'quit',
        options: [['ask', t('settings.quitAsks')], ['quit', t('settings.quitAtOnce')]],
        onChange: (value) => { onChange({ askBeforeQuit: value === 'ask' }); },
      }),
      switchRow({
        id: 'letterKeys', label: t('settings.letterKeys'), value: liveLogs.letterKeys, fallback: defaultSettings.liveLogs.letterKeys, hint: t('settings.letterKeysHint'),
        onChange: (letterKeys) => { onChange({ liveLogs: { ...liveLogs, letterKeys } }); },
      }),
      switchRow({
        id: 'spokenSummary', label: t('settings.spokenSummary'), value: liveLogs.spokenSummary, fallback: defaultSettings.liveLogs.spokenSummary, hint: t('settings.spokenSummaryHint'),
        onChange: (spokenSummary) => { onChange({ liveLogs: { ...liveLogs, spokenSummary } }); },
      }),
    ],
  };
}

export function collectionSection({ onFailure }: SectionProps): SettingsSection {
  return {
    id: 'collection',
    title: t('settings.collection'),
    lead: t('settings.collectionLead'),
    rows: [
      { id: 'pause', words: [t('settings.pause'), t('settings.pauseQuarter'), t('settings.pauseOpen'), t('settings.resume')].join(' '), content: <PauseRow onFailure={onFailure} /> },
      linkRow({ id: 'intervals', label: t('settings.intervals'), text: t('settings.intervalsText'), link: t('settings.openConnectors'), href: `#${routes.connectors}` }),
      linkRow({ id: 'disk', label: t('settings.disk'), text: t('settings.diskText'), link: t('settings.openStorage'), href: `#${pathTo.help('storage')}` }),
    ],
  };
}

export function notificationsSection({ settings, onChange }: SectionProps): SettingsSection {
  return {
    id: 'notifications',
    title: t('settings.notifications'),
    rows: [
      choiceRow({
        id: 'notifications', label: t('settings.notifications'), value: settings.notifications, fallback: defaultSettings.notifications,
        options: [['all', t('settings.notificationsAll')], ['important', t('settings.notificationsImportant')], ['none', t('settings.notificationsNone')]],
        onChange: (notifications) => { onChange({ notifications }); },
      }),
      linkRow({ id: 'watch', label: t('settings.watch'), text: t('settings.watchText'), link: t('settings.openWatch'), href: `#${routes.watch}` }),
    ],
  };
}

const sizes = [128, 256, 512, 1024, 2048, 4096];
const days = [1, 3, 7, 14, 30];
const sizeText = (mebibytes: number): string => (mebibytes < 1024 ? `${String(mebibytes)} MiB` : `${String(mebibytes / 1024)} GiB`);

export function privacySection({ settings, onChange }: SectionProps): SettingsSection {
  const { history, liveLogs } = settings;
  const usual = defaultSettings.history;
  return {
    id: 'privacy',
    title: t('settings.privacy'),
    lead: t('settings.privacyLead'),
    rows: [
      choiceRow({
        id: 'logLevel', label: t('settings.logLevel'), value: settings.logLevel, fallback: defaultSettings.logLevel, hint: t('settings.logLevelHint'),
        options: [['info', t('settings.logInfo')], ['warn', t('settings.logWarn')], ['error', t('settings.logError')]],
        onChange: (logLevel) => { onChange({ logLevel }); },
      }),
      switchRow({
        id: 'history', label: t('settings.history'), text: t('settings.historyKeep'), value: history.on, fallback: usual.on, hint: t('settings.historyHint'),
        onChange: (on) => { onChange({ history: { ...history, on } }); },
      }),
      selectRow({
        id: 'historySize', label: t('settings.historySize'), value: history.megabytes, fallback: usual.megabytes, hint: t('settings.historySizeHint'), options: sizes, textOf: sizeText, disabled: !history.on,
        onChange: (megabytes) => { onChange({ history: { ...history, megabytes } }); },
      }),
      selectRow({
        id: 'historyAge', label: t('settings.historyAge'), value: history.days, fallback: usual.days, hint: t('settings.historyAgeHint'), options: days, disabled: !history.on,
        textOf: (count) => t('settings.historyDays', { count }),
        onChange: (value) => { onChange({ history: { ...history, days: value } }); },
      }),
      switchRow({
        id: 'defang', label: t('settings.defang'), text: t('settings.defangLabel'), value: liveLogs.defang, fallback: defaultSettings.liveLogs.defang, hint: t('settings.defangHint'),
        onChange: (defang) => { onChange({ liveLogs: { ...liveLogs, defang } }); },
      }),
    ],
  };
}

export function advancedSection({ settings, onFailure }: SectionProps): SettingsSection {
  return {
    id: 'advanced',
    title: t('settings.advanced'),
    rows: [
      { id: 'preferences', words: [t('settings.preferences'), t('settings.preferencesHint'), t('settings.export'), t('settings.import')].join(' '), content: <PreferencesFileRow onFailure={onFailure} /> },
      linkRow({ id: 'setup', label: t('settings.setup'), text: t('settings.setupText'), link: t('settings.openConnectors'), href: `#${routes.connectors}` }),
      linkRow({ id: 'diagnostics', label: t('settings.diagnostics'), text: t('settings.diagnosticsText'), link: t('settings.openDiagnostics'), href: `#${pathTo.help('diagnostics')}` }),
      { id: 'resetAll', words: [t('settings.resetAll'), t('settings.resetAllButton'), t('settings.resetAllHint')].join(' '), content: <ResetAllRow settings={settings} onFailure={onFailure} /> },
    ],
  };
}
