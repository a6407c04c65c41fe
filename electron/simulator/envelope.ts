import type { Endpoint } from './faults';
import type { Answer } from './http';

/** The answer shapes of API.md §7.1. */

export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: JSON.stringify(value), ...(headers === undefined ? {} : { headers }) };
}

/** Gateway shape (401, 403, 429): flat `fail`. */
export function gatewayFail(status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): Answer {
  return json(status, { fail: [{ code, message }] }, headers);
}

/** SIEM endpoint shape. */
export function siemError(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message } });
}

/** Function shape (`/api/*`): `fail[].errors[]`. */
export function functionFail(status: number, code: string, message: string, field?: string): Answer {
  const error = { code, message, retryable: status >= 500, ...(field === undefined ? {} : { field }) };
  return json(status, { meta: { status }, data: [], fail: [{ key: {}, errors: [error] }] });
}

export type Pagination = { readonly pageSize: number; readonly totalCount?: number; readonly next?: string };

/** A page of a function, its records given as JSON texts. */
export function functionPage(dataJson: string, pagination: Pagination | undefined): Answer {
  const meta = JSON.stringify(pagination === undefined ? { status: 200 } : { pagination, status: 200 });
  return { status: 200, body: `{"meta":${meta},"data":${dataJson},"fail":[]}` };
}

export function isSiem(endpoint: Endpoint): boolean {
  return endpoint === 'siem.batch' || endpoint === 'siem.streaming';
}

/** The role lacks the permission (API.md §1.3, §7.2). */
export function permissionDenied(endpoint: Endpoint): Answer {
  return isSiem(endpoint) || endpoint === 'account'
    ? gatewayFail(403, 'err_xdk_forbidden', 'Permission denied')
    : functionFail(403, 'err_xdk_forbidden', 'Permission denied');
}

/** The API product is not part of the application (API.md §1.3). */
export function productMissing(): Answer {
  return gatewayFail(403, 'app_forbidden', 'The requested resource or method is not included in any product assigned to this application');
}

export function badRequest(endpoint: Endpoint, code: string, message: string, field?: string): Answer {
  return isSiem(endpoint) ? siemError(400, code, message) : functionFail(400, code, message, field);
}
