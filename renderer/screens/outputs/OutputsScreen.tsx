import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import { Add16Regular, ArrowUpload16Regular, Copy16Regular, Delete16Regular, Edit16Regular, FolderOpen16Regular, Send28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputView } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists, useSession } from '../../bridge/session';
import { Arrival } from '../../components/Arrival';
import { Card } from '../../components/Card';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { EmptyState } from '../../components/EmptyState';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { Page } from '../../components/Page';
import { PageHeader } from '../../components/PageHeader';
import { StatusBadge } from '../../components/StatusBadge';
import table from '../../components/table.module.css';
import { useDoneToast } from '../../components/toasts';
import { UntrustedText } from '../../components/UntrustedText';
import { formatWords, guaranteeWords, outputTypeWords } from '../../format/words';
import { TransferPart } from '../../forms/setup-file/Transfer';
import { TransferMenu } from '../../forms/setup-file/TransferMenu';
import { useTransfer } from '../../forms/setup-file/use-transfer';
import { navigate } from '../../navigation';
import { outputTypes, pathTo } from '../../routes';
import { targetOf } from './output-target';
import styles from './outputs.module.css';
import { VolumeBar } from './VolumeBar';

/** Where collected events go. */
export function OutputsScreen(): ReactElement {
  const outputs = useSession((session) => session.outputs);
  const [failure, setFailure] = useState<Failure | null>(null);
  const transfer = useTransfer();
  const some = outputs.kind === 'ok' && outputs.value.length > 0;
  const exportAll = (): void => {
    if (outputs.kind === 'ok') transfer.save({ connectors: [], outputs: outputs.value.map(({ config }) => config.id) });
  };
  const more = <TransferMenu exportWhat={some ? t('outputs.exportAll') : null} onExport={exportAll} onImport={transfer.choose} />;
  return (
    <Page width="wide">
      <PageHeader title={t('screen.outputs')} lead={t('outputs.lead')} actions={<>{more}{some ? <AddMenu /> : null}</>} />
      <TransferPart transfer={transfer} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {outputs.kind === 'failed' ? (
        <FailureCard failure={outputs.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>{t('common.tryAgain')}</Button>} />
      ) : (
        <Card padding="flush">
          {outputs.kind === 'pending' ? <LoadingLines label={t('outputs.loading')} /> : null}
          {outputs.kind === 'ok' && !some ? (
            <EmptyState
              icon={<Send28Regular />}
              title={t('outputs.empty.title')}
              text={t('outputs.empty.text')}
              actions={
                <>
                  <Button appearance="primary" onClick={() => { navigate(pathTo.newOutput('http')); }}>{t('outputs.empty.addDnif')}</Button>
                  <Button onClick={() => { navigate(pathTo.newOutput('file')); }}>{t('outputs.empty.addFile')}</Button>
                  <AddMenu caption={t('outputs.empty.addOther')} appearance="secondary" />
                </>
              }
            />
          ) : null}
          {some ? <OutputList outputs={outputs.value} onFailure={setFailure} onExport={(id) => { transfer.save({ connectors: [], outputs: [id] }); }} /> : null}
        </Card>
      )}
    </Page>
  );
}

function AddMenu({ caption = t('outputs.add'), appearance = 'primary' }: { readonly caption?: string; readonly appearance?: 'primary' | 'secondary' }): ReactElement {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance={appearance} icon={<Add16Regular />}>{caption}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {outputTypes.map((type) => <MenuItem key={type} onClick={() => { navigate(pathTo.newOutput(type)); }}>{outputTypeWords[type]}</MenuItem>)}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

type ListProps = { readonly outputs: readonly OutputView[]; readonly onFailure: (failure: Failure | null) => void; readonly onExport: (id: string) => void };

function OutputList({ outputs, onFailure, onExport }: ListProps): ReactElement {
  const status = useSession((session) => session.status);
  const [deleting, setDeleting] = useState<OutputView | null>(null);
  const [busy, setBusy] = useState(false);
  const done = useDoneToast();
  const remove = (output: OutputView): void => {
    setBusy(true);
    void call('outputs.remove', { id: output.config.id }).then(async (outcome) => {
      if (outcome.kind === 'ok') await reloadLists();
      setBusy(false);
      setDeleting(null);
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
      if (outcome.kind === 'ok') done(t('outputs.deleted', { name: output.config.name }));
    });
  };
  return (
    <div className={styles.frame} role="group" aria-label={t('outputs.table.name')} tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.list ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">{t('outputs.table.output')}</th>
            <th scope="col" className={styles.colType}>{t('outputs.table.type')}</th>
            <th scope="col" className={styles.colUsed}>{t('outputs.table.usedBy')}</th>
            <th scope="col" className={styles.colToday}>{t('outputs.table.today')}</th>
            <th scope="col" className={styles.colState}>{t('outputs.table.state')}</th>
            <th scope="col" className={styles.colActions}><span className="visually-hidden">{t('outputs.table.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          {outputs.map((output) => (
            <OutputRow key={output.config.id} output={output} onFailure={onFailure} onExport={() => { onExport(output.config.id); }} onDelete={() => { setDeleting(output); }} />
          ))}
        </tbody>
      </table>
      <ConfirmDialog
        open={deleting !== null}
        title={t('outputs.delete.title', { name: deleting?.config.name ?? '' })}
        confirm={t('outputs.delete.confirm')}
        busy={busy}
        onCancel={() => { setDeleting(null); }}
        onConfirm={() => {
          if (deleting !== null) remove(deleting);
        }}
      >
        {deleting === null ? null : (
          <Consequence output={deleting} waiting={status?.outputs.find((each) => each.outputId === deleting.config.id)?.waiting ?? 0} />
        )}
      </ConfirmDialog>
    </div>
  );
}

function Consequence({ output, waiting }: { readonly output: OutputView; readonly waiting: number }): ReactElement {
  return (
    <ul className={styles.consequences}>
      <li>{output.usedBy.length === 0 ? t('outputs.delete.unused') : t('outputs.delete.used', { names: output.usedBy.join(', ') })}</li>
      <li>{t('outputs.delete.waiting', { count: waiting })}</li>
      {output.secretStored ? <li>{t('outputs.delete.secret')}</li> : null}
      <li>{t('outputs.delete.received')}</li>
    </ul>
  );
}

function OutputRow({ output, onFailure, onExport, onDelete }: { readonly output: OutputView; readonly onFailure: ListProps['onFailure']; readonly onExport: () => void; readonly onDelete: () => void }): ReactElement {
  const { config, usedBy } = output;
  const status = useSession((session) => session.status?.outputs.find((each) => each.outputId === config.id) ?? null);
  const target = targetOf(config);
  const guarantee = guaranteeWords[outputGuarantee[config.type]];
  const openFolder = (): void => {
    void call('outputs.openFolder', { id: config.id }).then((outcome) => {
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  return (
    <tr>
      <td>
        <a className={`${table.main ?? ''} ${styles.name ?? ''}`} href={`#${pathTo.output(config.id)}`} title={config.name}><UntrustedText text={config.name} /></a>
        <span className={table.sub} title={target}>{target}</span>
      </td>
      <td>
        {outputTypeWords[config.type]}
        <Tooltip content={guarantee.sentence} relationship="description"><span className={`${table.sub ?? ''} ${styles.wraps ?? ''}`}>{guarantee.word} · {formatWords[config.format].title}</span></Tooltip>
      </td>
      <td className={styles.colUsed} title={usedBy.join(', ')}>{usedBy.length === 0 ? <span className={table.muted}>{t('outputs.row.noConnector')}</span> : usedBy.join(', ')}</td>
      <td>{status?.volume === undefined ? <span className={table.muted}>{t('outputs.row.unknown')}</span> : <VolumeBar volume={status.volume} />}</td>
      <td>
        {!config.enabled ? <StatusBadge state="paused" /> : status === null ? <span className={table.muted}>{t('outputs.row.unknown')}</span> : <StatusBadge state={status.health.state} failure={status.health.failure} />}
        {status?.arrival === undefined ? null : <span className={`${table.sub ?? ''} ${styles.wraps ?? ''}`}><Arrival arrival={status.arrival} /></span>}
      </td>
      <td className={table.tight}>
        <span className={table.actions}>
          {config.type === 'file' ? (
            <Tooltip content={t('outputs.row.openFolder')} relationship="description">
              <Button size="small" appearance="subtle" icon={<FolderOpen16Regular />} aria-label={t('outputs.row.openFolderOf', { name: config.name })} onClick={openFolder} />
            </Tooltip>
          ) : null}
          <Tooltip content={t('common.edit')} relationship="description">
            <Button size="small" appearance="subtle" icon={<Edit16Regular />} aria-label={t('outputs.row.editName', { name: config.name })} onClick={() => { navigate(pathTo.output(config.id)); }} />
          </Tooltip>
          <Tooltip content={t('outputs.row.duplicate')} relationship="description">
            <Button size="small" appearance="subtle" icon={<Copy16Regular />} aria-label={t('outputs.row.duplicateName', { name: config.name })} onClick={() => { navigate(pathTo.copyOutput(config.id)); }} />
          </Tooltip>
          <Tooltip content={t('outputs.row.export')} relationship="description">
            <Button size="small" appearance="subtle" icon={<ArrowUpload16Regular />} aria-label={t('outputs.row.exportName', { name: config.name })} onClick={onExport} />
          </Tooltip>
          <Tooltip content={t('outputs.row.delete')} relationship="description">
            <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={t('outputs.row.deleteName', { name: config.name })} onClick={onDelete} />
          </Tooltip>
        </span>
      </td>
    </tr>
  );
}
