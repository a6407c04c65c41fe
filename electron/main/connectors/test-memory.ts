import { createHmac, randomBytes } from 'node:crypto';

import type { CheckReport, LastTest } from '../../../shared/model/check-report';
import { lastTestOf } from '../../../shared/model/check-report';
import type { ConnectorConfig, ConnectorDraft } from '../../../shared/model/connector';
import type { LogType } from '../../../shared/model/log-type';
import { productVersion } from '../../../shared/version';

type Access = Pick<ConnectorConfig, 'baseUrl' | 'clientId' | 'platform' | 'siemDelivery'>;

const mostKept = 20;

/** Tests of drafts, until one of them is saved as it was tested. What was typed as a secret stays as a keyed hash only. */
export class TestMemory {
  readonly #key = randomBytes(32);
  #tests: readonly { readonly mark: string; readonly logTypes: readonly LogType[]; readonly report: CheckReport }[] = [];

  remember(draft: ConnectorDraft, report: CheckReport): void {
    this.#tests = [{ mark: this.#markOf(draft), logTypes: draft.logTypes, report }, ...this.#tests].slice(0, mostKept);
  }

  /** The newest test of everything that the draft is to collect, with the same credentials; null: none. */
  testOf(draft: ConnectorDraft): LastTest | null {
    const mark = this.#markOf(draft);
    const found = this.#tests.find((test) => test.mark === mark && draft.logTypes.every((logType) => test.logTypes.includes(logType)));
    return found === undefined ? null : lastTestOf(found.report, draft.logTypes, productVersion);
  }

  #markOf({ id, baseUrl, clientId, clientSecret, platform, siemDelivery }: ConnectorDraft): string {
    return createHmac('sha256', this.#key).update(JSON.stringify([id, baseUrl, clientId, clientSecret, platform, siemDelivery])).digest('hex');
  }
}

/** Whether both reach Mimecast the same way; the stored secret is the same as long as none is typed. */
export function sameAccess(left: Access, right: Access): boolean {
  return left.baseUrl === right.baseUrl && left.clientId === right.clientId && left.platform === right.platform && left.siemDelivery === right.siemDelivery;
}

/** The last test of a connector, as far as it still tells about what is saved now; null: it tells nothing any more. */
export function keptTest(before: Access & { readonly lastTest?: LastTest | undefined }, draft: ConnectorDraft): LastTest | null {
  const { lastTest } = before;
  if (lastTest === undefined || draft.clientSecret !== null || !sameAccess(before, draft)) return null;
  const tested = lastTest.items.flatMap(({ logType }) => logType ?? []);
  if (!draft.logTypes.every((logType) => tested.includes(logType))) return null;
  const items = lastTest.items.filter(({ logType }) => logType === null || draft.logTypes.includes(logType));
  return { ...lastTest, items, passed: items.every(({ state }) => state === 'passed' || state === 'warning') };
}
