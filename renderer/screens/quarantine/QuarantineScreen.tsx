import { Button } from '@fluentui/react-components';
import { CheckmarkCircle28Regular } from '@fluentui/react-icons';
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';

import type { QuarantineItem } from '../../../shared/model/quarantine';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { Card } from '../../components/Card';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { shortenId } from '../../format/numbers';
import { Actions } from './Actions';
import { ItemDetail } from './ItemDetail';
import { ItemGrid } from './ItemGrid';
import styles from './quarantine.module.css';
import { discardWords } from './quarantine-words';
import type { Selection } from './selection';
import { keepKnown, nothingSelected, selectAll, selectNone } from './selection';
import { useActions } from './use-actions';
import { useQuarantine } from './use-quarantine';

const none: readonly QuarantineItem[] = [];

/** What could not become an event or was refused for good: why, what was kept, and what can be done. */
export function QuarantineScreen(): ReactElement {
  const { page, failure, loading, loadMore, reload } = useQuarantine();
  const actions = useActions(reload);
  const outputs = useSession((session) => valueOr(session.outputs, null)) ?? [];
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [discarding, setDiscarding] = useState<readonly QuarantineItem[] | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const items = page?.items ?? none;
  const before = useRef<readonly number[]>([]);
  useEffect(() => {
    const order = items.map((item) => item.id);
    const was = before.current;
    before.current = order;
    setSelection((now) => keepKnown(now, was, order));
  }, [items]);

  const chosen = items.filter((item) => selection.ids.has(item.id));
  const active = items.find((item) => item.id === selection.active) ?? null;
  const outputName = (id: string): string => outputs.find((output) => output.config.id === id)?.config.name ?? t('common.deletedOutput', { id: shortenId(id) });
  const close = (): void => {
    setSelection(nothingSelected);
    grid.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || active === null || discarding !== null) return;
    event.preventDefault();
    close();
  };
  const discard = (asked: readonly QuarantineItem[]): void => {
    void actions.discard(asked).then(() => {
      setDiscarding(null);
    });
  };
  const empty = page !== null && page.total === 0;
  return (
    <Page width="fill">
      <PageHeader title={t('screen.quarantine')} lead={t('quarantine.lead')} />
      {empty ? null : (
        <Actions
          chosen={chosen}
          loaded={items.length}
          total={page?.total ?? 0}
          busy={actions.busy}
          onAll={(all) => { setSelection((now) => (all ? selectAll(now, items.map((item) => item.id)) : selectNone(now))); }}
          onRetry={() => void actions.retry(chosen)}
          onDiscard={() => { setDiscarding(chosen); }}
          onExport={() => void actions.save(chosen)}
        />
      )}
      <p role="status" className={actions.said === null ? 'visually-hidden' : styles.said}>{actions.said ?? ''}</p>
      {actions.failure === null ? null : <FailureCard failure={actions.failure} urgency="alert" />}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" actions={<Button size="small" onClick={reload}>{t('common.tryAgain')}</Button>} />}
      {page === null && failure === null ? <Card padding="flush"><LoadingLines label={t('quarantine.loading')} /></Card> : null}
      {empty ? (
        <Card>
          <EmptyState icon={<CheckmarkCircle28Regular />} title={t('quarantine.empty.title')} text={t('quarantine.empty.text')} />
        </Card>
      ) : null}
      {page === null || empty ? null : (
        <div className={styles.frame} onKeyDown={onKeyDown}>
          <Group orientation="vertical" className={styles.split ?? ''}>
            <Panel id="list" minSize="100px">
              <ItemGrid
                gridRef={grid}
                items={items}
                total={page.total}
                selection={selection}
                outputName={outputName}
                onSelect={setSelection}
                onDiscard={() => { setDiscarding(chosen); }}
                foot={items.length < page.total ? (
                  <div className={styles.foot}>
                    <Button size="small" disabledFocusable={loading} onClick={loadMore}>{t('quarantine.loadMore', { count: page.total - items.length })}</Button>
                  </div>
                ) : null}
              />
            </Panel>
            {active === null ? null : (
              <>
                <Separator className={styles.separator ?? ''} aria-label={t('quarantine.detailsHeight')} />
                <Panel id="detail" defaultSize="52" minSize="140px">
                  <ItemDetail item={active} output={active.outputId === null ? null : outputName(active.outputId)} onClose={close} />
                </Panel>
              </>
            )}
          </Group>
        </div>
      )}
      <ConfirmDialog
        open={discarding !== null}
        title={t('quarantine.discard.title', { count: discarding?.length ?? 0 })}
        confirm={t('quarantine.discard.confirm', { count: discarding?.length ?? 0 })}
        busy={actions.busy}
        onCancel={() => { setDiscarding(null); }}
        onConfirm={() => {
          if (discarding !== null) discard(discarding);
        }}
      >
        <ul className={styles.consequences}>
          {discardWords(discarding ?? none).map((sentence) => <li key={sentence}>{sentence}</li>)}
        </ul>
      </ConfirmDialog>
    </Page>
  );
}
