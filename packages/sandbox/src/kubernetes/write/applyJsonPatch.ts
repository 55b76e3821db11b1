import { ApiError } from '../http/ApiError';
import { cloneJson, equalJson, isRecord } from '../json';

type Operation = { op: string; path: string; from?: string; value?: unknown };
type Container = Record<string, unknown> | unknown[];

/** The server tells no cause for an operation that fails. */
function reject(): ApiError {
  return new ApiError(
    422,
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
}

/** Applies a JSON patch (RFC 6902) to a copy. */
export function applyJsonPatch<T>(target: T, patch: unknown): T {
  if (!Array.isArray(patch)) {
    throw ApiError.badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  }
  // One root to hold the document, so that even the path "" has a parent.
  const root = { document: cloneJson(target) as unknown };
  for (const operation of patch as Operation[]) {
    applyOperation(root, operation);
  }
  return root.document as T;
}

function applyOperation(root: Container, operation: Operation): void {
  const { op, path, from, value } = operation;
  if (typeof path !== 'string') {
    throw reject();
  }
  switch (op) {
    case 'test':
      if (!equalJson(read(root, path), value)) {
        throw reject();
      }
      return;
    case 'remove':
      remove(root, path);
      return;
    case 'add':
      add(root, path, cloneJson(value));
      return;
    case 'replace':
      read(root, path);
      remove(root, path);
      add(root, path, cloneJson(value));
      return;
    case 'copy':
      add(root, path, cloneJson(read(root, from ?? '')));
      return;
    case 'move': {
      const moved = read(root, from ?? '');
      remove(root, from ?? '');
      add(root, path, moved);
      return;
    }
    default:
      throw reject();
  }
}

function locate(
  root: Container,
  path: string,
): { parent: Container; key: string } {
  if (path !== '' && !path.startsWith('/')) {
    throw reject();
  }
  const keys = path
    .split('/')
    .map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  keys[0] = 'document';
  let parent: unknown = root;
  for (const key of keys.slice(0, -1)) {
    parent = Array.isArray(parent)
      ? parent[indexOf(key, parent.length)]
      : ownField(parent, key);
  }
  if (!Array.isArray(parent) && !isRecord(parent)) {
    throw reject();
  }
  return { parent, key: keys[keys.length - 1] };
}

function read(root: Container, path: string): unknown {
  const { parent, key } = locate(root, path);
  return Array.isArray(parent)
    ? parent[indexOf(key, parent.length)]
    : ownField(parent, key);
}

function remove(root: Container, path: string): void {
  const { parent, key } = locate(root, path);
  if (Array.isArray(parent)) {
    parent.splice(indexOf(key, parent.length), 1);
  } else {
    ownField(parent, key);
    delete parent[key];
  }
}

function add(root: Container, path: string, value: unknown): void {
  const { parent, key } = locate(root, path);
  if (Array.isArray(parent)) {
    parent.splice(
      key === '-' ? parent.length : indexOf(key, parent.length + 1),
      0,
      value,
    );
  } else {
    Object.defineProperty(parent, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

function ownField(value: unknown, key: string): unknown {
  if (!isRecord(value) || !Object.hasOwn(value, key)) {
    throw reject();
  }
  return value[key];
}

function indexOf(key: string, length: number): number {
  const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : NaN;
  if (!(index < length)) {
    throw reject();
  }
  return index;
}
