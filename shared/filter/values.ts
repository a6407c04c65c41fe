export type Zone = 'local' | 'utc';

const sizes: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 };

/** "1500", "1.5k", "2MiB" as a number; null when it is none. */
export function parseNumber(text: string): number | null {
  const match = /^(-?\d{1,15}(?:\.\d{1,20})?(?:e[+-]?\d{1,2})?)([a-z]{0,3})$/i.exec(text);
  if (match === null) return null;
  const unit = match[2] ?? '';
  const factor = unit === '' ? 1 : sizes[unit.toLowerCase()];
  // Plus zero, because a minus zero would print as another number.
  return factor === undefined ? null : Number(match[1]) * factor + 0;
}

const timeShape = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?)?$/i;

/** A date, or a date and time, as epoch ms; without an offset it is read in `zone`. Null when it is none. */
export function parseTime(text: string, zone: Zone): number | null {
  const match = timeShape.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '01', hour = '00', minute = '00', second = '00', fraction = '0', offset] = match;
  // Date.parse would take 31 February for 3 March in some engines; built from parts, it can be compared.
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}`;
  const utc = Date.parse(`${iso}Z`);
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(`${year}-${month}-${day}T`)) return null;
  const at = offset === undefined ? (zone === 'utc' ? utc : Date.parse(iso)) : Date.parse(`${iso}${offset.toUpperCase()}`);
  // Outside of these years a moment has no four-digit year to be written with.
  return at >= earliest && at < latest ? at : null;
}

const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T00:00:00Z');

/** Characters whose small form is an ASCII letter although they are not ASCII: left alone, so that bytes can be searched. */
const oddLetters = /[\u0130\u212a]/;

/** The text as it is compared: case does not count. */
export function fold(text: string): string {
  if (!oddLetters.test(text)) return text.toLowerCase();
  return text.split(/([\u0130\u212a])/).map((piece) => (oddLetters.test(piece) ? piece : piece.toLowerCase())).join('');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** JSON text with the escapes of its strings resolved: "https:\/\/" is found by typing "https://". */
export function searchText(json: string): string {
  if (!json.includes('\\')) return json;
  return json.replace(/\\(?:u([0-9a-f]{4})|([^u]))/gi, (whole: string, hex: string | undefined, char: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return char === undefined ? whole : (escapes[char] ?? char);
  });
}
