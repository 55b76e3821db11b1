/** JSON as manifests hold it. */
type Json = unknown;

/**
 * Brings a live value to a desired one and leaves alone what nobody desired: fields
 * that controllers or the API server filled in stay, fields that were desired the
 * last time and no longer are go.
 *
 * @remarks
 * Lists whose items have names are merged item by item, as `kubectl apply` does for
 * containers, ports and variables; all others are replaced.
 */
export function threeWayMerge(last: Json, desired: Json, live: Json): Json {
  if (isRecord(desired) && isRecord(live)) {
    const merged: Record<string, Json> = { ...live };
    for (const key of Object.keys(isRecord(last) ? last : {})) {
      if (!(key in desired)) {
        delete merged[key];
      }
    }
    for (const [key, value] of Object.entries(desired)) {
      merged[key] = threeWayMerge(field(last, key), value, live[key]);
    }
    return merged;
  }
  if (isNamedList(desired) && isNamedList(live)) {
    const lastItems = isNamedList(last) ? last : [];
    return desired.map(item =>
      threeWayMerge(
        lastItems.find(({ name }) => name === item.name),
        item,
        live.find(({ name }) => name === item.name),
      ),
    );
  }
  return desired;
}

function field(value: Json, key: string): Json {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamedList(value: Json): value is Array<Record<string, Json>> {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => isRecord(item) && typeof item.name === 'string')
  );
}
