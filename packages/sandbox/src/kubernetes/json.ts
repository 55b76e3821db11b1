/* eslint-disable @typescript-eslint/no-explicit-any -- works on free-form JSON */

/** Deep copy of JSON data; several times faster than `structuredClone`, which also handles what JSON cannot hold. */
export function cloneJson<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(cloneJson) as T;
  }
  if (value !== null && typeof value === 'object') {
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const field = (value as Record<string, unknown>)[key];
      // What JSON cannot carry does not come back from a real server either.
      if (field !== undefined) {
        copy[key] = cloneJson(field);
      }
    }
    return copy as T;
  }
  return value;
}

/** Deep equality of JSON data; `undefined` fields count as absent. */
export function equalJson(a: any, b: any): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => equalJson(item, b[index]))
    );
  }
  if (!isRecord(a) || !isRecord(b)) {
    return false;
  }
  const keys = Object.keys(a).filter(key => a[key] !== undefined);
  return (
    keys.length === Object.keys(b).filter(key => b[key] !== undefined).length &&
    keys.every(key => equalJson(a[key], b[key]))
  );
}

/** Whether a value is a JSON object, and neither an array nor null. */
export function isRecord(value: unknown): value is Record<string, any> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
