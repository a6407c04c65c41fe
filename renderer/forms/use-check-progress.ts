import { useEffect, useState } from 'react';

import type { RunningCheck } from '../../shared/model/check-report';
import { call } from '../bridge/client';

const everyMs = 1000;
const none: readonly RunningCheck[] = [];

/** Which checks of Test Connection are under way, asked every second while a test runs. */
export function useCheckProgress(running: boolean): readonly RunningCheck[] {
  const [checks, setChecks] = useState(none);
  useEffect(() => {
    if (!running) return;
    let current = true;
    const ask = (): void => {
      void call('connectors.checkProgress', undefined).then((outcome) => {
        if (current && outcome.kind === 'ok') setChecks(outcome.value);
      });
    };
    const timer = setInterval(ask, everyMs);
    return () => {
      current = false;
      clearInterval(timer);
      setChecks(none);
    };
  }, [running]);
  return checks;
}
