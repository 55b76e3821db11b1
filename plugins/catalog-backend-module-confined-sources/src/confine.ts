import { InputError } from '@backstage/errors';

/** Long enough for any real path, short enough to print. */
const MAX_REFERENCE_LENGTH = 500;
// Letters, digits and what paths are made of; no scheme, query, escape or backslash.
const PLAIN_PATH = /^(?:\.\/)?(?!\/)[\p{L}\p{N} ._@+~/-]+$/u;

/** Resolves a relative address the way the Git host of the base writes it. */
export type ResolveUrl = (url: string, base: string) => string;

/**
 * The folder that a descriptor lies in, as an address and as the Git host writes it:
 * GitHub has files below `blob` and resolves them below `tree`.
 */
function foldersOf(descriptorUrl: string, resolveUrl: ResolveUrl): string[] {
  const { origin, pathname } = new URL(descriptorUrl);
  return [
    `${origin}${pathname.slice(0, pathname.lastIndexOf('/') + 1)}`,
    `${resolveUrl('./', descriptorUrl).replace(/\/+$/, '')}/`,
  ];
}

/** A relative path that cannot lead out of its folder; throws for everything else. */
export function requirePlainPath(reference: unknown, what: string): string {
  const isPlain =
    typeof reference === 'string' &&
    reference.length <= MAX_REFERENCE_LENGTH &&
    PLAIN_PATH.test(reference) &&
    !reference.split('/').includes('..');
  if (!isPlain) {
    throw new InputError(
      `${what} must be a relative path below the folder of the descriptor, without '..'`,
    );
  }
  return reference as string;
}

/**
 * The resolved address must lie below the folder of the descriptor whatever resolved it.
 * What an address hides in escapes is refused rather than decoded.
 */
export function requireBelow(options: {
  url: string;
  descriptorUrl: string;
  resolveUrl: ResolveUrl;
  what: string;
}): void {
  const { url, descriptorUrl, resolveUrl, what } = options;
  let isBelow = false;
  try {
    const { origin, pathname, search, hash, username } = new URL(url);
    isBelow =
      !search &&
      !hash &&
      !username &&
      !/%(?:2e|2f|5c|25)/i.test(url) &&
      foldersOf(descriptorUrl, resolveUrl).some(folder =>
        `${origin}${pathname}`.startsWith(folder),
      );
  } catch {
    // Not an address at all.
  }
  if (!isBelow) {
    throw new InputError(
      `${what} leads out of the folder of the descriptor, ${descriptorUrl}`,
    );
  }
}
