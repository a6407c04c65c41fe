/** What docs/mapping.md says before its tables. */
export function introduction(ecsVersion: string, ocsfVersion: string, ownFields: readonly string[]): string {
  return `# Mapping: raw records to events

Printed from the tables in \`electron/collector/pipeline/normalize/tables\` by \`node scripts/generate-docs.mjs\`; the code path is compiled from the
same tables, and a test fails when this page is not what they say. Do not edit it.

An output writes \`raw\` (the record untouched), \`normalized\` (one of the four models below) or \`both\` (the model, and the record byte for byte
under \`raw\`).

| Model | What it is |
|---|---|
| connector | our own event (\`shared/model/log-event.ts\`), small and flat |
| dnif | DNIF Data Model: flat, PascalCase, scalars only |
| ecs | Elastic Common Schema ${ecsVersion} |
| ocsf | Open Cybersecurity Schema Framework ${ocsfVersion} |

## Rules for all

- **Nothing is lost** in dnif, ecs and ocsf. A raw value that no field tells in full stays under its own name: \`mimecast.<log>.<snake_case>\` in ECS,
  \`unmapped.<name>\` in OCSF, PascalCase in DNIF (\`Vendor…\` in front when the name is taken). "In full" allows another letter case, another JSON
  type, no blanks or angle brackets around, and UTC for a time with an offset; a spelled-out code (\`Acc\`, accepted) keeps its code too. The
  connector model is a selection of fields: write \`both\` where every field must arrive in it, too.
- **Empty is absent**: null, "", blanks and the text "null", which Mimecast writes for an empty column.
- **Typed**: counts and sizes are numbers, yes/no fields booleans, times ISO 8601 UTC (OCSF: epoch ms). A value that does not read as its type is not
  guessed: it is kept as it is, in ECS under \`mimecast.<log>.unparsed\`, because text in a numeric field would make Elasticsearch refuse the event.
- **Validated**: IP addresses, mail addresses, hashes by length and digits, times between 2000 and 2100.
- **One limit**: whole numbers above 2^53 lose digits in every JSON reader that uses doubles, ours included; choose \`both\` to keep the text.
- \`spf\`, \`dkim\`, \`dmarc\` come from all four encodings of \`spamProcessingDetail\` (object, JSON text, JSON text encoded twice, null) and from \`authResults\`.

## DNIF

Names of DNIF's own public documents are used where there is one. Ours, in the same style: ${ownFields.map((name) => `\`${name}\``).join(', ')}, and the names that
raw fields keep. Streams AUTHENTICATION, IAM, AUDIT and THREAT are DNIF's; EMAIL is ours, since no stream for mail could be confirmed.
The format of \`SystemTstamp\` is not documented; we write ISO 8601 UTC. An extractor for the raw records and for these events is in [dnif/](dnif/README.md).

## ECS

Compared by hand with the public parser tests of another collector (eleven batch records of Mimecast): every raw value is in our result, and 193 of
the 214 fields that both results have are equal. The other 21, and why we differ:

| Field | Theirs | Ours | Why |
|---|---|---|---|
| \`event.dataset\` (11) | \`attachment protect\` | \`mimecast.siem\` | ECS recommends module and data set; a data set with blanks cannot name an Elasticsearch data stream. The event type is in \`event.code\`. |
| \`event.action\` (5) | \`Acc\`, \`Hld\`, \`Hold\`, \`Block\` | \`accepted\`, \`held\`, \`hold\`, \`block\` | The codes and their letter case change between releases of the API; the vendor's word is kept in \`mimecast.siem.action\`. |
| \`email.direction\` (3) | \`Inbound\` | \`inbound\` | Mimecast wrote \`Inbound\` in 2024 and \`inbound\` in 2025: one spelling, the one in ECS's own example. |
| \`event.category\` (2) | \`email\` | \`email\`, \`malware\` | A virus scanner's finding belongs to both categories. |

\`url.registered_domain\` and \`url.top_level_domain\` need the list of public suffixes, which changes weekly; Elasticsearch has a processor for them, so they
are left to it. \`email.from\` is the From header, else the envelope sender; \`email.sender\` is the envelope sender.

## OCSF

Email File Activity (4011) and Email URL Activity (4012) know a message by its id only, so sender, recipients and subject of such events are in \`unmapped\`
and, for searching, in \`observables\`. OCSF has marked both classes as superseded by \`email.files\` and \`email.urls\` of Email Activity (4009) since 1.4; they
are still part of it. Impersonation Protect and Internal Email Protect are Detection Findings (2004) with the message as evidence. A record
without a readable time has no \`time\`, although OCSF demands one: none is invented.`;
}
