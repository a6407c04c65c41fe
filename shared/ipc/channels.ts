/** Calls: asked by the window, answered once. */
export const callChannels = [
  'app.info',
  'app.startDemo',
  'app.leaveDemo',
  'app.openExternal',
  'settings.get',
  'settings.set',
  'connectors.list',
  'connectors.save',
  'connectors.remove',
  'connectors.check',
  'connectors.setEnabled',
  'outputs.list',
  'outputs.save',
  'outputs.remove',
  'outputs.check',
  'outputs.chooseFolder',
  'outputs.openFolder',
  'collection.pollNow',
  'ledger.rows',
  'ledger.export',
  'quarantine.page',
  'quarantine.read',
  'quarantine.retry',
  'quarantine.discard',
  'quarantine.export',
  'backfill.start',
  'backfill.pause',
  'backfill.cancel',
  'preview.rows',
  'preview.detail',
  'preview.clear',
] as const;
export type CallChannel = (typeof callChannels)[number];

/** Feeds: a snapshot, then numbered patches pushed by main. */
export const feedChannels = ['collection.status', 'connectors.changed', 'app.navigate'] as const;
export type FeedChannel = (typeof feedChannels)[number];

/** The names on the wire; the preload needs nothing else of the contract at run time. */
export const wire = {
  call: (channel: CallChannel): string => `call:${channel}`,
  cancel: 'cancel',
  feed: (channel: FeedChannel): string => `feed:${channel}`,
  follow: (channel: FeedChannel): string => `follow:${channel}`,
} as const;
