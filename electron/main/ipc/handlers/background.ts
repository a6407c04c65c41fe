import type { BackgroundState } from '../../../../shared/model/background';
import type { LoginStarter } from '../../background/login-start';
import type { PauseKeeper } from '../../background/pause-keeper';
import type { HandlersOf } from '../handlers';

export type BackgroundHandlersOptions = { readonly login: LoginStarter; readonly pause: PauseKeeper };

/** What the program does when nobody looks, as it stands now. */
export function backgroundState({ login, pause }: BackgroundHandlersOptions): BackgroundState {
  return { startAtLogin: login.state(), pause: pause.current };
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
  };
}
