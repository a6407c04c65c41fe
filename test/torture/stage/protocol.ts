import type { CollectorConfig } from '../../../electron/collector/collector';
import type { KillAt } from '../../../electron/collector/kit/probe';
import type { DiskLimits } from '../../../electron/collector/supervisor/disk-guard';
import type { CheckReport } from '../../../shared/model/check-report';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { ClockFace } from './scaled-clock';

/** What a collector process is started with. */
export type HostSetup = {
  readonly stateDir: string;
  readonly workersDir: string;
  readonly face: ClockFace;
  readonly config: CollectorConfig;
  readonly secret: string;
  readonly diskLimits?: DiskLimits;
  readonly killAt?: KillAt;
};

/** What can be asked of it. */
export type HostMethods = {
  start: { readonly argument: HostSetup; readonly answer: null };
  status: { readonly argument: null; readonly answer: CollectionStatus };
  jump: { readonly argument: number; readonly answer: null };
  check: { readonly argument: null; readonly answer: CheckReport };
  backfill: { readonly argument: { readonly logType: LogType; readonly from: number }; readonly answer: boolean };
  retryQuarantined: { readonly argument: null; readonly answer: number };
  stop: { readonly argument: null; readonly answer: null };
};
export type HostMethod = keyof HostMethods;

export type HostRequest = { readonly id: number; readonly method: HostMethod; readonly argument: unknown };
export type HostReply = { readonly id: number; readonly answer?: unknown; readonly error?: string };
