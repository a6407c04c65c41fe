import * as z from 'zod';

import type { CallChannel } from '../../../shared/ipc/channels';
import { callChannels, feedChannels, wire } from '../../../shared/ipc/channels';
import { calls } from '../../../shared/ipc/contract';
import type { FieldProblem, Outcome } from '../../../shared/ipc/outcome';
import { textOf } from '../../../shared/text/message';
import type { CollectorLog } from '../../collector/collector';
import { failure, FailureError, toFailure } from '../../collector/kit/failure-error';
import { ProblemsError } from '../kit/problems-error';
import type { Feeds, Follower } from './feeds';
import type { Handler, Handlers } from './handlers';
import type { IpcSender } from './trusted-sender';

type Event = IpcSender & { readonly sender: Follower };

/** The part of Electron's ipcMain that is used. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: Event, ...args: unknown[]) => unknown): void;
  on(channel: string, listener: (event: Event, ...args: unknown[]) => void): unknown;
}

export type RegisterOptions = {
  readonly ipc: IpcMainLike;
  readonly handlers: Handlers;
  readonly feeds: Feeds;
  readonly isTrusted: (event: IpcSender) => boolean;
  readonly log: CollectorLog;
  readonly now: () => number;
  /** Development only: a reply that breaks the contract becomes an APP-BUG instead of reaching the window. */
  readonly checkReplies: boolean;
};

/** Calls one window may have open at once: far above what the window does, low enough to stop a runaway loop. */
const openCallsAtMost = 200;

/** Binds every channel of the contract. The returned function cancels what a sender (a page that went away) left open. */
export function register(options: RegisterOptions): (senderId: number) => void {
  const open = new Map<string, AbortController>();
  const keyOf = (senderId: number, callId: string): string => `${String(senderId)}:${callId}`;

  for (const channel of callChannels) {
    options.ipc.handle(wire.call(channel), async (event, callId, ask): Promise<Outcome<unknown>> => {
      const refusal = refusalOf(options, event, channel, callId);
      if (refusal !== null) return refusal;
      const key = keyOf(event.sender.id, String(callId));
      if (open.has(key) || open.size >= openCallsAtMost) return failed(options, channel, new Error('too many calls, or a call id used twice'));
      const controller = new AbortController();
      open.set(key, controller);
      try {
        return { kind: 'ok', value: await answer(options, channel, ask, controller.signal) };
      } catch (error) {
        return failed(options, channel, error, controller.signal);
      } finally {
        open.delete(key);
      }
    });
  }

  options.ipc.on(wire.cancel, (event, callId) => {
    if (!options.isTrusted(event)) return;
    open.get(keyOf(event.sender.id, String(callId)))?.abort();
  });

  for (const channel of feedChannels) {
    options.ipc.handle(wire.follow(channel), (event) => {
      if (options.isTrusted(event)) return options.feeds.follow(channel, event.sender);
      options.log.write('warn', 'ipc.sender-refused', { channel });
      return null;
    });
  }

  return (senderId) => {
    for (const [key, controller] of open) if (key.startsWith(keyOf(senderId, ''))) controller.abort();
    options.feeds.forget(senderId);
  };
}

async function answer<C extends CallChannel>(options: RegisterOptions, channel: C, ask: unknown, signal: AbortSignal): Promise<unknown> {
  // The record's type pairs ask and handler per channel; a loop over all channels cannot express that pairing.
  const parsed = (calls[channel].ask as z.ZodType).parse(ask);
  const reply: unknown = await (options.handlers[channel] as Handler<CallChannel>)(parsed as never, signal);
  if (options.checkReplies) {
    const checked = (calls[channel].reply as z.ZodType).safeParse(reply);
    if (!checked.success) throw new Error(`the reply breaks the contract: ${z.prettifyError(checked.error)}`);
  }
  return reply;
}

function refusalOf(options: RegisterOptions, event: Event, channel: CallChannel, callId: unknown): Outcome<never> | null {
  if (!options.isTrusted(event)) {
    options.log.write('warn', 'ipc.sender-refused', { channel });
    return { kind: 'failed', failure: failure('APP-BUG', { at: options.now(), detail: 'sender refused' }), problems: [] };
  }
  if (typeof callId !== 'string' || callId.length === 0 || callId.length > 64) return failed(options, channel, new Error('call id missing'));
  return null;
}

function failed(options: RegisterOptions, channel: CallChannel, error: unknown, signal?: AbortSignal): Outcome<never> {
  const at = options.now();
  if (signal?.aborted === true) return { kind: 'failed', failure: failure('APP-CANCELLED', { at }), problems: [] };
  const problems = problemsOf(error);
  if (problems !== null) return { kind: 'failed', failure: failure('CFG-INVALID', { at }), problems };
  const known = toFailure(error, at);
  options.log.write(error instanceof FailureError ? 'warn' : 'error', 'ipc.call-failed', {
    channel,
    code: known.code,
    ref: known.ref,
    ...(error instanceof FailureError ? { detail: known.detail } : { error }),
  });
  return { kind: 'failed', failure: known, problems: [] };
}

function problemsOf(error: unknown): readonly FieldProblem[] | null {
  if (error instanceof ProblemsError) return error.problems.map(({ path, message }) => ({ path, message: textOf(message) }));
  if (!(error instanceof z.ZodError)) return null;
  return error.issues.map((issue) => ({
    path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    message: issue.message,
  }));
}
