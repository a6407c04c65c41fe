import { builtinModules } from 'node:module';
import path from 'node:path';

import type { Plugin } from 'vite';
import { build } from 'vite';

/** A deliberate mistake in the product, and the scenario that must notice it. */
export type Mutation = {
  readonly name: string;
  /** Which promise it breaks. */
  readonly breaks: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly scenario: string;
};

export const mutations: readonly Mutation[] = [
  {
    name: 'checkpoint-before-custody',
    breaks: 'the position is saved in a transaction of its own, before the events',
    file: 'electron/collector/spool/sqlite-spool.ts',
    from: "    this.#probe('before-commit');\n",
    to: "    if (commit.cursor !== undefined) this.#read(({ db, streams }) => db.sql('UPDATE streams SET cursor = ? WHERE id = ?').run(JSON.stringify(commit.cursor), streams.id(commit.stream)));\n    this.#probe('before-commit');\n",
    scenario: 'kill-before-commit-file',
  },
  {
    name: 'failed-file-marked-done',
    breaks: 'a file whose download failed counts as read',
    file: 'electron/collector/sources/mimecast/streams/siem-lane.ts',
    from: "{ owed: [...others, now] }",
    to: 'settled',
    scenario: 'signedUrl403-siem.file',
  },
  {
    name: 'dedupe-window-not-persisted',
    breaks: 'the ids that were seen live in memory only',
    file: 'electron/collector/spool/seen-table.ts',
    from: "    this.#db.sql('INSERT INTO seen (stream, count, ids, batch, at) VALUES (?, ?, ?, ?, ?)').run(stream, ids.length / idBytes, Buffer.from(ids), batch, at);\n",
    to: '',
    scenario: 'restart-when-idle',
  },
  {
    name: 'acknowledged-before-delivery',
    breaks: 'a batch leaves the spool before the receiver has it',
    file: 'electron/collector/outputs/delivery-worker.ts',
    from: "    probe('before-deliver');\n",
    to: "    await this.#settle(intake, { kind: 'delivered' });\n    probe('before-deliver');\n",
    scenario: 'kill-before-deliver-http',
  },
  {
    name: 'cursor-of-empty-page-is-the-end',
    breaks: 'a page without files ends the walk although Mimecast says that there is more',
    file: 'electron/collector/sources/mimecast/streams/siem-streaming.ts',
    from: 'const nothing = page.records.length + page.broken.length === 0 && (page.caughtUp === null || page.next === next);',
    to: 'const nothing = page.records.length + page.broken.length === 0;',
    scenario: 'emptyPageWithCursor-siem.streaming',
  },
];

/** Changes the source while it is built. Fails when the text is not there exactly once: then the mistake proves nothing any more. */
export function mistake(root: string, mutation: Mutation): Plugin {
  const file = path.join(root, mutation.file).replaceAll('\\', '/');
  let applied = false;
  return {
    name: `mutation ${mutation.name}`,
    enforce: 'pre',
    transform(code, id) {
      if (id.replaceAll('\\', '/') !== file) return null;
      const places = code.split(mutation.from).length - 1;
      if (places !== 1) throw new Error(`The mutation ${mutation.name} finds its text ${places} times in ${mutation.file}: it has to follow the source.`);
      applied = true;
      // A function, because a text would have its own use for "$".
      return { code: code.replace(mutation.from, () => mutation.to), map: null };
    },
    buildEnd(error) {
      if (error === undefined && !applied) throw new Error(`${mutation.file} was not built: the mutation ${mutation.name} has to follow the source.`);
    },
  };
}

/** Builds the collector, its threads and the torture into a folder; with the mistake, if there is one. */
export async function buildPrograms(root: string, outDir: string, mutation: Mutation | null): Promise<void> {
  const external = ['electron', 'keytar', 'libsql', 'node:sqlite', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: mutation === null ? [] : [mistake(root, mutation)],
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: {
          collect: path.join(root, 'electron/collector/cli/collect.ts'),
          'decode-worker': path.join(root, 'electron/collector/workers/decode-worker.ts'),
          'store-worker': path.join(root, 'electron/collector/workers/store-worker.ts'),
          'preview-worker': path.join(root, 'electron/collector/workers/preview-worker.ts'),
          torture: path.join(root, 'test/torture/torture.ts'),
        },
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  });
}
