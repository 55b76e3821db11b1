type Source = { source?: string };

/** Keeps a number as it was written, which a JavaScript number would not. */
class RawNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The fields of a JSON line as VictoriaLogs stores them: nested objects by dotted
 * names, everything else as text; `null` and empty texts vanish. Undefined when
 * the line is no JSON object.
 */
export function flattenJson(line: string): Record<string, string> | undefined {
  let parsed: unknown;
  try {
    // The third argument of the reviver is newer than the type definitions.
    const revive = (_: string, value: unknown, context?: Source) =>
      typeof value === 'number'
        ? new RawNumber(context?.source ?? String(value))
        : value;
    parsed = JSON.parse(
      line,
      revive as (key: string, value: unknown) => unknown,
    );
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return undefined;
  if (parsed instanceof RawNumber) return undefined;
  const fields: Record<string, string> = Object.create(null);
  flatten(parsed, '', fields);
  return fields;
}

function flatten(
  object: object,
  prefix: string,
  fields: Record<string, string>,
): void {
  for (const [key, value] of Object.entries(object)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (value === null) continue;
    if (
      typeof value === 'object' &&
      !Array.isArray(value) &&
      !(value instanceof RawNumber)
    ) {
      flatten(value, name, fields);
    } else {
      fields[name] = toText(value);
    }
  }
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return render(value);
}

function render(value: unknown): string {
  if (value instanceof RawNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(render).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(
      ([key, inner]) => `${JSON.stringify(key)}:${render(inner)}`,
    );
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(value);
}
