import * as z from 'zod';

import type { Message } from '../../../../../shared/text/message';
import { say } from '../../../../../shared/text/message';
import { FailureError } from '../../../kit/failure-error';
import type { PollContext, Step, Stream } from '../../source';
import type { ApiClient } from '../client/api-client';
import type { Platform } from './siem-types';
import { siemPath, typesOf } from './siem-types';

const CursorSchema = z.object({ platform: z.enum(['cloud-gateway', 'cloud-integrated']), inner: z.unknown() });

/** Answers that an account without the product gives (API.md §1.3, trap 18). */
const notThisPlatform = new Set(['MC-LICENCE-404', 'MC-PRODUCT-403', 'MC-PERM-403']);

/**
 * Whether the account answers as `platform`. Rejects with the failure of any other kind (network, credentials).
 */
export async function answersAs(platform: Platform, client: ApiClient, now: number, signal: AbortSignal): Promise<boolean> {
  return (await refusalAs(platform, client, now, signal)) === null;
}

/** Why the account does not answer as `platform`; null when it does. */
async function refusalAs(platform: Platform, client: ApiClient, now: number, signal: AbortSignal): Promise<FailureError | null> {
  try {
    await client.call(
      {
        method: 'GET',
        path: siemPath(platform, 'batch'),
        query: { type: typesOf(platform)[0] ?? '', pageSize: '1', dateRangeStartsAt: new Date(now).toISOString().slice(0, 10) },
        quota: 'siem-batch',
      },
      signal,
    );
    return null;
  } catch (error) {
    if (error instanceof FailureError && notThisPlatform.has(error.failure.code)) return error;
    throw error;
  }
}

/** An account is Cloud Gateway or Cloud Integrated, never both: asked once, remembered with the position. */
export class SiemPlatformStream implements Stream {
  readonly logType = 'SIEM';
  readonly horizonMs: number | null;
  readonly #client: ApiClient;
  readonly #streams: { readonly [P in Platform]: Stream };

  constructor(client: ApiClient, create: (platform: Platform) => Stream) {
    this.#client = client;
    this.#streams = { 'cloud-gateway': create('cloud-gateway'), 'cloud-integrated': create('cloud-integrated') };
    this.horizonMs = this.#streams['cloud-gateway'].horizonMs;
  }

  async *poll(context: PollContext): AsyncGenerator<Step, void, void> {
    const parsed = CursorSchema.safeParse(context.cursor);
    const platform = parsed.success ? parsed.data.platform : await this.#find(context);
    const inner = { ...context, cursor: parsed.success ? parsed.data.inner : null };
    for await (const next of this.#streams[platform].poll(inner)) yield { ...next, cursor: { platform, inner: next.cursor } };
  }

  notes(cursor: unknown): readonly Message[] {
    const parsed = CursorSchema.safeParse(cursor);
    if (!parsed.success) return [];
    const { platform, inner } = parsed.data;
    return [say(platform === 'cloud-gateway' ? 'collector.note.cloudGateway' : 'collector.note.cloudIntegrated'), ...this.#streams[platform].notes(inner)];
  }

  floorMs(cursor: unknown): number {
    const parsed = CursorSchema.safeParse(cursor);
    return parsed.success ? this.#streams[parsed.data.platform].floorMs(parsed.data.inner) : this.#streams['cloud-gateway'].floorMs(null);
  }

  /**
   * When neither platform answers, nothing is known and nothing may be remembered: the failure of Cloud Gateway is
   * passed on, because it names the missing permission.
   */
  async #find(context: PollContext): Promise<Platform> {
    const now = context.clock.now();
    const refusal = await refusalAs('cloud-gateway', this.#client, now, context.signal);
    if (refusal === null) return 'cloud-gateway';
    if (await answersAs('cloud-integrated', this.#client, now, context.signal)) return 'cloud-integrated';
    throw refusal;
  }
}
