import type { AppInfo } from '../../../../shared/ipc/contract';
import { externalHosts } from '../../../../shared/ipc/contract';
import { say } from '../../../../shared/text/message';
import { problemAt } from '../../kit/problems-error';
import type { HandlersOf } from '../handlers';

export type AppHandlersOptions = {
  readonly info: () => Promise<AppInfo>;
  readonly keepForSession: (on: boolean) => void;
  readonly setUnsaved: (unsaved: boolean) => void;
  readonly startDemo: () => Promise<void>;
  readonly leaveDemo: () => Promise<void>;
  /** Opens an address in the browser of the user. */
  readonly openExternal: (url: string) => Promise<void>;
};

export function appHandlers(options: AppHandlersOptions): HandlersOf<'app'> {
  return {
    'app.info': () => options.info(),
    'app.startDemo': async () => {
      await options.startDemo();
      return options.info();
    },
    'app.leaveDemo': async () => {
      await options.leaveDemo();
      return options.info();
    },
    'app.keepSecretsForSession': ({ on }) => {
      options.keepForSession(on);
      return options.info();
    },
    'app.setUnsaved': ({ unsaved }) => {
      options.setUnsaved(unsaved);
    },
    'app.openExternal': async ({ url }) => {
      if (!mayOpen(url)) throw problemAt(['url'], say('problem.address'));
      await options.openExternal(new URL(url).href);
    },
  };
}

/** Only https and only the hosts of the contract: an address from a log event never reaches the browser. */
export function mayOpen(text: string): boolean {
  try {
    const url = new URL(text);
    const hosts: readonly string[] = externalHosts;
    return url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '' && hosts.includes(url.hostname);
  } catch {
    return false;
  }
}
