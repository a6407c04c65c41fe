import { appHost, appScheme } from '../windows/app-url';

/** What is looked at of an IPC event. `senderFrame` is null when the frame is gone already. */
export type IpcSender = {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
};

/** Whether the message comes from the top frame of our own window, showing our own page. */
export function isTrustedSender(event: IpcSender, windowId: number | null): boolean {
  if (windowId === null || event.sender.id !== windowId) return false;
  const frame = event.senderFrame;
  if (frame === null || frame.parent !== null) return false;
  try {
    // `origin` is "null" for schemes that Node does not know, so the parts are compared.
    const url = new URL(frame.url);
    return url.protocol === `${appScheme}:` && url.host === appHost;
  } catch {
    return false;
  }
}
