/** Texts with the same meaning in several areas. Add only what is really the same, at the end. */
export const commonTexts = {
  'common.save': 'Save',
  'common.cancel': 'Cancel',
  'common.delete': 'Delete',
  'common.tryAgain': 'Try again',
  'common.details': 'Details',
  'common.close': 'Close',
  'common.edit': 'Edit',
  'common.all': 'All',
  'common.none': 'None',
  'common.increase': 'Increase',
  'common.decrease': 'Decrease',
  'common.deletedOutput': 'Deleted output {id}',
  'common.sentences': '{first} {next}',
} as const;
