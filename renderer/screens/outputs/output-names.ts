/** What stands in an empty field as an example. Data, the same in every language. */
export const examples = {
  dnifUrl: 'https://tenant.dnif.cloud/…',
  ndjsonUrl: 'https://logs.example.com/ingest',
  splunkUrl: 'https://splunk.example.com:8088',
  elasticUrl: 'https://elastic.example.com:9200',
  elasticIndex: 'logs-mimecast-default',
  brokers: 'kafka1.example.com:9093, kafka2.example.com:9093',
  topic: 'mimecast',
  host: 'siem.example.com',
  console: 'https://dnif.example.com',
  caFile: '/etc/ssl/company-ca.pem',
  fields: 'Subject, email.subject',
  eventTypes: 'receipt, delivery',
} as const;

/** Names of standards, which no language translates. */
export const standards = { tls: 'TLS', tcp: 'TCP', udp: 'UDP', rfc5424: 'RFC 5424', rfc3164: 'RFC 3164', base64: 'Base64' } as const;
