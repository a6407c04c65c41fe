import type { BackgroundState } from '../../../../shared/model/background';
import { say } from '../../../../shared/text/message';
import type { LoginStarter } from '../../background/login-start';
import type { PauseKeeper } from '../../background/pause-keeper';
import { problemAt } from '../../kit/problems-error';
import type { HandlersOf } from '../handlers';

export type BackgroundHandlersOptions = {
  readonly login: LoginStarter;
  readonly pause: PauseKeeper;
  readonly hasConnector: (id: string) => boolean;
};

/** What the program does when nobody looks, as it stands now. */
export function backgroundState({ login, pause }: Pick<BackgroundHandlersOptions, 'login' | 'pause'>): BackgroundState {
  return { startAtLogin: login.state(), pause: pause.current, connectorPauses: pause.connectors };
}

export function backgroundHandlers(options: BackgroundHandlersOptions): HandlersOf<'background'> {
  const state = (): BackgroundState => backgroundState(options);
  return {
    'background.state': state,
    'background.setStartAtLogin': ({ on }) => {
      if (options.login.state() !== 'unsupported') options.login.set(on);
      return state();
    },
    'background.pause': ({ minutes }) => {
      options.pause.pause(minutes);
      return state();
    },
    'background.resume': () => {
      options.pause.resume();
      return state();
    },
    'background.pauseConnector': ({ id, minutes }) => {
      // A pause of something that is not there would be kept for ever.
      if (!options.hasConnector(id)) throw problemAt(['id'], say('problem.connector.gone'));
      options.pause.pause(minutes, id);
      return state();
    },
    'background.resumeConnector': ({ id }) => {
      if (options.hasConnector(id)) options.pause.resume(id);
      return state();
    },
  };
}
