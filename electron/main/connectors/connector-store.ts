import * as z from 'zod';

import type { CheckReport, LastTest } from '../../../shared/model/check-report';
import { LastTestSchema, PastTestSchema, withTest } from '../../../shared/model/check-report';
import type { ConnectorConfig, ConnectorDraft, ConnectorView } from '../../../shared/model/connector';
import { ConnectorConfigSchema } from '../../../shared/model/connector';
import { say } from '../../../shared/text/message';
import type { CollectorLog } from '../../collector/collector';
import { Secret } from '../../collector/kit/secret';
import { problemAt } from '../kit/problems-error';
import { sameName } from '../kit/same-name';
import type { Serial } from '../kit/serial';
import type { DocumentContext } from '../storage/document';
import { Document } from '../storage/document';
import type { SecretOwner, Vault } from '../vault/secret-vault';
import { usableEntries } from './saved-entries';
import { dropSecrets, saveWithSecret } from './secret-keeping';
import { keptTest, sameAccess, TestMemory } from './test-memory';

const EntrySchema = ConnectorConfigSchema.extend({
  secretSavedAt: z.string().nullable(),
  /** One that cannot be read is worth less than the connector: it goes alone. */
  lastTest: LastTestSchema.optional().catch(undefined),
  tests: z.array(PastTestSchema).optional().catch(undefined),
});
type Entry = z.infer<typeof EntrySchema>;

const FileSchema = z.object({
  version: z.literal(1),
  connectors: z.array(z.unknown()),
  /** Owners removed here whose secrets the keychain did not let go yet. */
  toDrop: z.array(z.custom<SecretOwner>((value) => typeof value === 'string' && value.startsWith('connector:'))).default([]),
});

export type ConnectorStoreOptions = {
  readonly context: DocumentContext;
  readonly vault: Vault;
  readonly newId: () => string;
  readonly hasOutput: (outputId: string) => boolean;
  /** Shared by the stores of a profile: a connector must not choose an output while it is being removed. */
  readonly serial: Serial;
  readonly log: CollectorLog;
};

const ownerOf = (id: string): SecretOwner => `connector:${id}`;

/** The connectors of a profile. Changes run one after the other; a rejected one changed nothing. */
export class ConnectorStore {
  readonly #options: ConnectorStoreOptions;
  readonly #document: Document<z.infer<typeof FileSchema>>;
  readonly #tests = new TestMemory();
  #entries: readonly Entry[];

  constructor(options: ConnectorStoreOptions) {
    this.#options = options;
    this.#document = new Document(options.context, 'connectors', FileSchema, { version: 1, connectors: [], toDrop: [] });
    const { good, bad, reasons } = usableEntries(this.#document.value.connectors, EntrySchema, (entry) => entry.id);
    this.#document.setEntriesAside(bad, reasons);
    this.#entries = good;
    if (bad.length > 0) this.#write(good);
  }

  list(): readonly ConnectorConfig[] {
    return this.#entries.map(configOf);
  }

  find(id: string): ConnectorConfig | null {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    return entry === undefined ? null : configOf(entry);
  }

  views(): Promise<ConnectorView[]> {
    return Promise.all(this.#entries.map((entry) => this.#view(entry)));
  }

  /** The secret to test a draft with: the one typed now, else the stored one, which may go only where it went before. */
  async secretFor(draft: ConnectorDraft): Promise<Secret | null> {
    if (draft.clientSecret !== null) return new Secret(draft.clientSecret);
    const before = this.#entries.find((entry) => entry.id === draft.id);
    if (before === undefined) return null;
    demandSecretAgain(before, draft);
    return this.#options.vault.take(ownerOf(before.id));
  }

  /** Rejects with a ProblemsError, or with a FailureError of the vault. `id: ""` creates. */
  save(draft: ConnectorDraft): Promise<ConnectorView> {
    return this.#options.serial.run(async () => {
      const before = draft.id === '' ? null : this.#existing(draft.id);
      const id = before?.id ?? this.#options.newId();
      if (this.#entries.some((entry) => entry.id !== id && sameName(entry.name, draft.name))) {
        throw problemAt(['name'], say('problem.connector.sameName'));
      }
      if (!draft.outputs.every((output) => this.#options.hasOutput(output))) {
        throw problemAt(['outputs'], say('problem.connector.outputRemoved'));
      }
      const { clientSecret, ...rest } = draft;
      if (clientSecret === null) {
        if (before === null) throw problemAt(['clientSecret'], say('fields.connector.secret'));
        demandSecretAgain(before, draft);
        if (await this.#isMissing(id)) throw problemAt(['clientSecret'], say('problem.connector.secretMissing'));
      }
      const savedAt = new Date(this.#options.context.now()).toISOString();
      const newest = this.#tests.testOf(draft);
      const test = newest ?? (before === null ? null : keptTest(before, draft));
      const entry: Entry = {
        ...rest, id, secretSavedAt: clientSecret === null ? (before?.secretSavedAt ?? null) : savedAt,
        ...(test === null ? {} : { lastTest: test }), ...testsOf(before, newest),
      };
      const write = (): void => {
        this.#write(before === null ? [...this.#entries, entry] : this.#entries.map((old) => (old.id === id ? entry : old)));
      };
      if (clientSecret === null) write();
      else await saveWithSecret(this.#options.vault, ownerOf(id), new Secret(clientSecret), write);
      return this.#view(entry);
    });
  }

  /** Remembers what a test of a draft found, to be kept once the draft is saved. True when it is the saved connector: kept at once. */
  tested(draft: ConnectorDraft, report: CheckReport): boolean {
    this.#tests.remember(draft, report);
    const entry = this.#entries.find((candidate) => candidate.id === draft.id);
    const test = entry === undefined || draft.clientSecret !== null || !sameAccess(entry, draft) ? null : this.#tests.testOf({ ...draft, logTypes: entry.logTypes });
    if (entry === undefined || test === null) return false;
    try {
      this.#write(this.#entries.map((old) => (old === entry ? { ...entry, lastTest: test, ...testsOf(entry, test) } : old)));
      return true;
    } catch (error) {
      // The report itself is worth more than its memory.
      this.#options.log.write('warn', 'result of a test not kept', { reason: String(error) });
      return false;
    }
  }

  /** Adds a connector whose secret nobody has typed on this computer yet: switched off until somebody does. */
  addWithoutSecret(config: Omit<ConnectorConfig, 'id' | 'enabled'>): Promise<ConnectorView> {
    return this.#options.serial.run(() => {
      if (this.#entries.some((entry) => sameName(entry.name, config.name))) throw problemAt(['name'], say('problem.connector.nameTaken'));
      if (!config.outputs.every((output) => this.#options.hasOutput(output))) throw problemAt(['outputs'], say('problem.connector.outputGone'));
      const entry: Entry = { ...config, id: this.#options.newId(), enabled: false, secretSavedAt: null };
      this.#write([...this.#entries, entry]);
      return this.#view(entry);
    });
  }

  setEnabled(id: string, enabled: boolean): Promise<ConnectorView> {
    return this.#options.serial.run(() => {
      const entry: Entry = { ...this.#existing(id), enabled };
      this.#write(this.#entries.map((old) => (old.id === id ? entry : old)));
      return this.#view(entry);
    });
  }

  /** Removes connector and secret. One that is gone already is no error. */
  remove(id: string): Promise<void> {
    return this.#options.serial.run(async () => {
      if (!this.#entries.some((entry) => entry.id === id)) return;
      this.#write(this.#entries.filter((entry) => entry.id !== id), [...this.#document.value.toDrop, ownerOf(id)]);
      await this.#dropPending();
    });
  }

  /** Removes secrets that an earlier removal had to leave behind. */
  tidy(): Promise<void> {
    return this.#options.serial.run(() => this.#dropPending());
  }

  async #dropPending(): Promise<void> {
    const { toDrop } = this.#document.value;
    if (toDrop.length === 0) return;
    this.#write(this.#entries, await dropSecrets(this.#options.vault, toDrop, this.#options.log));
  }

  #existing(id: string): Entry {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    if (entry === undefined) throw problemAt(['id'], say('problem.connector.removed'));
    return entry;
  }

  // A vault that does not answer is no reason to refuse a change that does not touch the secret.
  async #isMissing(id: string): Promise<boolean> {
    try {
      return !(await this.#options.vault.has(ownerOf(id)));
    } catch {
      return false;
    }
  }

  async #view(entry: Entry): Promise<ConnectorView> {
    const known = { ...configOf(entry), ...(entry.lastTest === undefined ? {} : { lastTest: entry.lastTest }), ...testsOf(entry, null) };
    try {
      const stored = await this.#options.vault.has(ownerOf(entry.id));
      return { ...known, secret: stored ? { kind: 'stored', savedAt: entry.secretSavedAt } : { kind: 'missing' } };
    } catch {
      return { ...known, secret: { kind: 'unreadable' } };
    }
  }

  #write(entries: readonly Entry[], toDrop: readonly SecretOwner[] = this.#document.value.toDrop): void {
    this.#document.write({ version: 1, connectors: [...entries], toDrop: [...toDrop] });
    this.#entries = entries;
  }
}

/** What is kept of the tests of a connector, with one that was made now. */
function testsOf(entry: Entry | null, newest: LastTest | null): Pick<Entry, 'tests'> {
  // A connector of before this was kept has its last test only.
  const kept = entry?.tests ?? (entry?.lastTest === undefined ? [] : withTest([], entry.lastTest));
  const tests = newest === null ? kept : withTest(kept, newest);
  return tests.length === 0 ? {} : { tests };
}

function configOf(entry: Entry): ConnectorConfig {
  const { secretSavedAt: _savedAt, lastTest: _lastTest, tests: _tests, ...config } = entry;
  return config;
}

/** Otherwise whoever can change an address could have the stored secret sent there. */
function demandSecretAgain(before: ConnectorConfig, draft: ConnectorDraft): void {
  const addressChanged = new URL(before.baseUrl).origin !== new URL(draft.baseUrl).origin;
  if (addressChanged || before.clientId !== draft.clientId) {
    throw problemAt(['clientSecret'], say(addressChanged ? 'problem.connector.addressChanged' : 'problem.connector.clientChanged'));
  }
}
