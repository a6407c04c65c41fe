import { expect, onTestFinished } from 'vitest';

import type { Clock } from '../../electron/collector/kit/clock';
import { FailureError } from '../../electron/collector/kit/failure-error';
import { Secret } from '../../electron/collector/kit/secret';
import { ApiClient } from '../../electron/collector/sources/mimecast/client/api-client';
import { Quotas } from '../../electron/collector/sources/mimecast/client/quota';
import type { Failure } from '../../shared/failures/failure';
import { FakeClock } from './fake-clock';
import { tempDir } from './temp-dir';

export const clientSecret = 'canary-client-secret';

export function clientOf(baseUrl: string, clock: Clock = new FakeClock()): ApiClient {
  const client = new ApiClient({ baseUrl, clientId: 'client-id', secret: () => Promise.resolve(new Secret(clientSecret)), clock, tempDir: tempDir(), quotas: new Quotas(clock) });
  onTestFinished(() => client.close());
  return client;
}

/** The failure that a promise rejects with; fails when it resolves or rejects with anything else. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  expect.fail('It did not fail.');
}

export const never = new AbortController().signal;
