/** The screens of which pictures are taken with a connector that collects. */
export const picturedScreens = ['status', 'status-details', 'logs', 'ledger', 'quarantine', 'connectors', 'connector', 'connector-new', 'outputs', 'output-http', 'output-file', 'settings'] as const;

export type PicturedScreen = (typeof picturedScreens)[number];

/** Every picture that `screenshots.spec.ts` makes, without its ending. */
export const pictureNames: readonly string[] = [
  ...(['welcome', ...picturedScreens, 'status-action'] as const).flatMap((name) => [`${name}-light`, `${name}-dark`]),
  ...picturedScreens.map((name) => `${name}-small`),
];
