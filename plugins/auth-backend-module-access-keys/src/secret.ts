import { createHash, randomBytes } from 'node:crypto';

/** By this secret scanners know a key: `aiops_key_` and 43 characters of base64url. */
const PREFIX = 'aiops_key_';
const SECRET_BYTES = 32;
const SECRET = /^aiops_key_[A-Za-z0-9_-]{43}$/;

/**
 * Makes a secret of 256 random bits. So many need no salt, no pepper and no slow
 * hash: there is no list of likely ones to try.
 */
export function createSecret(): { secret: string; hash: string } {
  const secret = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { secret, hash: hashOf(secret) };
}

/** What is stored of a secret; undefined when the text cannot be one. */
export function hashSecret(text: unknown): string | undefined {
  return typeof text === 'string' && SECRET.test(text)
    ? hashOf(text)
    : undefined;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
