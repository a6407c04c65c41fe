import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';

import { logTypes } from '../../../shared/model/log-type';
import { localFilesId } from '../connectors/output-store';
import type { Vault } from '../vault/secret-vault';
import { SessionVault } from '../vault/session-vault';
import type { WorkspaceOptions } from './workspace';
import { Workspace } from './workspace';

/** The part of the simulator the demo uses. */
export interface DemoServer {
  readonly url: string;
  close(): Promise<void>;
}

export type StartDemoServer = (options: {
  readonly seed: number;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly events: number;
  readonly dlpEvents: number;
  readonly auditEvents: number;
  readonly heldMessages: number;
  readonly liveEventsPerSecond: number;
  readonly liveFileSeconds: number;
}) => Promise<DemoServer>;

export type DemoOptions = Omit<WorkspaceOptions, 'kind' | 'vault' | 'release'> & {
  readonly startServer: StartDemoServer;
  /** Tells the log which secret to mask. */
  readonly watch: (vault: Vault) => Vault;
};

/**
 * A tenant that does not exist: a simulated Mimecast on this computer, an empty profile and a connector that collects
 * everything into files. Nothing of it outlives the demo.
 */
export async function createDemo(options: DemoOptions): Promise<Workspace> {
  await rm(options.dir, { recursive: true, force: true });
  const clientId = `demo-${randomBytes(8).toString('hex')}`;
  const clientSecret = randomBytes(24).toString('base64url');
  const server = await options.startServer({
    seed: 20,
    port: 0,
    clientId,
    clientSecret,
    // Enough to fill the screens at once, little enough to be caught up before anyone wonders.
    events: 3_000,
    dlpEvents: 60,
    auditEvents: 120,
    heldMessages: 60,
    liveEventsPerSecond: 20,
    liveFileSeconds: 3,
  });
  try {
    const release = async (): Promise<void> => {
      await server.close();
      await rm(options.dir, { recursive: true, force: true });
    };
    const workspace = new Workspace({ ...options, kind: 'demo', vault: options.watch(new SessionVault()), release });
    await workspace.connectors.save({
      id: '',
      name: 'Demo tenant',
      baseUrl: server.url.replace(/\/+$/, ''),
      clientId,
      clientSecret,
      logTypes: [...logTypes],
      platform: 'cloud-gateway',
      siemDelivery: 'batch',
      startFrom: null,
      // The shortest the schema allows: a demo should move.
      pollSeconds: 5,
      outputs: [localFilesId],
      enabled: true,
    });
    return workspace;
  } catch (error) {
    await server.close();
    throw error;
  }
}
