import { FluentProvider, Toaster } from '@fluentui/react-components';
import {
  Alert20Filled, Alert20Regular, DataHistogram20Filled, DataHistogram20Regular, DataTrending20Filled, DataTrending20Regular, PlugConnected20Filled, PlugConnected20Regular, QuestionCircle20Filled, QuestionCircle20Regular, Scales20Filled, Scales20Regular, Send20Filled, Send20Regular,
  Settings20Filled, Settings20Regular, ShieldError20Filled, ShieldError20Regular, TextBulletListSquare20Filled, TextBulletListSquare20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';

import type { Failure } from '../shared/failures/failure';
import type { Outcome } from '../shared/ipc/outcome';
import { directionOf } from '../shared/text/languages';
import { spokenLanguage, t } from '../shared/text/text';
import { changeBackground, chooseSecretPlace, openSession, switchDemo, useSession, valueOr } from './bridge/session';
import { useFeed } from './bridge/use-feed';
import type { NavItem } from './components/AppShell';
import { AppShell } from './components/AppShell';
import { ErrorBoundary } from './components/ErrorBoundary';
import { FailureCard } from './components/FailureCard';
import { followFocus } from './components/focus-origin';
import { KeychainBar } from './components/KeychainBar';
import { LoadingWindow } from './components/Loading';
import { Page } from './components/Page';
import { PauseBar } from './components/PauseBar';
import { toasterId } from './components/toasts';
import { ZoneContext } from './components/zone';
import { navigate, useGuardedLocation } from './navigation';
import { overallOf } from './overall';
import { WindowKeys } from './palette/WindowKeys';
import { filterIn, helpPartIn, isRoute, outputTypeIn, routes } from './routes';
import { ConnectorEditorScreen } from './screens/connectors/ConnectorEditorScreen';
import { ConnectorsScreen } from './screens/connectors/ConnectorsScreen';
import { ConnectorGuideScreen } from './screens/connectors/guide/ConnectorGuideScreen';
import { HelpScreen } from './screens/help/HelpScreen';
import { LedgerScreen } from './screens/ledger/LedgerScreen';
import { OutputEditorScreen } from './screens/outputs/OutputEditorScreen';
import { OutputsScreen } from './screens/outputs/OutputsScreen';
import { OverviewScreen } from './screens/overview/OverviewScreen';
import { PreviewScreen } from './screens/preview/PreviewScreen';
import { useQuarantineTotal } from './screens/quarantine/quarantine-total';
import { QuarantineScreen } from './screens/quarantine/QuarantineScreen';
import { SettingsScreen } from './screens/settings/SettingsScreen';
import { StatusScreen } from './screens/status/StatusScreen';
import { WatchScreen } from './screens/watch/WatchScreen';
import { WelcomeScreen } from './screens/welcome/WelcomeScreen';
import { darkTheme, lightTheme } from './theme/themes';
import { useDark } from './theme/use-media';

const items: readonly NavItem[] = [
  { title: t('screen.status'), path: routes.status, icon: <DataHistogram20Regular />, iconActive: <DataHistogram20Filled /> },
  { title: t('screen.overview'), path: routes.overview, icon: <DataTrending20Regular />, iconActive: <DataTrending20Filled /> },
  { title: t('screen.logs'), path: routes.logs, icon: <TextBulletListSquare20Regular />, iconActive: <TextBulletListSquare20Filled /> },
  { title: t('screen.watch'), path: routes.watch, icon: <Alert20Regular />, iconActive: <Alert20Filled /> },
  { title: t('screen.ledger'), path: routes.ledger, icon: <Scales20Regular />, iconActive: <Scales20Filled /> },
  { title: t('screen.quarantine'), path: routes.quarantine, icon: <ShieldError20Regular />, iconActive: <ShieldError20Filled /> },
  { title: t('screen.connectors'), path: routes.connectors, icon: <PlugConnected20Regular />, iconActive: <PlugConnected20Filled /> },
  { title: t('screen.outputs'), path: routes.outputs, icon: <Send20Regular />, iconActive: <Send20Filled /> },
  { title: t('screen.settings'), path: routes.settings, icon: <Settings20Regular />, iconActive: <Settings20Filled /> },
  { title: t('screen.help'), path: routes.help, icon: <QuestionCircle20Regular />, iconActive: <QuestionCircle20Filled /> },
];

/** The window: session, theme, frame, screens. */
export function App(): ReactElement {
  const dark = useDark();
  useEffect(openSession, []);
  useEffect(followFocus, []);
  const zone = useSession((session) => valueOr(session.settings, null)?.timeZone ?? 'local');
  return (
    <FluentProvider theme={dark ? darkTheme : lightTheme} dir={directionOf(spokenLanguage())}>
      <ZoneContext value={zone}>
        <Router hook={useGuardedLocation}>
          <Frame />
        </Router>
        <Toaster toasterId={toasterId} position="bottom-end" />
      </ZoneContext>
    </FluentProvider>
  );
}

function Frame(): ReactElement {
  const [path] = useLocation();
  const { info, connectors, status, background } = useSession();
  const [failed, setFailed] = useState<{ readonly failure: Failure; readonly path: string } | null>(null);
  // Going somewhere else leaves it behind.
  const failure = failed?.path === path ? failed.failure : null;
  const note = (outcome: Outcome<unknown>): void => { setFailed(outcome.kind === 'failed' ? { failure: outcome.failure, path } : null); };
  const quarantined = useQuarantineTotal();
  useFeed('app.navigate', ({ route }) => {
    if (isRoute(route)) navigate(route);
  });

  const leaveDemo = (): void => {
    void switchDemo('app.leaveDemo').then((outcome) => {
      note(outcome);
      if (outcome.kind === 'ok') navigate('/');
    });
  };

  const pause = background.kind === 'ok' ? background.value.pause : null;
  const resume = (): void => {
    void changeBackground('background.resume', undefined).then(note);
  };

  if (info.kind === 'pending' || connectors.kind === 'pending') return <LoadingWindow />;
  const demo = info.kind === 'ok' && info.value.demo;
  const choose = (sessionOnly: boolean | null): void => {
    void chooseSecretPlace(sessionOnly).then(note);
  };
  const bar = (
    <>
      {pause === null ? null : <PauseBar pause={pause} onResume={resume} />}
      {info.kind === 'ok' && !demo && (!info.value.keychainAvailable || info.value.sessionSecrets === true) ? (
        <KeychainBar keychainName={info.value.keychainName} sessionOnly={info.value.sessionSecrets === true} onChoose={choose} onAskAgain={() => { choose(null); }} />
      ) : null}
    </>
  );
  const firstRun = !demo && connectors.kind === 'ok' && connectors.value.length === 0;
  return (
    <AppShell items={items} counts={{ [routes.quarantine]: quarantined }} path={path} overall={overallOf(status)} overallPath={routes.status} demo={demo} onLeaveDemo={leaveDemo} bar={bar}>
      <WindowKeys screens={items} />
      {failure === null ? <ErrorBoundary key={path}><Screens home={firstRun ? routes.welcome : routes.status} /></ErrorBoundary> : <Page width="read"><FailureCard failure={failure} urgency="alert" /></Page>}
    </AppShell>
  );
}

function Screens({ home }: { readonly home: string }): ReactElement {
  return (
    <Switch>
      <Route path={routes.welcome} component={WelcomeScreen} />
      <Route path={routes.status} component={StatusScreen} />
      <Route path={routes.overview} component={OverviewScreen} />
      <Route path={routes.watch} component={WatchScreen} />
      <Route path={routes.logs}><PreviewScreen /></Route>
      <Route path={routes.findLogs}>{({ code }) => <PreviewScreen key={code} text={filterIn(code)} />}</Route>
      <Route path={routes.ledger} component={LedgerScreen} />
      <Route path={routes.quarantine} component={QuarantineScreen} />
      <Route path={routes.connectors} component={ConnectorsScreen} />
      <Route path={routes.newConnector}><ConnectorEditorScreen id={null} /></Route>
      <Route path={routes.wizard} component={ConnectorGuideScreen} />
      <Route path={routes.copyConnector}>{({ id }) => <ConnectorEditorScreen key={`copy ${id}`} id={null} copyOf={id} />}</Route>
      <Route path={routes.connector}>{({ id }) => <ConnectorEditorScreen key={id} id={id} />}</Route>
      <Route path={routes.outputs} component={OutputsScreen} />
      <Route path={routes.newOutput}>{({ type }) => <OutputEditorScreen key={type} id={null} type={outputTypeIn(type) ?? 'http'} />}</Route>
      <Route path={routes.copyOutput}>{({ id }) => <OutputEditorScreen key={`copy ${id}`} id={null} type={null} copyOf={id} />}</Route>
      <Route path={routes.output}>{({ id }) => <OutputEditorScreen key={id} id={id} type={null} />}</Route>
      <Route path={routes.settings} component={SettingsScreen} />
      <Route path={routes.help}><HelpScreen part="troubleshooting" /></Route>
      <Route path={routes.helpFailure}>{({ code }) => <HelpScreen part="troubleshooting" code={code} />}</Route>
      <Route path={routes.helpPart}>{({ part }) => <HelpScreen part={helpPartIn(part)} />}</Route>
      <Route><Redirect to={home} replace /></Route>
    </Switch>
  );
}
