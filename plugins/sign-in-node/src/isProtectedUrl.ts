/** Hosts that may be spoken to without TLS: they do not leave the machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Tells whether a url names this machine. @public */
export function isLoopbackUrl(value: string): boolean {
  return URL.canParse(value) && LOOPBACK.test(new URL(value).hostname);
}

/**
 * Tells whether what is sent to a url cannot be read on the way: https, or http on loopback.
 * @public
 */
export function isProtectedUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return (
    protocol === 'https:' || (protocol === 'http:' && isLoopbackUrl(value))
  );
}
