/** Field names that DNIF's own public documents show (DNIF.md §7); every other name we use is ours, in their style. */
export const dnifDocumentedFields: ReadonlySet<string> = new Set([
  'CNAMTime', 'SystemTstamp', 'System', 'SystemName', 'DevSrcIP', 'SourceName', 'SourceType', 'Stream', 'EventName', 'Action', 'Status', 'Type', 'LogEvent',
  'EvtLen', 'ExtractorID', 'PStatus', 'EStatus', 'SrcIP', 'SrcPort', 'DstIP', 'DstPort', 'Proto', 'TXLen', 'RXLen', 'User', 'UserName', 'Domain', 'Url', 'URL',
  'UserAgent', 'App', 'Host', 'Email', 'Filehash', 'FileHash', 'SHA256', 'SHA1', 'MD5', 'Reason', 'LogID', 'LogType', 'SrcType', 'DstType', 'SrcCN', 'DstCN',
  'NatEvent', 'SubType', 'TargetType', 'SourceDRA', 'ResultCode', 'Severity', 'HTTPMethod', 'LogSubType', 'Threat', 'Policy', 'SrcMAC', 'ConnDirection', 'Result',
]);

/** Streams seen in DNIF's own documents (DNIF.md §7). EMAIL is ours: no stream for mail could be confirmed. */
export const dnifDocumentedStreams: ReadonlySet<string> = new Set(['AUTHENTICATION', 'AUDIT', 'IAM', 'THREAT', 'OTHER']);

/** These are in the list of DNIF's enrichment or platform: an event that brings its own would be taken for theirs. */
export const dnifPlatformFields: ReadonlySet<string> = new Set(['CNAMTime', 'System', 'SystemName', 'DevSrcIP', 'ExtractorID', 'PStatus', 'EStatus', 'EvtLen', 'LogEvent', 'Proto']);
