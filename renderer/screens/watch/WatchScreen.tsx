import { Button, MessageBar, MessageBarBody, Switch } from '@fluentui/react-components';
import { Add20Regular, Delete20Regular, Edit20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { WatchRule } from '../../../shared/model/watch-rules';
import { aboutRule, isShipped, mostWatchRules, toKeep, withShipped } from '../../../shared/model/watch-rules';
import { t } from '../../../shared/text/text';
import { changeSettings, useSession, valueOr } from '../../bridge/session';
import { useCall } from '../../bridge/use-call';
import { Card } from '../../components/Card';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { HitList } from './HitList';
import { RuleDialog } from './RuleDialog';
import styles from './watch.module.css';

/** Hits come with events: seldom, and never in a hurry to be seen here. */
const askAgainMs = 10_000;
const shownHits = 100;

/** Rules that watch what arrives, and what they found. */
export function WatchScreen(): ReactElement {
  const settings = useSession((session) => session.settings);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [edited, setEdited] = useState<WatchRule | null>(null);
  const [removed, setRemoved] = useState<WatchRule | null>(null);
  const saved = valueOr(settings, null);
  const rules = withShipped(saved?.watchRules ?? []);
  const save = (next: readonly WatchRule[]): void => {
    void changeSettings({ watchRules: next.map(toKeep) }).then((outcome) => {
      setFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  const put = (rule: WatchRule): void => {
    save(rules.some(({ id }) => id === rule.id) ? rules.map((each) => (each.id === rule.id ? rule : each)) : [...rules, rule]);
    setEdited(null);
  };
  const add = (): void => {
    setEdited({ id: crypto.randomUUID(), name: '', text: '', threshold: 1, windowMinutes: 10, on: true });
  };
  return (
    <Page width="wide">
      <PageHeader
        title={t('screen.watch')}
        lead={t('watch.lead')}
        actions={<Button icon={<Add20Regular />} disabled={saved === null || rules.length >= mostWatchRules} onClick={add}>{t('watch.add')}</Button>}
      />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {saved !== null && !saved.history.on ? <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t('watch.historyOff')}</MessageBarBody></MessageBar> : null}
      {saved?.notifications === 'none' ? <MessageBar layout="multiline"><MessageBarBody>{t('watch.notificationsOff')}</MessageBarBody></MessageBar> : null}
      <Card title={t('watch.rules')} lead={t('watch.rulesOn', { on: rules.filter(({ on }) => on).length, all: rules.length })}>
        {settings.kind === 'failed' ? <FailureCard failure={settings.failure} urgency="alert" /> : saved === null ? <LoadingLines label={t('watch.loading')} /> : (
          <ul className={styles.rules}>
            {rules.map((rule) => (
              <li key={rule.id} className={styles.rule}>
                <Switch checked={rule.on} aria-label={rule.name} onChange={(_event, { checked }) => { put({ ...rule, on: checked }); }} />
                <div className={styles.ruleText}>
                  <p className={styles.name}>{rule.name}</p>
                  {aboutRule(rule) === null ? null : <p className={styles.about}>{aboutRule(rule)}</p>}
                  <p className={styles.soft}>{rule.threshold === 1 ? t('watch.every') : t('watch.burst', { events: rule.threshold, minutes: rule.windowMinutes })} · <code>{rule.text}</code></p>
                </div>
                <div className={styles.ruleActions}>
                  <Button size="small" appearance="subtle" icon={<Edit20Regular />} aria-label={t('watch.editNamed', { name: rule.name })} title={t('watch.edit')} onClick={() => { setEdited(rule); }} />
                  {isShipped(rule.id) ? null : <Button size="small" appearance="subtle" icon={<Delete20Regular />} aria-label={t('watch.deleteNamed', { name: rule.name })} title={t('common.delete')} onClick={() => { setRemoved(rule); }} />}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('watch.hits')} lead={t('watch.hits.lead', { count: shownHits })}><Hits /></Card>
      {edited === null ? null : <RuleDialog key={edited.id} rule={edited} isNew={!rules.some(({ id }) => id === edited.id)} onSave={put} onClose={() => { setEdited(null); }} />}
      <ConfirmDialog open={removed !== null} title={t('watch.delete.title')} confirm={t('watch.delete.confirm')} busy={false} onCancel={() => { setRemoved(null); }} onConfirm={() => { save(rules.filter(({ id }) => id !== removed?.id)); setRemoved(null); }}>
        {t('watch.delete.text', { name: removed?.name ?? '' })}
      </ConfirmDialog>
    </Page>
  );
}

function Hits(): ReactElement {
  const { state, reload } = useCall('history.hits', { limit: shownHits });
  // What was there last, while the next answer is on its way.
  const [last, setLast] = useState(state);
  if (state.kind !== 'pending' && state !== last) setLast(state);
  const shown = state.kind === 'pending' ? last : state;
  useEffect(() => {
    if (state.kind === 'pending') return;
    const timer = setTimeout(reload, askAgainMs);
    return () => {
      clearTimeout(timer);
    };
  }, [state, reload]);
  if (shown.kind === 'pending') return <LoadingLines label={t('watch.hits.loading')} />;
  return shown.kind === 'failed' ? <FailureCard failure={shown.failure} urgency="alert" actions={<Button size="small" onClick={reload}>{t('common.tryAgain')}</Button>} /> : <HitList hits={shown.value} />;
}
