/** Connectors: the list, the form, the guide and the last test of each. */
export const connectorTexts = {
  'connectors.add': 'Add connector',
} as const;
