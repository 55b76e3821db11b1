import { AuthenticationError } from '@backstage/errors';
import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { Authentication } from './requireAuthentication';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';

/** What the portal has to remember of a sign-in for as long as the session lives. */
export type Session = {
  refreshToken: string;
  /** The provider's `sub`; a session never changes hands. */
  subject: string;
  /** When the person signed in, in seconds since 1970; refreshes leave it. */
  startedAtS: number;
  authentication: Authentication;
  /** Tells the provider which session ends at sign-out. */
  idToken?: string;
};

/**
 * Puts sessions into the refresh cookie so that nobody else can read, forge or
 * prolong them.
 *
 * @remarks
 * The stock cookie holds the bare refresh token, and its age is enforced by the
 * browser alone and begins anew whenever the token changes. Here the cookie holds
 * the token together with the time and the strength of the sign-in, encrypted
 * and authenticated (AES-256-GCM) under a key derived from the portal's session
 * secret for one client at one issuer. Nothing is stored at the server, so every
 * replica can open it; a new secret ends every session.
 */
export class SealedSessions {
  readonly #key: Buffer;
  readonly #durationS: number;

  constructor(options: {
    secret: string;
    issuer: string;
    clientId: string;
    durationMs: number;
  }) {
    const { secret, issuer, clientId } = options;
    const purpose = JSON.stringify(['zitadel-session', issuer, clientId]);
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
    this.#durationS = options.durationMs / 1_000;
  }

  seal(session: Session): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, iv);
    const sealed = Buffer.concat([
      iv,
      cipher.update(JSON.stringify(session), 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return VERSION + sealed.toString('base64url');
  }

  /** @throws AuthenticationError when it is not one of ours, or is over. */
  open(sealed: string): Session {
    const session = this.read(sealed);
    if (!session) {
      throw new AuthenticationError('The session cookie is not of this portal');
    }
    if (Date.now() / 1_000 >= session.startedAtS + this.#durationS) {
      throw new AuthenticationError('The session is over, sign in again');
    }
    return session;
  }

  /** The session, over or not; undefined when it is not one of ours. */
  read(sealed: string): Session | undefined {
    if (!sealed.startsWith(VERSION)) return undefined;
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
    if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(
      ALGORITHM,
      this.#key,
      bytes.subarray(0, IV_BYTES),
      { authTagLength: TAG_BYTES },
    );
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
      return JSON.parse(text);
    } catch {
      return undefined; // Forged, damaged, or sealed under another secret.
    }
  }
}
