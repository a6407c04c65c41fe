import type { ConnectorDraft, ConnectorView } from '../../../shared/model/connector';
import { ConnectorDraftSchema, defaultBaseUrl } from '../../../shared/model/connector';
import type { LogType } from '../../../shared/model/log-type';
import type { Zone } from '../../format/time';
import { fromInputValue, toInputValue } from '../../format/time';
import { copyName } from '../../forms/copy-name';
import type { DraftShape } from '../../forms/draft-resolver';

/** The form as typed: times and numbers are still text. */
export type ConnectorValues = {
  name: string;
  logTypes: LogType[];
  clientId: string;
  /** null keeps the stored secret. */
  clientSecret: string | null;
  baseUrl: string;
  platform: ConnectorDraft['platform'];
  siemDelivery: ConnectorDraft['siemDelivery'];
  startFrom: string;
  pollSeconds: string;
  outputs: string[];
};

const fields: readonly string[] = ['name', 'logTypes', 'clientId', 'clientSecret', 'baseUrl', 'platform', 'siemDelivery', 'startFrom', 'pollSeconds', 'outputs'] satisfies readonly (keyof ConnectorValues)[];

/** Fields under Advanced: a problem in one of them opens it. */
export const advancedFields: readonly (keyof ConnectorValues)[] = ['baseUrl', 'platform', 'siemDelivery', 'startFrom', 'pollSeconds', 'outputs'];

/** The values to start from; `outputs` are the ids of all outputs there are. */
export function valuesOf(connector: ConnectorView | null, outputs: readonly string[], zone: Zone): ConnectorValues {
  if (connector === null) {
    return {
      name: '', logTypes: [], clientId: '', clientSecret: '', baseUrl: defaultBaseUrl, platform: 'auto', siemDelivery: 'batch',
      startFrom: '', pollSeconds: '', outputs: [...outputs],
    };
  }
  return {
    name: connector.name,
    logTypes: [...connector.logTypes],
    clientId: connector.clientId,
    clientSecret: connector.secret.kind === 'stored' ? null : '',
    baseUrl: connector.baseUrl,
    platform: connector.platform,
    siemDelivery: connector.siemDelivery,
    startFrom: toInputValue(connector.startFrom, zone),
    pollSeconds: connector.pollSeconds === null ? '' : String(connector.pollSeconds),
    outputs: connector.outputs.filter((id) => outputs.includes(id)),
  };
}

/** The same for a copy: another name, and a secret of its own. Its positions start anew. */
export function copyValuesOf(original: ConnectorView | null, outputs: readonly string[], zone: Zone): ConnectorValues {
  const values = valuesOf(original, outputs, zone);
  return original === null ? values : { ...values, name: copyName(values.name), clientSecret: '', startFrom: '' };
}

/** How the form becomes a draft of `connector`, or of a new one for null. */
export function connectorShape(connector: ConnectorView | null, zone: Zone): DraftShape<ConnectorValues, ConnectorDraft> {
  return {
    schema: ConnectorDraftSchema,
    toDraft: (values) => ({
      id: connector?.id ?? '',
      name: values.name,
      baseUrl: values.baseUrl,
      clientId: values.clientId,
      logTypes: values.logTypes,
      platform: values.platform,
      siemDelivery: values.siemDelivery,
      startFrom: startFrom(values.startFrom, connector, zone),
      pollSeconds: values.pollSeconds.trim() === '' ? null : Number(values.pollSeconds),
      outputs: values.outputs,
      enabled: connector?.enabled ?? true,
      clientSecret: values.clientSecret,
    }),
    fieldOf: (path) => {
      const field = path[0];
      return typeof field === 'string' && fields.includes(field) ? (field as keyof ConnectorValues) : null;
    },
  };
}

/** The input knows minutes only: an untouched time keeps its seconds. */
function startFrom(text: string, connector: ConnectorView | null, zone: Zone): string | null {
  if (connector !== null && text === toInputValue(connector.startFrom, zone)) return connector.startFrom;
  return fromInputValue(text, zone);
}
