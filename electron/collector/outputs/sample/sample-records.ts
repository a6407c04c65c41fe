import type { LogType } from '../../../../shared/model/log-type';

/** A record as Mimecast writes it (API.md §2 to §5), invented, with addresses and networks that are reserved for examples. */
export function sampleRecord(logType: LogType, now: number): Readonly<Record<string, unknown>> {
  const time = `${new Date(now).toISOString().slice(0, 19)}+0000`;
  switch (logType) {
    case 'SIEM':
      return {
        aggregateId: 'ZXhhbXBsZQ01', processingId: 'cHJvY2Vzc2luZw01', accountId: 'C0A0000', timestamp: now, action: 'Acc', senderEnvelope: 'bounce@news.example.com',
        senderHeader: 'news@example.com', messageId: '<20260105.0811@news.example.com>', subject: 'Quarterly figures', recipients: 'jane@example.org', senderIp: '192.0.2.10',
        direction: 'inbound', numberAttachments: '0', tlsVersion: 'TLSv1.3', tlsCipher: 'TLS_AES_256_GCM_SHA384', spamScore: '0', type: 'receipt', subtype: 'Acc',
      };
    case 'DLP':
      return { senderAddress: 'jane@example.org', recipientAddress: 'partner@example.net', subject: 'Contract', eventTime: time, route: 'outbound', policy: 'Confidential', action: 'hold', messageId: '<ee36704d@example.org>' };
    case 'Audit_Events':
      return {
        id: 'eNoVzk0LgjAAgOH_0001', auditType: 'User Logged On', user: 'jane@example.org', eventTime: time, category: 'authentication_logs',
        eventInfo: `Successful authentication for jane@example.org <Jane Doe>, Date: ${time.slice(0, 10)}, Time: ${time.slice(11, 19)} GMT, IP: 192.0.2.1, Application: Administration Console, Method: Cloud, 2FA: TOTP`,
      };
    case 'Hold_Message_List':
      return {
        id: 'eNpVzskOgjAABNB_0001', reason: 'Message Hold Applied - Spam Signature policy', reasonId: 'MESSAGE_HOLD_APPLIED_SPAM_SIGNATURE_POLICY', reasonCode: 'message_hold_applied_spam_signature_policy',
        from: { emailAddress: 'bounce@news.example.com', displayableName: '' }, fromHeader: { emailAddress: 'news@example.com', displayableName: 'News' }, to: { emailAddress: 'jane@example.org', displayableName: 'Jane' },
        subject: 'Offer', route: 'INBOUND', hasAttachments: false, size: 7543, dateReceived: time, policyInfo: 'Relaxed spam detection',
      };
  }
}
