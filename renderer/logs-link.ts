import { printText } from '../shared/filter/print';
import type { LogType } from '../shared/model/log-type';
import { pathTo } from './routes';

/** Path of Live Logs with the events of one connector, or of one of its log types. */
export function logsOf(connectorName: string, logType: LogType | null = null): string {
  return pathTo.logsWith([`connector=${printText(connectorName)}`, ...(logType === null ? [] : [`logType=${logType}`])].join(' '));
}
