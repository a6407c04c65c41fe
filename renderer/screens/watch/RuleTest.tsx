import { Button, Spinner } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { Outcome } from '../../../shared/ipc/outcome';
import type { WatchRule, WatchTest } from '../../../shared/model/watch-rules';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { EventLines } from '../../components/EventLines';
import { FailureCard } from '../../components/FailureCard';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { Rich } from '../../text/Rich';
import styles from './watch.module.css';

type State = { readonly kind: 'idle' } | { readonly kind: 'running' } | { readonly kind: 'done'; readonly outcome: Outcome<WatchTest> };

/** What a rule would have found in the last 24 hours. `rule` is null while it is not sound. */
export function RuleTest({ rule }: { readonly rule: WatchRule | null }): ReactElement {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => { running.current?.abort(); }, []);
  const run = ({ text, threshold, windowMinutes }: WatchRule): void => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState({ kind: 'running' });
    void call('history.test', { text, threshold, windowMinutes }, own.signal).then((outcome) => {
      if (!own.signal.aborted) setState({ kind: 'done', outcome });
    });
  };
  return (
    <div className={styles.test}>
      <Button disabled={rule === null || state.kind === 'running'} onClick={() => { if (rule !== null) run(rule); }}>{t('watch.test.run')}</Button>
      <div role="status" className={styles.result}>
        {state.kind === 'running' ? <Spinner size="tiny" label={t('watch.test.running')} /> : null}
        {state.kind === 'done' && state.outcome.kind === 'ok' ? <Result test={state.outcome.value} /> : null}
      </div>
      {state.kind === 'done' && state.outcome.kind === 'failed' ? <FailureCard failure={state.outcome.failure} urgency="alert" /> : null}
    </div>
  );
}

function Result({ test }: { readonly test: WatchTest }): ReactElement {
  const zone = useZone();
  if (test.problem !== null) return <p className={styles.bad}><UntrustedText text={textOf(test.problem)} /></p>;
  return (
    <>
      <p>
        <Rich
          id={test.complete ? 'watch.test.whole' : 'watch.test.partly'}
          values={{ hits: test.hits, matched: test.matched, searched: test.searched, since: formatDateTimeZone(test.since, zone), strong: (content) => <strong>{content}</strong> }}
        />
      </p>
      {test.events.length === 0 ? null : <EventLines events={test.events} label={t('watch.test.events')} />}
    </>
  );
}
