/** What the collector says of itself: why it waits, what it found out, why there is a gap. */
export const collectorTexts = {
  'collector.pausedByYou': 'Paused by you',
  'collector.nothingSent': 'Nothing sent yet',
  'collector.opening': 'Opening the spool',
  'collector.dailyLimit': 'Daily limit of {limit} reached. Sending goes on at 00:00 UTC; the events wait in the spool.',
  'collector.room.spool': 'Paused: {used} wait in the spool, its limit is {limit}. Mimecast keeps the logs meanwhile.',
  'collector.room.disk': 'Paused: only {free} are free on the disk. Mimecast keeps the logs meanwhile.',

  'collector.gap.expired': 'Mimecast keeps these logs no longer, and nothing was collected in time.',
  'collector.gap.beyondReach': 'There was no position to go on from, and log files can be asked for by date {days, number} days back only.',
  'collector.gap.noAddress': '{count, plural, one {Mimecast listed # log file without an address.} other {Mimecast listed # log files without an address.}}',
  'collector.gap.damaged': 'Mimecast listed the log file {name}, but it arrives damaged.',
  'collector.gap.unavailable': 'Mimecast listed the log file {name}, but it cannot be downloaded.',
  'collector.gap.storeDamaged': 'The local store was damaged, and what it held is not known any more. What Mimecast still has is collected again.',

  'collector.note.cloudGateway': 'This account is Cloud Gateway.',
  'collector.note.cloudIntegrated': 'This account is Cloud Integrated.',
  'collector.note.allTypes': 'Mimecast answers one request for all event types.',
  'collector.note.oneType': 'Mimecast answers one event type at a time: requests are spread over the quota.',
  'collector.note.owed': 'Log files that could not be downloaded yet and are tried again: {count, number}.',
  'collector.note.hybrid': 'Streaming for speed and batch files for completeness; each event is kept once.',
  'collector.note.streaming': 'Streaming delivery reaches back 24 hours; batch delivery reaches back 7 days.',
  'collector.note.countsLater': 'The counts are in the spool and are shown again when it can be opened.',

  'collector.history.none': 'There is no history here.',
  'collector.history.diskIsShort': 'Less than 1 GiB is free on the disk: it is left to the spool.',
  'collector.history.unusable': 'The file cannot be used.',
} as const;
