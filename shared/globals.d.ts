/**
 * The one global that every area has (Node, window) but plain ES2023 does not name.
 * Ambient for this project only: other areas see their own platform's declaration.
 */
interface URL {
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly search: string;
  readonly hash: string;
}
declare const URL: new (text: string) => URL;
