import { ApiError } from '../http/ApiError';
import { cloneJson, isRecord } from '../json';

/** The field by which the items of a list are told apart; lists not named here are replaced as a whole. */
export const MERGE_KEYS: Record<string, string> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** Lists of plain values that grow instead of being replaced. */
const MERGED_PRIMITIVES = ['finalizers'];

const ORDER_DIRECTIVE = '$setElementOrder/';
const DELETE_DIRECTIVE = '$deleteFromPrimitiveList/';

type Fields = Record<string, any>;

/**
 * Applies a strategic merge patch: like a merge patch, but the usual lists of pods, services and
 * conditions are merged by their key, and the `$patch`, `$retainKeys`, `$deleteFromPrimitiveList` and
 * `$setElementOrder` directives hold.
 */
export function applyStrategicMergePatch(
  target: unknown,
  patch: unknown,
): unknown {
  if (!isRecord(patch)) {
    throw ApiError.badRequest(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  }
  return mergeFields(isRecord(target) ? target : {}, patch);
}

function mergeFields(target: Fields, patch: Fields): Fields {
  if (patch.$patch === 'replace') {
    return cloneJson({ ...patch, $patch: undefined });
  }
  if (patch.$patch === 'delete') {
    return {};
  }
  const result: Fields = { ...target };
  if (Array.isArray(patch.$retainKeys)) {
    for (const key of Object.keys(result)) {
      if (!patch.$retainKeys.includes(key)) {
        delete result[key];
      }
    }
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETE_DIRECTIVE)) {
      const field = key.slice(DELETE_DIRECTIVE.length);
      result[field] = (result[field] ?? []).filter(
        (item: unknown) => !value.includes(item),
      );
    } else if (key.startsWith('$')) {
      continue;
    } else if (value === null) {
      delete result[key];
    } else if (Array.isArray(value)) {
      result[key] = mergeList(
        key,
        result[key],
        value,
        patch[`${ORDER_DIRECTIVE}${key}`],
      );
    } else if (isRecord(value)) {
      result[key] = mergeFields(
        isRecord(result[key]) ? result[key] : {},
        value,
      );
    } else {
      result[key] = value;
    }
  }
  return result;
}

function mergeList(
  field: string,
  current: unknown,
  patch: any[],
  order: unknown,
): unknown[] {
  const existing: any[] = Array.isArray(current) ? current : [];
  if (MERGED_PRIMITIVES.includes(field)) {
    return [...new Set([...existing, ...patch])];
  }
  const items = patch.filter(
    item =>
      !(
        isRecord(item) &&
        item.$patch === 'replace' &&
        Object.keys(item).length === 1
      ),
  );
  const key = mergeKeyOf(field, [...existing, ...patch]);
  if (!key || items.length < patch.length) {
    return cloneJson(items);
  }
  let result = [...existing];
  const patched: any[] = [];
  for (const item of items) {
    if (!isRecord(item) || item[key] === undefined) {
      throw ApiError.internal(
        `map: ${formatGoMap(item)} does not contain declared merge key: ${key}`,
      );
    }
    const index = result.findIndex(candidate => candidate[key] === item[key]);
    if (item.$patch === 'delete') {
      result = result.filter(candidate => candidate[key] !== item[key]);
    } else if (index >= 0) {
      patched.push(mergeFields(result[index], item));
    } else {
      patched.push(mergeFields({}, item));
    }
  }
  result = sortedIn(result, patched, key);
  return Array.isArray(order) ? inOrder(result, key, order) : result;
}

/**
 * As the real server does without an order in the patch: what the patch names
 * keeps its order, and comes before the rest unless both were there before.
 */
function sortedIn(existing: any[], patched: any[], key: string): any[] {
  const keys = patched.map(item => item[key]);
  const rest = existing.filter(item => !keys.includes(item[key]));
  const place = (item: any) =>
    existing.findIndex(candidate => candidate[key] === item[key]);
  const result: any[] = [];
  while (rest.length > 0 && patched.length > 0) {
    const before = place(patched[0]) >= 0 && place(rest[0]) < place(patched[0]);
    result.push((before ? rest : patched).shift());
  }
  return [...result, ...rest, ...patched];
}

/** Ports have another key in a container than in a Service. */
function mergeKeyOf(field: string, items: any[]): string | undefined {
  if (field === 'ports') {
    return items.some(item => isRecord(item) && 'containerPort' in item)
      ? 'containerPort'
      : 'port';
  }
  return MERGE_KEYS[field];
}

function inOrder(items: any[], key: string, order: any[]): any[] {
  const wanted = order.map(item => (isRecord(item) ? item[key] : item));
  const rank = (item: any) => {
    const index = wanted.indexOf(item[key]);
    return index < 0 ? wanted.length : index;
  };
  return [...items].sort((a, b) => rank(a) - rank(b));
}

function formatGoMap(value: unknown): string {
  return isRecord(value)
    ? `map[${Object.keys(value)
        .sort()
        .map(key => `${key}:${value[key]}`)
        .join(' ')}]`
    : String(value);
}
