/** What the import of a setup file says of its entries. */
export const setupTexts = {
  'setup.twice': 'The file names it twice. The first one counts.',
  'setup.notAllowed': 'Your organization does not allow outputs of this type.',
  'setup.secretMissing': 'Its secret is not in the file: nothing is sent until you enter it.',
  'setup.searchAgain': 'The Search API and its token must be entered again.',
  'setup.filesAgain': 'Its certificate files must be chosen on this computer.',
  'setup.otherType': 'An output of another type has this name here.',
  'setup.secretElsewhere': 'The file would send the stored secret to another address or in another way. Change that in the form, with the secret.',
  'setup.noOutput': 'None of its outputs is there: {names}.',
  'setup.outputsLeftOut': 'These outputs are not there and are left out: {names}.',
  'setup.clientSecretMissing': 'Its Client Secret is not in the file: it stays switched off until you enter it.',
  'setup.clientSecretElsewhere': 'The file would send the stored secret to another address or account. Change that in the form, with the Client Secret.',
  'setup.noObject': 'This entry is no object.',
  'setup.foreignField': 'The field “{field}” does not belong in a setup file.',
  'setup.unusable': 'The entry cannot be used.',
} as const;
