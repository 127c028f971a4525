/** With this a style element that a script makes is let in by the server's policy; empty where nothing asks for it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
}
