import type { ReactElement, ReactNode } from 'react';
import { Component } from 'react';

import type { Failure } from '../../shared/failures/failure';
import { FailureCard } from './FailureCard';
import { Page } from './Page';

type Props = { readonly children: ReactNode };
type State = { readonly failure: Failure | null };

/** One broken screen shows what broke; the frame around it, and with it every other screen, stays usable. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { failure: { code: 'APP-BUG', detail: detail.slice(0, 600), retryAfterMs: null, at: Date.now(), ref: 'window' } };
  }

  override render(): ReactElement {
    const { failure } = this.state;
    return failure === null ? <>{this.props.children}</> : <Page width="read"><FailureCard failure={failure} urgency="alert" /></Page>;
  }
}
