/** What to do about it by machine: retry later, ask a person, set the item aside, or nothing (a bug). */
export type FailureKind =
  | 'configuration'
  | 'authentication'
  | 'permission'
  | 'throttled'
  | 'transient'
  | 'bad-data'
  | 'refused'
  | 'internal';

/** Who must act. */
export type FailureParty = 'mimecast' | 'network' | 'this-computer' | 'receiver';

/** The stage names DNIF's own connector uses for a validation result (DNIF.md §2). */
export type FailureStage = 'Configuration' | 'Authentication' | 'Fetch Logs' | 'Validation';

export type CatalogueEntry = {
  readonly kind: FailureKind;
  readonly party: FailureParty;
  readonly stage: FailureStage;
  readonly title: string;
  readonly sentence: string;
  readonly remedy: string;
};

const entry = (
  kind: FailureKind,
  party: FailureParty,
  stage: FailureStage,
  title: string,
  sentence: string,
  remedy: string,
): CatalogueEntry => ({ kind, party, stage, title, sentence, remedy });

/** The only place with words an administrator reads about a failure. A test demands that every entry is complete. */
export const catalogue = {
  'MC-AUTH-401': entry(
    'authentication', 'mimecast', 'Authentication', 'Client ID or Client Secret refused',
    'Mimecast does not accept this Client ID with this Client Secret.',
    'Check both in the Mimecast console under Integrations > API and Platform Integrations. If the secret was lost, generate new keys there and replace the secret here.',
  ),
  'MC-AUTH-REFUSED': entry(
    'authentication', 'mimecast', 'Authentication', 'Access token not accepted',
    'Mimecast gave an access token but refuses it for this request, also after a new one.',
    'This heals by itself when it is a short disturbance. If it lasts, check that the API application is enabled and that its keys were not generated anew.',
  ),
  'MC-PERM-403': entry(
    'permission', 'mimecast', 'Fetch Logs', 'Permission missing',
    'The role of the API application may not read this log type.',
    'Ask your Mimecast administrator to add the permission shown beside the log type to the role of the API application. Collection starts by itself within minutes.',
  ),
  'MC-PRODUCT-403': entry(
    'permission', 'mimecast', 'Fetch Logs', 'API product missing',
    'The API application does not include the Mimecast product that this log type belongs to.',
    'Ask your Mimecast administrator to add the product shown beside the log type to the API application.',
  ),
  'MC-LICENCE-404': entry(
    'permission', 'mimecast', 'Fetch Logs', 'Not available for this account',
    'Mimecast says that this address does not exist for the account: the product may not be licensed, or the platform (Cloud Gateway or Cloud Integrated) is the other one.',
    'Check the platform setting of the connector, or untick the log type.',
  ),
  'MC-RATE-429': entry(
    'throttled', 'mimecast', 'Fetch Logs', 'Rate limit reached',
    'Mimecast allows no more requests for now.',
    'Nothing to do: collection goes on when the limit resets. If it happens often, look for other programs that use the same API application.',
  ),
  'MC-SERVER-5XX': entry(
    'transient', 'mimecast', 'Fetch Logs', 'Mimecast has a problem',
    'Mimecast answered with a server error.',
    'Nothing to do: it is tried again. If it lasts for hours, see the Mimecast status page.',
  ),
  'MC-REQUEST-400': entry(
    'transient', 'mimecast', 'Fetch Logs', 'Request refused',
    'Mimecast refused the request as malformed or out of range.',
    'It is tried again with a fresh position. If it lasts, send the details to support.',
  ),
  'MC-FAIL-200': entry(
    'transient', 'mimecast', 'Fetch Logs', 'Answer reports a failure',
    'Mimecast answered, but the answer says that the request failed.',
    'It is tried again. The details carry the words of Mimecast.',
  ),
  'MC-ANSWER-SHAPE': entry(
    'bad-data', 'mimecast', 'Fetch Logs', 'Answer not understood',
    'The answer does not have the form that the Mimecast API documents.',
    'It is tried again. If it lasts, something between this computer and Mimecast may change answers, or Mimecast changed the API: send the details to support.',
  ),
  'MC-FILE-REFUSED': entry(
    'transient', 'mimecast', 'Fetch Logs', 'Log file link refused',
    'The storage behind Mimecast refused the download link of a log file; such links expire.',
    'Nothing to do: new links are asked for. A file that stays out of reach is written down as a gap.',
  ),
  'MC-FILE-BROKEN': entry(
    'bad-data', 'mimecast', 'Fetch Logs', 'Log file unreadable',
    'A log file cannot be decompressed or is cut off.',
    'The readable part was collected, the rest is in quarantine. Nothing else stops.',
  ),
  'MC-LINE-BROKEN': entry(
    'bad-data', 'mimecast', 'Fetch Logs', 'Record unreadable',
    'A record is not valid JSON or exceeds a limit.',
    'It is kept in quarantine as received. Nothing else stops.',
  ),
  'NET-DNS': entry(
    'transient', 'network', 'Authentication', 'Host name not found',
    'The name of the host cannot be resolved.',
    'Check the address for typing errors and the DNS settings of this computer.',
  ),
  'NET-REFUSED': entry(
    'transient', 'network', 'Authentication', 'Connection refused',
    'Nothing accepts connections at this address, or a firewall blocks it.',
    'Check the address, and that the firewall lets this computer reach it.',
  ),
  'NET-TIMEOUT': entry(
    'transient', 'network', 'Authentication', 'No answer in time',
    'The other side did not answer in time.',
    'It is tried again. If it lasts, check firewall and proxy.',
  ),
  'NET-TLS': entry(
    'configuration', 'network', 'Authentication', 'Secure connection failed',
    'The certificate of the other side is not trusted by this computer, or no secure connection can be made.',
    'Often a proxy that inspects TLS is the cause: ask your network team for an exception, or for its CA certificate, which is then chosen under Settings > Network (Mimecast) or in the output.',
  ),
  'NET-RESET': entry(
    'transient', 'network', 'Fetch Logs', 'Connection broken',
    'The connection broke during a request.',
    'Nothing to do: it is tried again.',
  ),
  'NET-NOT-API': entry(
    'transient', 'network', 'Fetch Logs', 'A web page answered instead of the API',
    'The answer is a web page. A proxy, a captive portal or a wrong address stands in between.',
    'Open the address in a browser on this computer to see the page: on a guest network sign in there. Otherwise check the proxy under Settings > Network, and the address.',
  ),
  'NET-PROXY': entry(
    'transient', 'network', 'Authentication', 'Proxy not reachable',
    'The proxy of this network does not answer, or does not speak HTTP.',
    'Check the address of the proxy under Settings > Network, and ask your network team whether it runs. It is tried again.',
  ),
  'NET-PROXY-AUTH': entry(
    'authentication', 'network', 'Authentication', 'Proxy refuses the credentials',
    'The proxy wants a user name and password and does not accept those it got.',
    'Enter user name and password under Settings > Network. If your proxy takes only Windows sign-in (NTLM, Kerberos), ask your network team for an exception for this computer.',
  ),
  'NET-PROXY-REFUSED': entry(
    'configuration', 'network', 'Authentication', 'Proxy forbids the connection',
    'The proxy answers, but does not let this computer reach the host.',
    'Ask your network team to allow the hosts of Mimecast and of the log files, port 443, through the proxy.',
  ),
  'NET-PROXY-UPSTREAM': entry(
    'transient', 'network', 'Authentication', 'Proxy cannot reach the host',
    'The proxy answers, but could not connect to the host itself.',
    'It is tried again. If it lasts, ask your network team to look at the proxy, its DNS and its firewall.',
  ),
  'OUT-AUTH': entry(
    'authentication', 'receiver', 'Authentication', 'Output refuses the credentials',
    'The receiver does not accept the credentials of this output.',
    'Check the authentication of the output against the authentication block in DNIF. The events wait in the spool.',
  ),
  'OUT-SECRET-MISSING': entry(
    'configuration', 'this-computer', 'Configuration', 'Secret of the output missing',
    'The keychain of this computer holds no secret for this output.',
    'Open the output and enter the secret. The events wait in the spool.',
  ),
  'OUT-REFUSED': entry(
    'refused', 'receiver', 'Validation', 'Events refused by the output',
    'The receiver refused events for good.',
    'They are kept in quarantine with the words of the receiver. Other events go on.',
  ),
  'OUT-UNREACHABLE': entry(
    'transient', 'receiver', 'Validation', 'Output not reachable',
    'The receiver does not answer or reports a problem of its own.',
    'Nothing is lost: the events wait in the spool and are sent when it is back. If it lasts, check the receiver.',
  ),
  'OUT-THROTTLED': entry(
    'throttled', 'receiver', 'Validation', 'Output asks to slow down',
    'The receiver takes no more events for now.',
    'Nothing to do: sending goes on when it allows.',
  ),
  'OUT-FILE': entry(
    'configuration', 'this-computer', 'Validation', 'Folder not writable',
    'The folder of the output cannot be written.',
    'Check that the folder exists and that this user may write there. The events wait in the spool.',
  ),
  'OUT-CERTIFICATE': entry(
    'configuration', 'this-computer', 'Configuration', 'Certificate file not usable',
    'A certificate or key file of the output cannot be read or used.',
    'Check the paths in the output, that this user may read the files, and that they are PEM files and the key has no passphrase. The events wait in the spool.',
  ),
  'OUT-TOO-LARGE': entry(
    'refused', 'receiver', 'Validation', 'Event too large for the output',
    'An event is larger than this way out may carry.',
    'It is kept in quarantine. Raise the largest size of the output as far as the receiver allows, or use TCP or TLS instead of UDP, then retry it from there.',
  ),
  'OUT-VOLUME': entry(
    'throttled', 'receiver', 'Validation', 'Daily volume nearly used',
    'This output has sent most of the volume that was entered as its limit for a day.',
    'Look at the volume by log type under Outputs. Leave out event types that nobody needs, or raise the limit if the licence of the receiver allows more. The day starts again at 00:00 UTC.',
  ),
  'OUT-ARRIVAL': entry(
    'transient', 'receiver', 'Validation', 'Arrival not proven',
    'A marked event was sent, but DNIF does not find it.',
    'It is looked for again with the next marked event. If it lasts, ask your DNIF administrator for the state of the Adapter that receives this output, and check that scope and cluster are those that the events go to.',
  ),
  'OUT-SEARCH': entry(
    'transient', 'receiver', 'Validation', 'DNIF search not possible',
    'The Search API of DNIF could not be asked, so nothing is known about the arrival of events.',
    'Events are sent as before. If it lasts, check address, cluster ID and scope of the proof, and that the console can be reached from this computer.',
  ),
  'OUT-SEARCH-AUTH': entry(
    'authentication', 'receiver', 'Authentication', 'DNIF search refuses the token',
    'The Search API of DNIF does not accept the token, so nothing is known about the arrival of events.',
    'Create a token under Manage Tokens in DNIF, with the scope that the events go to, and enter it in the output. Events are sent as before.',
  ),
  'PC-DISK-FULL': entry(
    'transient', 'this-computer', 'Validation', 'Disk full',
    'There is no space left on the disk.',
    'Free some space. Collection goes on by itself; Mimecast keeps the logs meanwhile.',
  ),
  'PC-SPOOL': entry(
    'internal', 'this-computer', 'Validation', 'Spool not usable',
    'The local store of events cannot be read or written.',
    'Check the disk of this computer and the permissions of the application folder, then restart the application.',
  ),
  'PC-SPOOL-RECOVERED': entry(
    'transient', 'this-computer', 'Validation', 'Spool repaired',
    'The local store of events was damaged and has repaired itself.',
    'Nothing has to be done: what could not be read is collected again, and Quarantine says how much it was. If it happens again, check the disk of this computer.',
  ),
  'PC-KEYCHAIN': entry(
    'configuration', 'this-computer', 'Configuration', 'Keychain not available',
    'The keychain of this computer (Windows Credential Manager, macOS Keychain or Secret Service) does not answer or is locked.',
    'Unlock it and try again. On Linux a Secret Service such as GNOME Keyring or KWallet must run.',
  ),
  'PC-SECRET-MISSING': entry(
    'configuration', 'this-computer', 'Configuration', 'Client Secret missing',
    'The keychain of this computer holds no Client Secret for this connector.',
    'Open the connector and enter the Client Secret.',
  ),
  'PC-CLOCK': entry(
    'configuration', 'this-computer', 'Authentication', 'Clock of this computer is wrong',
    'The clock of this computer differs so much that certificates look invalid or logs could be asked for at the wrong time.',
    'Set the clock of this computer, best by switching on time synchronisation of the operating system.',
  ),
  'CFG-INVALID': entry(
    'configuration', 'this-computer', 'Configuration', 'Settings not valid',
    'Some of the values cannot be used.',
    'Correct the fields that are marked.',
  ),
  'APP-CANCELLED': entry(
    'internal', 'this-computer', 'Validation', 'Cancelled',
    'The action was cancelled.',
    'Start it again when you are ready.',
  ),
  'APP-BUG': entry(
    'internal', 'this-computer', 'Validation', 'Unexpected error',
    'Something happened that the program does not expect.',
    'It is tried again. Please send the details to support.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type FailureCode = keyof typeof catalogue;
export const failureCodes = Object.keys(catalogue) as [FailureCode, ...FailureCode[]];

/** The catalogue entry with its declared type, for code that switches on kind or party. */
export function describeFailure(code: FailureCode): CatalogueEntry {
  return catalogue[code];
}
