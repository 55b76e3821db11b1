/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import { equalJson, isRecord } from '../json';
import { MERGE_KEYS } from './applyStrategicMergePatch';

type FieldSet = { [path: string]: FieldSet };
type ManagedFields = {
  manager: string;
  operation: 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldSet;
  subresource?: string;
};

/** Metadata that nobody owns. */
const SYSTEM_METADATA = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
];

/**
 * The `managedFields` after a write: who wrote adds the fields that changed to those it owns and takes them
 * from the others. A write that changes nothing keeps them, time included.
 */
export function trackManager(
  previous: Record<string, any> | undefined,
  next: Record<string, any>,
  writer: {
    manager: string;
    apiVersion: string;
    time: string;
    subresource?: string;
  },
): ManagedFields[] | undefined {
  const before: ManagedFields[] = previous?.metadata.managedFields ?? [];
  const changed = changedFields(owned(previous ?? {}), owned(next));
  if (!Object.keys(changed).length) {
    return before.length ? before : undefined;
  }
  const isWriter = (entry: ManagedFields) =>
    entry.manager === writer.manager &&
    entry.subresource === writer.subresource;
  const others = before
    .filter(entry => !isWriter(entry))
    .map(entry => ({ ...entry, fieldsV1: without(entry.fieldsV1, changed) }))
    .filter(entry => Object.keys(entry.fieldsV1).length);
  const mine = before.find(isWriter)?.fieldsV1 ?? {};
  return [
    ...others,
    {
      manager: writer.manager,
      operation: 'Update',
      apiVersion: writer.apiVersion,
      time: writer.time,
      fieldsType: 'FieldsV1',
      fieldsV1: union(prune(mine, owned(next)), changed),
      subresource: writer.subresource,
    },
  ];
}

/** What can be owned of an object. */
function owned(object: Record<string, any>): Record<string, any> {
  const metadata = { ...object.metadata };
  for (const field of SYSTEM_METADATA) {
    delete metadata[field];
  }
  return { ...object, kind: undefined, apiVersion: undefined, metadata };
}

/** Children of a node by their name in a field set; `undefined` for a leaf. */
function children(
  field: string,
  value: unknown,
): Map<string, [string, unknown]> | undefined {
  if (isRecord(value)) {
    return new Map(
      Object.entries(value).flatMap(([key, child]) =>
        child === undefined ? [] : [[`f:${key}`, [key, child]]],
      ),
    );
  }
  const mergeKey = MERGE_KEYS[field];
  if (
    Array.isArray(value) &&
    mergeKey &&
    value.length &&
    value.every(item => isRecord(item) && item[mergeKey] !== undefined)
  ) {
    return new Map(
      value.map(item => [
        `k:${JSON.stringify({ [mergeKey]: item[mergeKey] })}`,
        ['', item],
      ]),
    );
  }
  return undefined;
}

function changedFields(before: unknown, after: unknown, field = ''): FieldSet {
  const result: FieldSet = {};
  const old = children(field, before) ?? new Map();
  for (const [path, [key, value]] of children(field, after) ?? new Map()) {
    const [, oldValue] = old.get(path) ?? ['', undefined];
    if (equalJson(value, oldValue)) {
      continue;
    }
    const inner = children(key, value)?.size
      ? changedFields(oldValue, value, key)
      : {};
    // A field whose only change is that something in it went away has a new value of nobody.
    if (Object.keys(inner).length || !children(key, value)?.size) {
      result[path] = inner;
    }
  }
  return result;
}

/** Drops what the object does not have any more. */
function prune(fields: FieldSet, value: unknown, field = ''): FieldSet {
  const existing = children(field, value);
  return Object.fromEntries(
    Object.entries(fields).flatMap(([path, inner]) => {
      const found = existing?.get(path);
      return found ? [[path, prune(inner, found[1], found[0])]] : [];
    }),
  );
}

function union(a: FieldSet, b: FieldSet): FieldSet {
  const result = { ...a };
  for (const [path, inner] of Object.entries(b)) {
    result[path] = union(result[path] ?? {}, inner);
  }
  return result;
}

function without(fields: FieldSet, taken: FieldSet): FieldSet {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([path, inner]) => {
      if (!(path in taken)) {
        return [[path, inner]];
      }
      const rest = without(inner, taken[path]);
      return Object.keys(rest).length ? [[path, rest]] : [];
    }),
  );
}
