import { isAbsolute, resolve } from 'node:path';

import * as z from 'zod';

import type { OutputConfig, OutputDraft, OutputView } from '../../../shared/model/output';
import { OutputConfigSchema, outputNeedsSecret, proofOf, secretDestination } from '../../../shared/model/output';
import { proofDestination } from '../../../shared/model/proof';
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
import { dropSecrets, saveWithSecrets } from './secret-keeping';

const FileSchema = z.object({
  version: z.literal(1),
  outputs: z.array(z.unknown()),
  toDrop: z.array(z.custom<SecretOwner>((value) => typeof value === 'string' && /^(?:output|proof):/.test(value))).default([]),
});

const EntrySchema = OutputConfigSchema.refine((config) => config.id !== '', 'the id is empty');

export type OutputStoreOptions = {
  readonly context: DocumentContext;
  readonly vault: Vault;
  readonly newId: () => string;
  /** Folder of the output that is there from the start. */
  readonly eventsDir: string;
  /** Names of the connectors that send to the output. */
  readonly usedBy: (outputId: string) => readonly string[];
  /** Shared by the stores of a profile: a connector must not choose an output while it is being removed. */
  readonly serial: Serial;
  readonly log: CollectorLog;
};

/** The same for every profile, so that connectors find it again when the file of the outputs had to be set aside. */
export const localFilesId = 'local-files';

const ownerOf = (id: string): SecretOwner => `output:${id}`;
const proofOwnerOf = (id: string): SecretOwner => `proof:${id}`;

/** One of the secrets an output may have, each in an entry of its own. */
type Need = {
  readonly owner: SecretOwner;
  readonly field: 'secret' | 'proofToken';
  readonly wanted: boolean;
  readonly typed: string | null;
  /** Throws a ProblemsError when what is stored may not go where the new config sends it. */
  readonly demandAgain: (before: OutputConfig) => void;
};

function needsOf(config: OutputConfig, draft: OutputDraft): readonly Need[] {
  return [
    { owner: ownerOf(config.id), field: 'secret', wanted: outputNeedsSecret(config), typed: draft.secret, demandAgain: (before) => { demandSecretAgain(before, config); } },
    {
      owner: proofOwnerOf(config.id), field: 'proofToken', wanted: proofOf(config) !== null, typed: draft.proofToken ?? null,
      demandAgain: (before) => { demandTokenAgain(before, config); },
    },
  ];
}

/** The outputs of a profile; never empty. Changes run one after the other; a rejected one changed nothing. */
export class OutputStore {
  readonly #options: OutputStoreOptions;
  readonly #document: Document<z.infer<typeof FileSchema>>;
  #outputs: readonly OutputConfig[];

  constructor(options: OutputStoreOptions) {
    this.#options = options;
    this.#document = new Document(options.context, 'outputs', FileSchema, { version: 1, outputs: [], toDrop: [] });
    const { good, bad, reasons } = usableEntries(this.#document.value.outputs, EntrySchema, (output) => output.id);
    this.#document.setEntriesAside(bad, reasons);
    this.#outputs = good;
    if (good.length === 0) this.#write([localFiles(options.eventsDir)]);
    else if (bad.length > 0) this.#write(good);
  }

  list(): readonly OutputConfig[] {
    return this.#outputs;
  }

  find(id: string): OutputConfig | null {
    return this.#outputs.find((output) => output.id === id) ?? null;
  }

  views(): Promise<OutputView[]> {
    return Promise.all(this.#outputs.map((output) => this.#view(output)));
  }

  /** The secret to test a draft with: the one typed now, else the stored one, which may go only where it went before. */
  async secretFor(draft: OutputDraft): Promise<Secret | null> {
    if (!outputNeedsSecret(draft.config)) return null;
    if (draft.secret !== null) return new Secret(draft.secret);
    const before = this.find(draft.config.id);
    if (before === null) return null;
    demandSecretAgain(before, draft.config);
    return this.#options.vault.take(ownerOf(before.id));
  }

  /** The token to prove an arrival with, by the same rule. */
  async proofTokenFor(draft: OutputDraft): Promise<Secret | null> {
    if (proofOf(draft.config) === null) return null;
    if (typeof draft.proofToken === 'string') return new Secret(draft.proofToken);
    const before = this.find(draft.config.id);
    if (before === null) return null;
    demandTokenAgain(before, draft.config);
    return this.#options.vault.take(proofOwnerOf(before.id));
  }

  /** Rejects with a ProblemsError, or with a FailureError of the vault. `id: ""` creates. */
  save(draft: OutputDraft): Promise<OutputView> {
    return this.#options.serial.run(async () => {
      const before = draft.config.id === '' ? null : this.#existing(draft.config.id);
      const config: OutputConfig = { ...draft.config, id: before?.id ?? this.#options.newId() };
      this.#demandOwnNameAndFolder(config);
      const fresh: (readonly [SecretOwner, Secret])[] = [];
      const kept: Need[] = [];
      for (const need of needsOf(config, draft)) {
        if (!need.wanted) continue;
        if (need.typed !== null) fresh.push([need.owner, new Secret(need.typed)]);
        else if (before === null) throw problemAt([need.field], say(need.field === 'secret' ? 'problem.output.enterSecret' : 'outputs.missing.searchToken'));
        else {
          need.demandAgain(before);
          kept.push(need);
        }
      }
      // The keychain is asked last: it may ask a person.
      for (const need of kept) {
        if (await this.#isMissing(need.owner)) throw problemAt([need.field], say(need.field === 'secret' ? 'problem.output.secretMissing' : 'problem.output.tokenMissing'));
      }
      const wanted = needsOf(config, draft).filter((need) => need.wanted).map((need) => need.owner);
      const gone = (before === null ? [] : needsOf(before, draft)).filter((need) => need.wanted && !wanted.includes(need.owner)).map((need) => need.owner);
      await saveWithSecrets(this.#options.vault, fresh, () => {
        const outputs = before === null ? [...this.#outputs, config] : this.#outputs.map((old) => (old.id === config.id ? config : old));
        // A removal that is still waiting must not take the secret that was entered since.
        const waiting = this.#document.value.toDrop.filter((owner) => !fresh.some(([mine]) => mine === owner));
        this.#write(outputs, [...waiting, ...gone]);
      });
      if (gone.length > 0) await this.#dropPending();
      return this.#view(config);
    });
  }

  /** Adds an output as a file of another computer describes it. A secret that it needs is missing until somebody types it, and its health says so. Whatever id it has is replaced. */
  addWithoutSecret(given: OutputConfig): Promise<OutputView> {
    return this.#options.serial.run(() => {
      const config: OutputConfig = { ...given, id: this.#options.newId(), enabled: true };
      this.#demandOwnNameAndFolder(config);
      this.#write([...this.#outputs, config]);
      return this.#view(config);
    });
  }

  /** Rejects with a ProblemsError while a connector sends here. One that is gone already is no error. */
  remove(id: string): Promise<void> {
    return this.#options.serial.run(async () => {
      const output = this.find(id);
      if (output === null) return;
      const users = this.#options.usedBy(id);
      if (users.length > 0) {
        throw problemAt(['id'], say('problem.output.inUse', { name: output.name, users: users.join(', ') }));
      }
      const rest = this.#outputs.filter((other) => other.id !== id);
      if (rest.length === 0) throw problemAt(['id'], say('problem.output.only', { name: output.name }));
      this.#write(rest, [...this.#document.value.toDrop, ...(outputNeedsSecret(output) ? [ownerOf(id)] : []), ...(proofOf(output) === null ? [] : [proofOwnerOf(id)])]);
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
    this.#write(this.#outputs, await dropSecrets(this.#options.vault, toDrop, this.#options.log));
  }

  #existing(id: string): OutputConfig {
    const output = this.find(id);
    if (output === null) throw problemAt(['config', 'id'], say('problem.output.removed'));
    return output;
  }

  #demandOwnNameAndFolder(config: OutputConfig): void {
    const others = this.#outputs.filter((output) => output.id !== config.id);
    if (others.some((output) => sameName(output.name, config.name))) {
      throw problemAt(['config', 'name'], say('problem.output.sameName'));
    }
    if (config.type !== 'file') return;
    if (!isAbsolute(config.path)) throw problemAt(['config', 'path'], say('problem.output.wholePath'));
    // Two outputs would write into the same files, each rotating under the other.
    const folder = resolve(config.path);
    if (others.some((output) => output.type === 'file' && sameName(resolve(output.path), folder))) {
      throw problemAt(['config', 'path'], say('problem.output.sameFolder'));
    }
  }

  async #isMissing(owner: SecretOwner): Promise<boolean> {
    try {
      return !(await this.#options.vault.has(owner));
    } catch {
      return false;
    }
  }

  async #view(config: OutputConfig): Promise<OutputView> {
    // When the keychain does not answer, nothing is known to be stored; the health of the output says why.
    const stored = (owner: SecretOwner): Promise<boolean> => this.#options.vault.has(owner).catch(() => false);
    const secretStored = outputNeedsSecret(config) && (await stored(ownerOf(config.id)));
    const proof = proofOf(config) === null ? {} : { proofTokenStored: await stored(proofOwnerOf(config.id)) };
    return { config, secretStored, ...proof, usedBy: [...this.#options.usedBy(config.id)] };
  }

  #write(outputs: readonly OutputConfig[], toDrop: readonly SecretOwner[] = this.#document.value.toDrop): void {
    this.#document.write({ version: 1, outputs: [...outputs], toDrop: [...toDrop] });
    this.#outputs = outputs;
  }
}

function localFiles(path: string): OutputConfig {
  return { id: localFilesId, name: 'Local files', enabled: true, format: 'both', type: 'file', path, rotateMiB: 128 };
}

/** The token of the Search API obeys the same rule with its own address. */
function demandTokenAgain(before: OutputConfig, config: OutputConfig): void {
  const wanted = proofOf(config);
  if (wanted === null) return;
  const stored = proofOf(before);
  if (stored === null) throw problemAt(['proofToken'], say('outputs.missing.searchToken'));
  if (proofDestination(stored) !== proofDestination(wanted)) throw problemAt(['proofToken'], say('problem.output.tokenAgain'));
}

/** Otherwise whoever can change an address could have the stored secret sent there. */
function demandSecretAgain(before: OutputConfig, config: OutputConfig): void {
  const wanted = secretDestination(config);
  if (wanted === null) return;
  const stored = secretDestination(before);
  if (stored === null) throw problemAt(['secret'], say('problem.output.enterSecret'));
  const addressChanged = stored.address !== wanted.address;
  if (addressChanged || stored.kind !== wanted.kind) {
    throw problemAt(['secret'], say(addressChanged ? 'problem.output.addressChanged' : 'problem.output.authenticationChanged'));
  }
}
