import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Pause16Regular, Play16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { changeBackground, useSession, valueOr } from '../../bridge/session';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';

type Props = { readonly connectorId: string; readonly connectorName: string };

const lengths = [[15, t('status.pauseOne.quarter')], [60, t('status.pauseOne.hour')], [480, t('status.pauseOne.day')], [null, t('status.pauseOne.open')]] as const;

/** Pauses one connector for a while; the others and all outputs go on. */
export function PauseConnectorMenu({ connectorId, connectorName }: Props): ReactElement | null {
  const zone = useZone();
  const background = useSession((session) => valueOr(session.background, null));
  if (background === null) return null;
  const pause = background.connectorPauses?.[connectorId] ?? null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={pause === null ? <Pause16Regular /> : <Play16Regular />} aria-label={pause === null ? t('status.pauseOne.of', { connector: connectorName }) : t('status.pausedOne.of', { connector: connectorName })} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {pause === null ? lengths.map(([minutes, words]) => (
            <MenuItem key={words} onClick={() => { void changeBackground('background.pauseConnector', { id: connectorId, minutes }); }}>{words}</MenuItem>
          )) : (
            <>
              <MenuItem disabled>{pause.until === null ? t('status.pausedOne.open') : t('status.pausedOne.until', { time: formatDateTimeZone(pause.until, zone) })}</MenuItem>
              <MenuItem onClick={() => { void changeBackground('background.resumeConnector', { id: connectorId }); }}>{t('status.pausedOne.resume')}</MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
