import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

import { directionOf } from '../../../shared/text/languages';
import { spokenLanguage } from '../../../shared/text/text';
import { appHost, appScheme } from './app-url';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** index.html with what belongs to this load in the places that wait for it. */
function pageOf(template: string, nonce: string): string {
  const language = spokenLanguage();
  return template.replaceAll('__STYLE_NONCE__', nonce).replace('__LANGUAGE__', language).replace('__DIRECTION__', directionOf(language));
}

/** What the page may do: run and show its own files. It has no network; everything comes over the bridge. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The component library writes style elements at run time; they carry the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The file below `root` that an address of ours means, or null. Says nothing about whether it exists. */
export function fileFor(root: string, address: string): string | null {
  let url: URL;
  let path: string;
  try {
    url = new URL(address);
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (url.protocol !== `${appScheme}:` || url.host !== appHost) return null;
  // A backslash or a drive is a path of its own on Windows; a NUL ends one in C.
  if (/[\\:\0]/.test(path)) return null;
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`);
  return file.startsWith(resolve(root) + sep) ? file : null;
}

/** Answers requests for the files of the built window, and nothing else. */
export function windowFiles(root: string): (request: { readonly url: string; readonly method: string }) => Promise<Response> {
  return async (request) => {
    const file = request.method === 'GET' ? fileFor(root, request.url) : null;
    const type = file === null ? undefined : contentTypes[extname(file)];
    if (file === null || type === undefined) return refused(404);
    try {
      // A link inside the folder must not lead out of it.
      if (!(await realpath(file)).startsWith((await realpath(root)) + sep)) return refused(404);
      const nonce = randomBytes(16).toString('base64');
      const body = await readFile(file);
      const page = extname(file) === '.html' ? pageOf(body.toString('utf8'), nonce) : new Uint8Array(body);
      return new Response(page, { status: 200, headers: headers(type, nonce) });
    } catch {
      return refused(404);
    }
  };
}

function headers(type: string, nonce: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
}

function refused(status: number): Response {
  return new Response(null, { status, headers: headers('text/plain; charset=utf-8', randomBytes(16).toString('base64')) });
}
