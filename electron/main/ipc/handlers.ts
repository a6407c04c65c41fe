import type * as z from 'zod';

import type { CallChannel } from '../../../shared/ipc/channels';
import type { calls, Reply } from '../../../shared/ipc/contract';

/** A parsed ask: defaults filled in, texts trimmed. */
export type ParsedAsk<C extends CallChannel> = z.output<(typeof calls)[C]['ask']>;

/** May reject with a FailureError, a ProblemsError or the signal's reason; anything else is shown as a bug. */
export type Handler<C extends CallChannel> = (ask: ParsedAsk<C>, signal: AbortSignal) => Promise<Reply<C>> | Reply<C>;

/** Complete by type: a channel without a handler does not compile. */
export type Handlers = { readonly [C in CallChannel]: Handler<C> };

/** The handlers of one group of the contract, e.g. all of `connectors.*`. */
export type HandlersOf<G extends string> = Pick<Handlers, Extract<CallChannel, `${G}.${string}`>>;
