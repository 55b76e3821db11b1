import { createHash, randomBytes } from 'node:crypto';
import { AuthProviderFactory } from '@backstage/plugin-auth-node';
import type { CookieOptions, Request, Response } from 'express';

/** How long somebody may take to sign in at the provider. */
export const REQUEST_LIFETIME_MS = 600_000;

const COOKIE = 'saml-request';
const NONCE = /^(\d{13})\.([A-Za-z0-9_-]{43})$/;

type Urls = Pick<Parameters<AuthProviderFactory>[0], 'baseUrl'>;

/** A sign-in that a browser has begun. */
export type SamlRequest = { id: string; issuedAt: Date; expiresAt: Date };

/*
 * A response is accepted only in the browser that asked for it, without the
 * portal remembering every request that somebody begins.
 *
 * The browser keeps a nonce in a cookie that no script can read, and the id of the
 * SAML request is the nonce's hash. A response names that id as InResponseTo, and
 * the identity provider has signed it. So whoever steals a response, or has one for
 * themselves and wants somebody else to use it, needs a nonce whose hash they know.
 * The nonce begins with the time, which bounds its life. What remains is to accept
 * each id once, and for that only ids of validly signed responses are stored.
 *
 * The identity provider posts from another site, where browsers send only cookies
 * with SameSite=None, and keep those only over https. On http, which is for
 * loopback, provider and portal are on one site and Lax is enough.
 */

/** Begins a request and gives its secret to the browser. */
export function beginRequest(res: Response, urls: Urls): SamlRequest {
  const nonce = `${Date.now()}.${randomBytes(32).toString('base64url')}`;
  res.cookie(COOKIE, nonce, {
    ...cookieOptions(urls),
    maxAge: REQUEST_LIFETIME_MS,
  });
  return toRequest(nonce)!;
}

/** The request that this browser has begun, unless it is too old. It is taken from the browser. */
export function endRequest(
  req: Request,
  res: Response,
  urls: Urls,
): SamlRequest | undefined {
  const nonce: unknown = req.cookies?.[COOKIE];
  if (typeof nonce !== 'string') return undefined;
  res.clearCookie(COOKIE, cookieOptions(urls));
  const request = toRequest(nonce);
  const now = Date.now();
  return request &&
    request.issuedAt.getTime() <= now &&
    now < request.expiresAt.getTime()
    ? request
    : undefined;
}

function toRequest(nonce: string): SamlRequest | undefined {
  const [, time] = NONCE.exec(nonce) ?? [];
  if (!time) return undefined;
  return {
    // An id must not begin with a digit.
    id: `_${createHash('sha256').update(nonce).digest('hex')}`,
    issuedAt: new Date(Number(time)),
    expiresAt: new Date(Number(time) + REQUEST_LIFETIME_MS),
  };
}

function cookieOptions({ baseUrl }: Urls): CookieOptions {
  const { protocol, pathname } = new URL(`${baseUrl}/saml/handler`);
  const secure = protocol === 'https:';
  return {
    httpOnly: true,
    path: pathname,
    secure,
    sameSite: secure ? 'none' : 'lax',
  };
}
