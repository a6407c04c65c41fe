import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startSimulator } from '../../electron/simulator/simulator';

/** Files of one data set, as the batch listing names them. */
export type DataSet = { readonly dir: string; readonly files: readonly { readonly name: string; readonly size: number }[]; readonly events: number };

/** As large as PERF.md's: 40 files a million events. */
const eventsPerFile = 25_000;

type Listing = { readonly value: readonly { readonly url: string }[]; readonly '@nextPage': string; readonly isCaughtUp: boolean };

/**
 * The same files for the same seed and size, made once by the simulator and kept in the temporary folder, so that the
 * price of making events is not part of any figure.
 */
export async function prepareData(events: number, seed: number): Promise<DataSet> {
  const key = createHash('sha256').update(`${events} ${seed} ${eventsPerFile}`).digest('hex').slice(0, 12);
  const dir = path.join(tmpdir(), 'mimecast-connector-bench', key);
  const manifest = path.join(dir, 'manifest.json');
  if (existsSync(manifest)) return { dir, ...(JSON.parse(readFileSync(manifest, 'utf8')) as Omit<DataSet, 'dir'>) };
  const making = `${dir}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const files = await download(making, events, seed);
  writeFileSync(path.join(making, 'manifest.json'), JSON.stringify({ files, events }));
  renameSync(making, dir);
  return { dir, files, events };
}

async function download(dir: string, events: number, seed: number): Promise<DataSet['files']> {
  const simulator = await startSimulator({ seed, events, eventsPerFile, dlpEvents: 0, auditEvents: 0, heldMessages: 0 });
  try {
    const token = await fetch(`${simulator.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: simulator.clientId, client_secret: 'demo-client-secret', grant_type: 'client_credentials' }),
    });
    const { access_token: bearer } = (await token.json()) as { readonly access_token: string };
    const types = 'receipt,process,delivery,av,spam,internal email protect,impersonation protect,url protect,attachment protect,journal';
    const files: { name: string; size: number }[] = [];
    let query = `dateRangeStartsAt=${new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10)}`;
    for (let done = false; !done; ) {
      const answer = await fetch(`${simulator.url}/siem/v1/batch/events/cg?type=${encodeURIComponent(types)}&pageSize=100&${query}`, { headers: { authorization: `Bearer ${bearer}` } });
      const listing = (await answer.json()) as Listing;
      for (const { url } of listing.value) {
        const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
        const name = `${String(files.length).padStart(4, '0')}_${new URL(url).pathname.split('/').pop() ?? ''}`;
        writeFileSync(path.join(dir, name), bytes);
        files.push({ name, size: bytes.length });
      }
      query = `nextPage=${encodeURIComponent(listing['@nextPage'])}`;
      done = listing.isCaughtUp;
    }
    return files;
  } finally {
    await simulator.close();
  }
}
