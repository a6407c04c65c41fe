import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import type { OutputConfig } from '../../../shared/model/output';
import { proofOf } from '../../../shared/model/output';
import type { DnifProof, Sighting } from '../../../shared/model/proof';
import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';
import { failure, toFailure } from '../kit/failure-error';
import type { Secret } from '../kit/secret';
import type { MarkedSend, SendDeps } from '../outputs/send-marked';
import { sendMarked } from '../outputs/send-marked';
import type { Mark } from '../outputs/test-event';
import type { SearchDeps } from './dnif-search';
import { DnifSearch } from './dnif-search';
import { findMarked } from './find-marked';

export type ProofSecrets = { readonly output: Secret | null; readonly token: Secret | null };
export type ProofPatience = { readonly totalMs: number; readonly everyMs: number };

/** Somebody sits in front of the window and waits. */
export const personPatience: ProofPatience = { totalMs: 120_000, everyMs: 5_000 };
/** Nobody waits; ingestion of a busy Adapter may take minutes. */
export const canaryPatience: ProofPatience = { totalMs: 15 * 60_000, everyMs: 30_000 };

export type Proof = { readonly report: CheckReport; readonly sentAt: number; readonly sighting: Sighting | null };

type Deps = SendDeps & Pick<SearchDeps, 'timeouts'>;

const titles = { search: say('check.proof.search'), arrival: say('check.proof.arrival'), parse: say('check.proof.parse') } as const;

/**
 * Sends one marked event and looks for it in DNIF until it is found or patience ends. What went wrong is in the report;
 * rejects only with the signal's reason.
 */
export async function proveArrival(config: OutputConfig, secrets: ProofSecrets, mark: Mark, patience: ProofPatience, deps: Deps, signal: AbortSignal): Promise<Proof> {
  const { clock } = deps;
  const startedAt = clock.now();
  const proof = proofOf(config);
  const sent = await sendMarked(config, secrets.output, mark, deps, signal);
  const seen = sent.delivered && proof !== null ? await look(config, proof, secrets.token, { ...sent, mark }, patience, deps, signal) : { items: skipped(proof), sighting: null };
  const items = [sent.item, ...seen.items];
  const passed = items.every((item) => item.state === 'passed' || item.state === 'warning');
  return { report: { passed, startedAt, durationMs: clock.now() - startedAt, items }, sentAt: sent.at, sighting: seen.sighting };
}

type Seen = { readonly items: readonly CheckItem[]; readonly sighting: Sighting | null };

async function look(config: OutputConfig, proof: DnifProof, token: Secret | null, sent: MarkedSend & { readonly mark: Mark }, patience: ProofPatience, deps: Deps, signal: AbortSignal): Promise<Seen> {
  const { clock, timeouts } = deps;
  const startedAt = clock.now();
  const item = (id: keyof typeof titles, state: CheckItem['state'], message: Message, since: number, why: CheckItem['failure'] = null): CheckItem => ({
    id, title: titles[id], logType: null, state, message, failure: why, durationMs: clock.now() - since,
  });
  let answeredAt: number | null = null;
  let search: DnifSearch | null = null;
  try {
    if (token === null) {
      const missing = failure('OUT-SEARCH-AUTH', { at: startedAt, detail: 'no token is stored for the Search API of this output' });
      return { items: [item('search', 'failed', say('check.proof.noToken'), startedAt, missing), ...skipped(proof).slice(1)], sighting: null };
    }
    search = await DnifSearch.open(proof, token, { clock, ...(timeouts === undefined ? {} : { timeouts }) });
    for (;;) {
      const sighting = await findMarked(search, config, sent, signal);
      answeredAt ??= clock.now();
      const asked = item('search', 'passed', say('check.proof.accepted'), startedAt);
      const age = ageOf(clock.now() - sent.at);
      if (sighting !== null) return { items: [asked, item('arrival', 'passed', found(sighting, age), startedAt), parsed(sighting)], sighting };
      if (clock.now() - startedAt >= patience.totalMs) {
        const why = failure('OUT-ARRIVAL', { at: clock.now(), detail: `the event ${sent.id} was sent ${age.english} ago` });
        return { items: [asked, item('arrival', 'failed', say('check.proof.notYet', { age }), startedAt, why), ...skipped(proof).slice(2)], sighting: null };
      }
      await clock.sleep(patience.everyMs, signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    const why = toFailure(error, clock.now());
    // A search that worked before and fails now leaves open whether the event arrived; both are said.
    const message = say(answeredAt === null ? 'check.proof.unknown' : 'check.proof.failedLater');
    return { items: [item('search', 'failed', message, startedAt, why), ...skipped(proof).slice(1)], sighting: null };
  } finally {
    await search?.close();
  }
}

function found({ stream }: Sighting, age: Message): Message {
  return stream === null ? say('check.proof.arrived', { age }) : say('check.proof.arrivedIn', { age, stream });
}

/** Parsing that went wrong is a warning: the event is there, only its fields are not. */
function parsed({ parse }: Sighting): CheckItem {
  const message = parse === null ? say('check.proof.parseUnknown') : say(`proof.parse.${parse}`);
  return { id: 'parse', title: titles.parse, logType: null, state: parse === 'PAD' ? 'passed' : 'warning', message, failure: null, durationMs: 0 };
}

/** The steps that were not reached. */
function skipped(proof: DnifProof | null): readonly CheckItem[] {
  const message = say(proof === null ? 'check.proof.none' : 'check.proof.notReached');
  return (['search', 'arrival', 'parse'] as const).map((id) => ({ id, title: titles[id], logType: null, state: 'skipped', message, failure: null, durationMs: 0 }));
}

function ageOf(ms: number): Message {
  return ms < 120_000 ? say('check.proof.seconds', { count: Math.round(ms / 1000) }) : say('check.proof.minutes', { count: Math.round(ms / 60_000) });
}
