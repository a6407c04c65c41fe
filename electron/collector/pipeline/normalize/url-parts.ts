/** Longer addresses are an attack on whoever parses them. */
const longestUrl = 16_384;

/** A URL with a host, or nothing: "login.example.net/a" or "mailto:x" are none. */
export function parsedUrl(given: string): URL | undefined {
  if (given.length > longestUrl || !/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return undefined;
  return URL.canParse(given) ? new URL(given) : undefined;
}

export function portOf(url: URL): number | undefined {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'http:' ? 80 : url.protocol === 'https:' ? 443 : undefined;
}
