import { Button, Switch, Tooltip } from '@fluentui/react-components';
import { Add16Regular, ArrowUpload16Regular, Copy16Regular, Delete16Regular, Edit16Regular, PlugConnected28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists, useSession } from '../../bridge/session';
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
import { shortenId } from '../../format/numbers';
import { TransferPart } from '../../forms/setup-file/Transfer';
import { TransferMenu } from '../../forms/setup-file/TransferMenu';
import { useTransfer } from '../../forms/setup-file/use-transfer';
import { navigate } from '../../navigation';
import { pathTo, routes } from '../../routes';
import { useMedia } from '../../theme/use-media';
import { connectorState, waitingOf } from './connector-state';
import styles from './connectors.module.css';
import { LastTestCell, LastTestLine } from './LastTest';

/** The Mimecast accounts that are collected. */
export function ConnectorsScreen(): ReactElement {
  const connectors = useSession((session) => session.connectors);
  const status = useSession((session) => session.status);
  const [failure, setFailure] = useState<Failure | null>(null);
  const transfer = useTransfer();
  const add = <Button appearance="primary" icon={<Add16Regular />} onClick={() => { navigate(routes.wizard); }}>{t('connectors.add')}</Button>;
  const some = connectors.kind === 'ok' && connectors.value.length > 0;
  const exportAll = (): void => {
    if (connectors.kind === 'ok') transfer.save({ connectors: connectors.value.map(({ id }) => id), outputs: [] });
  };
  const more = <TransferMenu exportWhat={some ? t('connectors.all') : null} onExport={exportAll} onImport={transfer.choose} />;
  return (
    <Page width="wide">
      <PageHeader title={t('screen.connectors')} lead={t('connectors.lead')} actions={<>{more}{some ? add : null}</>} />
      <TransferPart transfer={transfer} />
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {connectors.kind === 'failed' ? (
        <FailureCard failure={connectors.failure} urgency="alert" actions={<Button onClick={() => void reloadLists()}>{t('common.tryAgain')}</Button>} />
      ) : (
        <Card padding="flush">
          {connectors.kind === 'pending' ? <LoadingLines label={t('connectors.loading')} /> : null}
          {connectors.kind === 'ok' && connectors.value.length === 0 ? (
            <EmptyState
              icon={<PlugConnected28Regular />}
              title={t('connectors.empty.title')}
              text={t('connectors.empty.text')}
              actions={add}
            />
          ) : null}
          {some ? <ConnectorTable connectors={connectors.value} status={status} onFailure={setFailure} onExport={(id) => { transfer.save({ connectors: [id], outputs: [] }); }} /> : null}
        </Card>
      )}
    </Page>
  );
}

type TableProps = {
  readonly connectors: readonly ConnectorView[];
  readonly status: CollectionStatus | null;
  readonly onFailure: (failure: Failure | null) => void;
  readonly onExport: (id: string) => void;
};

function ConnectorTable({ connectors, status, onFailure, onExport }: TableProps): ReactElement {
  const roomy = useMedia('(min-width: 1341px)');
  const normal = useMedia('(min-width: 1240px)');
  const [deleting, setDeleting] = useState<ConnectorView | null>(null);
  const [busy, setBusy] = useState(false);
  const done = useDoneToast();

  const remove = (connector: ConnectorView): void => {
    setBusy(true);
    void call('connectors.remove', { id: connector.id }).then(async (outcome) => {
      if (outcome.kind === 'ok') await reloadLists();
      setBusy(false);
      setDeleting(null);
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
      if (outcome.kind === 'ok') done(t('connectors.delete.done', { name: connector.name }));
    });
  };
  return (
    <div className={styles.frame} role="group" aria-label={t('connectors.table')} tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.list ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">{t('connectors.field.name')}</th>
            <th scope="col" className={styles.colTypes}>{t('connectors.field.logTypes')}</th>
            {roomy ? <th scope="col" className={styles.colClient}>{t('connectors.field.clientId')}</th> : null}
            <th scope="col" className={styles.colState}>{t('connectors.column.state')}</th>
            {normal ? <th scope="col" className={styles.colTest}>{t('connectors.column.lastTest')}</th> : null}
            <th scope="col" className={styles.colEnabled}>{t('connectors.column.enabled')}</th>
            <th scope="col" className={styles.colActions}><span className="visually-hidden">{t('connectors.column.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          {connectors.map((connector) => (
            <ConnectorRow
              key={connector.id}
              connector={connector}
              status={status}
              roomy={roomy}
              normal={normal}
              onFailure={onFailure}
              onExport={() => { onExport(connector.id); }}
              onDelete={() => {
                setDeleting(connector);
              }}
            />
          ))}
        </tbody>
      </table>
      <ConfirmDialog
        open={deleting !== null}
        title={t('connectors.delete.title', { name: deleting?.name ?? '' })}
        confirm={t('connectors.delete.confirm')}
        busy={busy}
        onCancel={() => {
          setDeleting(null);
        }}
        onConfirm={() => {
          if (deleting !== null) remove(deleting);
        }}
      >
        {deleting === null ? null : <Consequence connector={deleting} status={status} />}
      </ConfirmDialog>
    </div>
  );
}

function Consequence({ connector, status }: { readonly connector: ConnectorView; readonly status: CollectionStatus | null }): ReactElement {
  const waiting = waitingOf(connector.id, status);
  return (
    <ul className={styles.consequences}>
      <li>{t('connectors.delete.stops', { logTypes: connector.logTypes.join(', ') })}</li>
      <li>{t('connectors.delete.secret')}</li>
      <li>{t('connectors.delete.waiting', { count: waiting })}</li>
      <li>{t('connectors.delete.delivered')}</li>
    </ul>
  );
}

type RowProps = {
  readonly connector: ConnectorView;
  /** There is room for a column of the Client ID; else it stands under the name. */
  readonly roomy: boolean;
  /** There is room for a column of the last test; else it stands under the state. */
  readonly normal: boolean;
  readonly status: CollectionStatus | null;
  readonly onFailure: (failure: Failure | null) => void;
  readonly onExport: () => void;
  readonly onDelete: () => void;
};

function ConnectorRow({ connector, status, roomy, normal, onFailure, onExport, onDelete }: RowProps): ReactElement {
  const [changing, setChanging] = useState(false);
  const { state, note } = connectorState(connector, status);
  const clientId = <code className={styles.code} title={t('connectors.clientIdShort')}>{shortenId(connector.clientId)}</code>;
  const setEnabled = (enabled: boolean): void => {
    setChanging(true);
    void call('connectors.setEnabled', { id: connector.id, enabled }).then(async (outcome) => {
      onFailure(outcome.kind === 'failed' ? outcome.failure : null);
      await reloadLists();
      setChanging(false);
    });
  };
  return (
    <tr>
      <td>
        <a className={`${table.main ?? ''} ${styles.name ?? ''}`} href={`#${pathTo.connector(connector.id)}`} title={connector.name}>
          <UntrustedText text={connector.name} />
        </a>
        <span className={table.sub} title={connector.baseUrl}>{connector.baseUrl.replace(/^https?:\/\//, '')}</span>
        {roomy ? null : <span className={table.sub}>{clientId}</span>}
      </td>
      <td className={styles.types} title={connector.logTypes.join(', ')}>{connector.logTypes.map((logType) => <span key={logType} className={styles.type}>{logType}</span>)}</td>
      {roomy ? <td>{clientId}</td> : null}
      <td>
        <StatusBadge state={state} />
        {note === null ? null : <span className={`${table.sub ?? ''} ${styles.underBadge ?? ''}`} title={note}>{note}</span>}
        {normal ? null : <span className={`${table.sub ?? ''} ${styles.underBadge ?? ''}`}><LastTestLine test={connector.lastTest ?? null} /></span>}
      </td>
      {normal ? <td><LastTestCell test={connector.lastTest ?? null} /></td> : null}
      <td>
        <Switch
          checked={connector.enabled}
          disabled={changing}
          aria-label={t('connectors.collect', { name: connector.name })}
          onChange={(_event, data) => {
            setEnabled(data.checked);
          }}
        />
      </td>
      <td className={table.tight}>
        <span className={table.actions}>
          <Tooltip content={t('common.edit')} relationship="description">
            <Button size="small" appearance="subtle" icon={<Edit16Regular />} aria-label={t('connectors.edit.of', { name: connector.name })} onClick={() => { navigate(pathTo.connector(connector.id)); }} />
          </Tooltip>
          <Tooltip content={t('connectors.duplicate')} relationship="description">
            <Button size="small" appearance="subtle" icon={<Copy16Regular />} aria-label={t('connectors.duplicate.of', { name: connector.name })} onClick={() => { navigate(pathTo.copyConnector(connector.id)); }} />
          </Tooltip>
          <Tooltip content={t('connectors.export')} relationship="description">
            <Button size="small" appearance="subtle" icon={<ArrowUpload16Regular />} aria-label={t('connectors.export.of', { name: connector.name })} onClick={onExport} />
          </Tooltip>
          <Tooltip content={t('connectors.delete')} relationship="description">
            <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={t('connectors.delete.of', { name: connector.name })} onClick={onDelete} />
          </Tooltip>
        </span>
      </td>
    </tr>
  );
}
