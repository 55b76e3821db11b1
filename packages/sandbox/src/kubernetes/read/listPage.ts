import type { KubeObject, ObjectStore, ResourceType } from '../../types';
import { ApiError } from '../http/ApiError';
import { waitForVersion } from '../http/parseResourceVersion';
import { StoreError } from '../StoreError';
import type { ListOptions } from './listOptions';

/** The objects of one answer, not copied, and the list's metadata. */
export type ListPage = {
  objects: readonly KubeObject[];
  metadata: {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
};

/** `rv` is -1 in the token that comes with a 410: go on from the same key at today's version. */
type ContinueToken = { v: string; rv: number; start: string };

const TOKEN_VERSION = 'meta.k8s.io/v1';
const INCONSISTENT_VERSION = -1;
const CONTINUE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** Reads one page of a list: pages that follow show the state of the first one's version. */
export async function listPage(
  store: ObjectStore,
  type: ResourceType,
  namespace: string | undefined,
  options: ListOptions,
  signal: AbortSignal,
): Promise<ListPage> {
  if (options.continue) {
    return continuePage(store, type, namespace, options, options.continue);
  }
  if (options.resourceVersion !== undefined) {
    await waitForVersion(store, options.resourceVersion, signal);
  }
  if (options.resourceVersionMatch === 'Exact') {
    const at = String(options.resourceVersion);
    const all = viewAt(store, type, namespace, at, () =>
      ApiError.expired('The resourceVersion for the provided list is too old.'),
    );
    return cut(all, at, options);
  }
  // Served from the watch cache, which does not know limits.
  const unlimited =
    options.resourceVersion === 0 && options.resourceVersionMatch === undefined;
  return cut(
    store.view(type, namespace),
    store.resourceVersion,
    unlimited ? { ...options, limit: 0 } : options,
  );
}

function continuePage(
  store: ObjectStore,
  type: ResourceType,
  namespace: string | undefined,
  options: ListOptions,
  token: string,
): ListPage {
  if (options.resourceVersion) {
    throw ApiError.badRequest(
      'specifying resource version is not allowed when using continue',
    );
  }
  const { rv, start } = decodeToken(token);
  const at = rv === INCONSISTENT_VERSION ? store.resourceVersion : String(rv);
  const all = viewAt(store, type, namespace, at, () =>
    ApiError.expired(CONTINUE_EXPIRED, {
      continue: encodeToken(INCONSISTENT_VERSION, start),
    }),
  );
  return cut(
    all.filter(object => keyOf(object) > start),
    at,
    options,
  );
}

function viewAt(
  store: ObjectStore,
  type: ResourceType,
  namespace: string | undefined,
  at: string,
  expired: () => ApiError,
): readonly KubeObject[] {
  // A version of the future is one of another run of the sandbox.
  if (Number(at) > Number(store.resourceVersion)) {
    throw expired();
  }
  try {
    return store.view(type, namespace, { at });
  } catch (error) {
    throw error instanceof StoreError && error.reason === 'Expired'
      ? expired()
      : error;
  }
}

function cut(
  all: readonly KubeObject[],
  version: string,
  options: ListOptions,
): ListPage {
  const found: KubeObject[] = [];
  let seen = 0;
  for (const object of all) {
    if (options.limit > 0 && found.length === options.limit) {
      break;
    }
    seen += 1;
    if (!options.selective || options.matches(object)) {
      found.push(object);
    }
  }
  const metadata: ListPage['metadata'] = { resourceVersion: version };
  const isMore = options.selective
    ? all.slice(seen).some(options.matches)
    : seen < all.length;
  if (isMore) {
    metadata.continue = encodeToken(
      Number(version),
      keyOf(found[found.length - 1]),
    );
    if (!options.selective) {
      metadata.remainingItemCount = all.length - seen;
    }
  }
  return { objects: found, metadata };
}

function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

function encodeToken(rv: number, start: string): string {
  return Buffer.from(JSON.stringify({ v: TOKEN_VERSION, rv, start })).toString(
    'base64url',
  );
}

function decodeToken(token: string): ContinueToken {
  const refuse = (why: string) =>
    ApiError.badRequest(
      `invalid continue token: continue key is not valid: ${why}`,
    );
  let value: ContinueToken;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw refuse('invalid character looking for beginning of value');
  }
  if (
    value?.v !== TOKEN_VERSION ||
    !Number.isInteger(value.rv) ||
    typeof value.start !== 'string'
  ) {
    throw refuse('incomplete token');
  }
  return value;
}
