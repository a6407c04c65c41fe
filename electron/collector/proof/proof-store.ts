import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import * as z from 'zod';

import { FailureSchema } from '../../../shared/failures/failure';
import { SightingSchema } from '../../../shared/model/proof';

/** What is remembered of an output's canaries. A proof holds for one destination: `destination` tells whether it is still that. */
export const CanaryMemorySchema = z.object({
  destination: z.string(),
  provenAt: z.number().nullable(),
  sighting: SightingSchema.nullable(),
  triedAt: z.number(),
  failure: FailureSchema.nullable(),
});
export type CanaryMemory = z.infer<typeof CanaryMemorySchema>;

const FileSchema = z.object({ version: z.literal(1), outputs: z.record(z.string(), CanaryMemorySchema) });

/**
 * Keeps proofs of arrival across restarts, in a file beside the spool: canaries are not collected events, so they have no
 * place in its tables. A file that cannot be read counts as none: then nothing is proven until the next canary.
 */
export class ProofStore {
  readonly #file: string;
  #outputs: Map<string, CanaryMemory> | null = null;

  constructor(dir: string) {
    this.#file = path.join(dir, 'proofs.json');
  }

  get(outputId: string): CanaryMemory | null {
    return this.#loaded().get(outputId) ?? null;
  }

  /** Throws when the file cannot be written; what is remembered in this run is then newer than the file. */
  put(outputId: string, memory: CanaryMemory): void {
    this.#loaded().set(outputId, memory);
    this.#write();
  }

  /** The output is no more. */
  forget(outputId: string): void {
    if (this.#loaded().delete(outputId)) this.#write();
  }

  #loaded(): Map<string, CanaryMemory> {
    this.#outputs ??= this.#read();
    return this.#outputs;
  }

  #read(): Map<string, CanaryMemory> {
    try {
      const parsed = FileSchema.safeParse(JSON.parse(readFileSync(this.#file, 'utf8')));
      return new Map(parsed.success ? Object.entries(parsed.data.outputs) : []);
    } catch {
      return new Map();
    }
  }

  /** Whole or not at all: a power cut leaves the old file. */
  #write(): void {
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const next = `${this.#file}.next`;
    writeFileSync(next, JSON.stringify({ version: 1, outputs: Object.fromEntries(this.#loaded()) }), { mode: 0o600, flush: true });
    renameSync(next, this.#file);
  }
}
