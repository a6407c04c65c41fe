import * as z from 'zod';

import { BackgroundStateSchema, PauseAskSchema } from '../model/background';
import { CheckReportSchema, RunningCheckSchema } from '../model/check-report';
import { CollectionStatusSchema, LedgerRowSchema } from '../model/collection';
import { ConnectorDraftSchema, ConnectorViewSchema } from '../model/connector';
import { DiagnosticsSchema, LogLevelSchema, LogLineSchema, StoragePartSchema, StorageSchema } from '../model/diagnostics';
import { HistoryAskSchema, HistoryPageSchema } from '../model/history';
import { LogTypeSchema } from '../model/log-type';
import { NetworkDraftSchema, NetworkViewSchema } from '../model/network';
import { OutputDraftSchema, OutputViewSchema } from '../model/output';
import { OutputSampleAskSchema, OutputSampleSchema } from '../model/output-sample';
import { OverviewAskSchema, OverviewSchema } from '../model/overview';
import { PreferencesPlanSchema } from '../model/preferences-file';
import { PreviewAskSchema, PreviewDetailSchema, PreviewReplySchema, PreviewRowSchema, PreviewTextAskSchema, PreviewValuesAskSchema, PreviewValuesSchema } from '../model/preview';
import { QuarantinePageSchema, RetryResultSchema } from '../model/quarantine';
import { RunAskSchema, RunPageSchema, RunsOfSchema } from '../model/run';
import { SettingsPatchSchema, SettingsSchema } from '../model/settings';
import { SetupPlanSchema, SetupResultSchema } from '../model/setup-file';
import { EventTrailSchema, TrailAskSchema } from '../model/trail';
import { UpdatesViewSchema } from '../model/updates';
import { WatchHitSchema, WatchTestAskSchema, WatchTestSchema } from '../model/watch-rules';
import type { CallChannel, FeedChannel } from './channels';

type Call<A extends z.ZodType, R extends z.ZodType> = { readonly ask: A; readonly reply: R };
type Feed<S extends z.ZodType> = { readonly snapshot: S };

const call = <A extends z.ZodType, R extends z.ZodType>(ask: A, reply: R): Call<A, R> => ({ ask, reply });
const feed = <S extends z.ZodType>(snapshot: S): Feed<S> => ({ snapshot });

const streamOf = z.object({ connectorId: z.string().max(64), logType: LogTypeSchema });
/** At most as many as a page shows. */
const ids = z.object({ ids: z.array(z.number().int().min(1)).min(1).max(500) });
/** Epoch ms, both ends included. */
const span = z.object({ from: z.number().int().min(0), to: z.number().int().min(0) });
/** Where the administrator chose to save; null when the dialog was cancelled. */
const savedAs = z.object({ path: z.string().nullable() });

const byId = z.object({ id: z.string().min(1).max(64) });

export const AppInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  /** The demo profile is open: everything on screen is simulated. */
  demo: z.boolean(),
  platform: z.string(),
  /** What the secret store is called on this computer, e.g. "Secret Service". */
  keychainName: z.string(),
  /** Whether the keychain answered when this was asked. */
  keychainAvailable: z.boolean(),
  /** New secrets are kept in memory until the program ends, because a person chose so. Absent: no. */
  sessionSecrets: z.boolean().optional(),
  profilePath: z.string(),
  /** The program runs from a checkout: what only developers need is offered, too. Absent: no. */
  fromCheckout: z.boolean().optional(),
});
export type AppInfo = z.infer<typeof AppInfoSchema>;

/** Hosts that `app.openExternal` may open in the browser. */
export const externalHosts = ['login.services.mimecast.com', 'developer.services.mimecast.com', 'mimecastsupport.zendesk.com', 'docs.dnif.it'] as const;

/**
 * Every call between window and main. Preload, main registration, window client and test doubles derive from it.
 * A draft with `id: ""` creates; the reply carries the new id.
 */
export const calls = {
  'app.info': call(z.void(), AppInfoSchema),
  'app.startDemo': call(z.void(), AppInfoSchema),
  'app.leaveDemo': call(z.void(), AppInfoSchema),
  'app.openExternal': call(z.object({ url: z.string().max(500) }), z.void()),
  /** Where no keychain answers: keep new secrets in memory instead, or not any more. Ends with the program. */
  'app.keepSecretsForSession': call(z.object({ on: z.boolean() }), AppInfoSchema),
  /** Whether a form on screen holds changes that quitting would lose. */
  'app.setUnsaved': call(z.object({ unsaved: z.boolean() }), z.void()),
  'settings.get': call(z.void(), SettingsSchema),
  'settings.set': call(SettingsPatchSchema, SettingsSchema),
  /** Saves the preferences; network settings, connectors and outputs are not among them. */
  'settings.export': call(z.void(), savedAs),
  /** Reads a file that the administrator chooses and says what importing it would change; null when the dialog was cancelled. */
  'settings.choose': call(z.void(), PreferencesPlanSchema.nullable()),
  'settings.apply': call(z.object({ reading: z.string().max(64) }), SettingsSchema),
  'connectors.list': call(z.void(), z.array(ConnectorViewSchema)),
  'connectors.save': call(ConnectorDraftSchema, ConnectorViewSchema),
  'connectors.remove': call(byId, z.void()),
  /** Tests the draft as it stands; a null secret means the stored one. Changes nothing. */
  'connectors.check': call(ConnectorDraftSchema, CheckReportSchema),
  /** The checks of the test under way; empty while there is none. */
  'connectors.checkProgress': call(z.void(), z.array(RunningCheckSchema)),
  'connectors.setEnabled': call(byId.extend({ enabled: z.boolean() }), ConnectorViewSchema),
  'outputs.list': call(z.void(), z.array(OutputViewSchema)),
  'outputs.save': call(OutputDraftSchema, OutputViewSchema),
  'outputs.remove': call(byId, z.void()),
  /** Sends one marked test event with the draft's values and reports what came back. */
  'outputs.check': call(OutputDraftSchema, CheckReportSchema),
  /** The same, and then looks for the event with the Search API of DNIF; takes up to some minutes. */
  'outputs.prove': call(OutputDraftSchema, CheckReportSchema),
  /** What would be sent for an example event, made by the code that sends. Nothing leaves the computer. */
  'outputs.sample': call(OutputSampleAskSchema, OutputSampleSchema),
  /** Saves the extractor that tells DNIF how to read the events. */
  'outputs.saveExtractor': call(z.void(), savedAs),
  'outputs.chooseFolder': call(z.void(), z.object({ path: z.string().nullable() })),
  /** A certificate or key; null when the dialog was cancelled. Its content stays in main. */
  'outputs.chooseFile': call(z.void(), z.object({ path: z.string().nullable() })),
  'outputs.openFolder': call(byId, z.void()),
  /** Saves the chosen connectors with their outputs, and the chosen outputs: never a secret, an id or a path. */
  'setup.export': call(z.object({ connectors: z.array(z.string().max(64)).max(500), outputs: z.array(z.string().max(64)).max(200) }), savedAs),
  /** Reads a file that the administrator chooses and says what importing it would do; null when the dialog was cancelled. */
  'setup.choose': call(z.void(), SetupPlanSchema.nullable()),
  /** Does it for the entries with these indexes. */
  'setup.apply': call(z.object({ reading: z.string().max(64), chosen: z.array(z.number().int()).max(700) }), SetupResultSchema),
  'collection.pollNow': call(streamOf, z.void()),
  /** Saves the status of these connectors' log types as CSV, in this order. */
  'collection.export': call(z.object({ streams: z.array(streamOf).max(4000) }), savedAs),
  'network.get': call(z.void(), NetworkViewSchema),
  /** Takes effect at once. A changed proxy asks for its password again. */
  'network.save': call(NetworkDraftSchema, NetworkViewSchema),
  /** Reaches the host of Mimecast with the values of the form. */
  'network.check': call(NetworkDraftSchema, CheckReportSchema),
  'network.chooseCa': call(z.void(), z.object({ path: z.string().nullable() })),
  /** Looks at everything that collection rests on; changes nothing. Takes up to a minute. */
  'support.diagnose': call(z.void(), DiagnosticsSchema),
  /** Saves the report of the last `diagnose`, word for word, where the administrator chooses. */
  'support.saveReport': call(z.void(), savedAs),
  /** Newest lines of the program's own log first. */
  'support.log': call(z.object({ level: LogLevelSchema, limit: z.number().int().min(1).max(2000) }), z.array(LogLineSchema)),
  'support.storage': call(z.void(), StorageSchema),
  'support.openFolder': call(z.object({ id: StoragePartSchema.shape.id }), z.void()),
  /** The copy of before the last update; nothing happens where there is none. Answers what lies on the disk then. */
  'support.removeSpoolCopy': call(z.void(), StorageSchema),
  /** The changelog as Markdown. */
  'support.changes': call(z.void(), z.object({ text: z.string() })),
  'background.state': call(z.void(), BackgroundStateSchema),
  'background.setStartAtLogin': call(z.object({ on: z.boolean() }), BackgroundStateSchema),
  /** Pauses the whole collection; outputs go on with what waits. A second pause replaces the first. */
  'background.pause': call(PauseAskSchema, BackgroundStateSchema),
  'background.resume': call(z.void(), BackgroundStateSchema),
  /** The same for one connector, beside the pause of everything. */
  'background.pauseConnector': call(PauseAskSchema.extend(byId.shape), BackgroundStateSchema),
  'background.resumeConnector': call(byId, BackgroundStateSchema),
  'updates.view': call(z.void(), UpdatesViewSchema),
  /** Looks now; answers when it is known, or why not. Changes nothing where updates are off. */
  'updates.check': call(z.void(), UpdatesViewSchema),
  /** Begins to fetch what was found; the feed tells how far it is. */
  'updates.download': call(z.void(), UpdatesViewSchema),
  /** Ends the program in order, installs what was fetched and starts it again. */
  'updates.install': call(z.void(), UpdatesViewSchema),
  /** Hours of every connector and log type, newest first; 90 days are kept. */
  'ledger.rows': call(span, z.array(LedgerRowSchema)),
  'ledger.export': call(span.extend({ format: z.enum(['csv', 'json']) }), savedAs),
  /** What became of every poll, newest first. */
  'runs.list': call(RunAskSchema, RunPageSchema),
  /** Saves these runs as CSV, newest first. */
  'runs.export': call(RunsOfSchema, savedAs),
  /** What became of one event at each output; what is not known any more is said so. Takes a moment at most. */
  'events.trail': call(TrailAskSchema, EventTrailSchema),
  /** Newest first, those with an id below `before`. */
  'quarantine.page': call(z.object({ before: z.number().int().nullable(), limit: z.number().int().min(1).max(500) }), QuarantinePageSchema),
  /** The kept bytes as text; bytes that are no UTF-8 are shown as replacement characters. Null when the item is gone. */
  'quarantine.read': call(z.object({ id: z.number().int() }), z.object({ text: z.string().nullable() })),
  'quarantine.retry': call(ids, RetryResultSchema),
  'quarantine.discard': call(ids, z.void()),
  /** Saves the items with their bytes (base64) as newline JSON. */
  'quarantine.export': call(ids, savedAs),
  /** `from`: epoch ms where the past begins. */
  'backfill.start': call(streamOf.extend({ from: z.number().int().min(0) }), z.void()),
  'backfill.pause': call(streamOf.extend({ paused: z.boolean() }), z.void()),
  'backfill.cancel': call(streamOf, z.void()),
  'preview.rows': call(PreviewAskSchema, PreviewReplySchema),
  'preview.detail': call(z.object({ seq: z.number().int() }), PreviewDetailSchema.nullable()),
  /** Events of the same message, oldest first. */
  'preview.related': call(z.object({ seq: z.number().int() }), z.array(PreviewRowSchema)),
  'preview.values': call(PreviewValuesAskSchema, PreviewValuesSchema),
  /** The first `mostCopied` events of the list, for the clipboard. */
  'preview.text': call(PreviewTextAskSchema, z.object({ text: z.string(), events: z.number().int() })),
  /** Writes the whole list to a file that the administrator chooses. Cancelling leaves no file. */
  'preview.export': call(PreviewTextAskSchema, savedAs.extend({ events: z.number().int() })),
  /** Events written by the export under way; null when there is none. */
  'preview.exportProgress': call(z.void(), z.object({ done: z.number().int() }).nullable()),
  /** Counts of the last hour, day or week; null where there is no history to count in. */
  'history.overview': call(OverviewAskSchema, OverviewSchema.nullable()),
  'history.search': call(HistoryAskSchema, HistoryPageSchema),
  /** What the watch rules found, newest first. */
  'history.hits': call(z.object({ limit: z.number().int().min(1).max(200) }), z.array(WatchHitSchema)),
  /** What a rule would have found in the last 24 hours; changes nothing. Takes up to 20 s. */
  'history.test': call(WatchTestAskSchema, WatchTestSchema),
} as const satisfies { readonly [C in CallChannel]: Call<z.ZodType, z.ZodType> };

/** Every push from main. A patch is a whole new snapshot with a higher revision: small enough, and it cannot drift. */
export const feeds = {
  'collection.status': feed(CollectionStatusSchema),
  /** The lists changed: ask again. */
  'connectors.changed': feed(z.object({ at: z.number() })),
  /** Tray or notification asks for a screen. */
  'app.navigate': feed(z.object({ route: z.string() })),
  'background.changed': feed(BackgroundStateSchema),
  'updates.changed': feed(UpdatesViewSchema),
} as const satisfies { readonly [F in FeedChannel]: Feed<z.ZodType> };

export type Ask<C extends CallChannel> = z.input<(typeof calls)[C]['ask']>;
export type Reply<C extends CallChannel> = z.output<(typeof calls)[C]['reply']>;
export type Snapshot<F extends FeedChannel> = z.output<(typeof feeds)[F]['snapshot']>;

/** One push: ignored by the window unless `revision` is higher than the last one it saw. */
export type FeedMessage<F extends FeedChannel> = { readonly revision: number; readonly value: Snapshot<F> };
