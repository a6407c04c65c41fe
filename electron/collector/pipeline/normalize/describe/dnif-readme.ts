import { streams } from './dnif-extractor';

/** docs/dnif/README.md. */
export function dnifReadme(): string {
  return `# Mimecast events in DNIF

Printed by \`node scripts/generate-docs.mjs\`. \`mimecast-extractor.yaml\` tells DNIF how to read what Mimecast Connector sends; it is printed from the
mapping tables (../mapping.md).

## Which format to choose for the output

| Your plan | Output format | Extractor | What you search |
|---|---|---|---|
| Professional or Enterprise (custom extractors allowed) | normalized or both, model **dnif** | add \`mimecast-extractor.yaml\` | \`$SrcIP\`, \`$Action\`, \`stream=THREAT\` … |
| Essential (no custom extractors) | normalized, model **dnif** | none | the same names with \`@\`, read when searched: \`@SrcIP\`, \`@Action\` |
| Any, when the record must reach DNIF as Mimecast wrote it | **raw** | optional; the file also reads raw records | \`@senderIp\`, or \`$SrcIP\` with the extractor |

JSON needs no extractor to be searched (DNIF's schema on read). The extractor adds typed \`$\` fields, streams, enrichment by country of \`SrcIP\` and
\`DstIP\`, and parse status PAD instead of NLF. Raw records lack what only the model computes: \`Action\`, \`Status\`, \`Severity\`, verdicts, addresses
inside audit texts. \`both\` costs about twice the volume, which DNIF bills.

## Adding it

1. In DNIF: Extractors, add, paste the file. Change \`extractor-id\` if it is taken.
2. Run the validator with a few lines of the file output (at most 500 samples of 10,000 characters, one in each line).
3. Streams: ${streams().map((stream) => `\`${stream}\``).join(', ')}. \`EMAIL\` is ours, and so are the fields that ../mapping.md lists as ours; the validator asks for a ticket to DNIF support for
   new streams and fields. Where you do not want that, replace \`EMAIL\` by \`OTHER\` and leave out the fields.
4. Send a test event from the connector and look at its \`PStatus\`: PAD means read as desired, NLF that no master filter matched.

Not tried on a real tenant: DNIF's public documents show the extractor's keys, not every rule of its validator.
`;
}
