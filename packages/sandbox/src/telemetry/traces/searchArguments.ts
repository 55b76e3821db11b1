import { HttpError } from '../http';

const DEFAULT_LIMIT = 100;
const DEFAULT_LOOKBACK_US = 48 * 3600 * 1e6;
const DEFAULT_DEPENDENCY_LOOKBACK_MS = 24 * 3600 * 1000;
const UNITS_US: Record<string, number> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  μs: 1,
  ms: 1e3,
  s: 1e6,
  m: 60e6,
  h: 3600e6,
};

/** What `/api/traces` is asked for. */
export type TraceSearch = {
  traceIds: string[];
  service: string;
  operation: string;
  tags: Map<string, string>;
  startUs: number;
  endUs: number;
  /** 0 is no limit. */
  limit: number;
  minDurationUs: number;
  maxDurationUs: number;
};

/** Reads the arguments of `/api/traces`, in Jaeger's order of complaints. */
export function readSearch(form: URLSearchParams, nowMs: number): TraceSearch {
  const nowUs = nowMs * 1000;
  const startUs = readInteger(form, 'start') ?? nowUs - DEFAULT_LOOKBACK_US;
  const endUs = readInteger(form, 'end') ?? nowUs;
  const tags = readTags(form);
  const limitText = form.get('limit');
  const limit = limitText ? parseGoInteger(limitText) : DEFAULT_LIMIT;
  const minDurationUs = readDuration(form, 'minDuration');
  const maxDurationUs = readDuration(form, 'maxDuration');
  const traceIds = form.getAll('traceID').map(text => {
    try {
      return parseTraceId(text);
    } catch (error) {
      throw bad(`cannot parse traceID param: ${(error as Error).message}`);
    }
  });
  const service = form.get('service') ?? '';
  if (traceIds.length === 0) {
    requireService(service);
  }
  if (minDurationUs && maxDurationUs && maxDurationUs < minDurationUs) {
    throw bad(`'maxDuration' should be greater than 'minDuration'`);
  }
  const operation = form.get('operation') ?? '';
  return {
    traceIds,
    service,
    operation,
    tags,
    startUs,
    endUs,
    limit: Math.max(0, limit),
    minDurationUs,
    maxDurationUs,
  };
}

/** Reads the arguments of `/api/dependencies`. */
export function readDependencyRange(form: URLSearchParams, nowMs: number) {
  const endMs = readInteger(form, 'endTs') ?? nowMs;
  const lookbackMs =
    readInteger(form, 'lookback') ?? DEFAULT_DEPENDENCY_LOOKBACK_MS;
  return { startUs: (endMs - lookbackMs) * 1000, endUs: endMs * 1000 };
}

export function requireService(service: string): void {
  if (!service) {
    throw bad(`parameter 'service' is required`);
  }
}

/** A trace id in its usual form; Jaeger lets leading zeros be left out. */
export function parseTraceId(text: string): string {
  if (text.length > 32) {
    throw bad(`TraceID cannot be longer than 32 hex characters: ${text}`);
  }
  const high = text.length > 16 ? [text.slice(0, -16)] : [];
  for (const part of [...high, text.slice(-16)]) {
    if (!/^[\da-fA-F]+$/.test(part)) {
      throw bad(invalidSyntax('ParseUint', part));
    }
  }
  return text.toLowerCase().padStart(32, '0');
}

function readInteger(form: URLSearchParams, name: string): number | undefined {
  const text = form.get(name);
  return text ? named(name, () => parseGoInteger(text)) : undefined;
}

function parseGoInteger(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw bad(invalidSyntax('ParseInt', text));
  }
  return Number(text);
}

function readDuration(form: URLSearchParams, name: string): number {
  const text = form.get(name);
  return text ? named(name, () => parseGoDuration(text)) : 0;
}

/** `1.5s`, `250ms`, `1m30s`: a number always has its unit. */
function parseGoDuration(text: string): number {
  const quoted = JSON.stringify(text);
  const [, sign, digits] = /^([+-]?)(.*)$/s.exec(text)!;
  if (digits === '0') {
    return 0;
  }
  let us = 0;
  let rest = digits;
  while (rest !== '' || digits === '') {
    const [all, number, unit] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (all === undefined) {
      throw bad(`time: invalid duration ${quoted}`);
    }
    if (!unit) {
      throw bad(`time: missing unit in duration ${quoted}`);
    }
    if (!(unit in UNITS_US)) {
      throw bad(
        `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`,
      );
    }
    us += Number(number) * UNITS_US[unit];
    rest = rest.slice(all.length);
  }
  return sign === '-' ? -us : us;
}

/** `tag=key:value`, several times, and `tags={"key":"value"}`. */
function readTags(form: URLSearchParams): Map<string, string> {
  const tags = new Map<string, string>();
  for (const text of form.getAll('tag')) {
    const [key, ...value] = text.split(':');
    if (value.length === 0) {
      throw bad(
        `malformed 'tag' parameter, expecting key:value, received: ${text}`,
      );
    }
    tags.set(key, value.join(':'));
  }
  for (const text of form.getAll('tags')) {
    for (const [key, value] of Object.entries(parseJsonTags(text))) {
      tags.set(key, value);
    }
  }
  return tags;
}

function parseJsonTags(text: string): Record<string, string> {
  const malformed = (why: string) =>
    bad(`malformed 'tags' parameter, cannot unmarshal JSON: ${why}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const [first] = text.trim();
    throw malformed(
      first && !/["[{\-\dtfn]/.test(first)
        ? `invalid character '${first}' looking for beginning of value`
        : (error as Error).message,
    );
  }
  if (parsed === null) {
    return {};
  }
  const mismatch = (value: unknown, type: string) =>
    malformed(
      `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`,
    );
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw mismatch(parsed, 'map[string]string');
  }
  const tags = parsed as Record<string, string>;
  const odd = Object.values(tags).find(value => typeof value !== 'string');
  if (odd !== undefined) {
    throw mismatch(odd, 'string');
  }
  return tags;
}

/** What Go calls the kind of a JSON value. */
function goKind(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw bad(`unable to parse param '${name}': ${(error as Error).message}`);
  }
}

function invalidSyntax(go: string, text: string): string {
  return `strconv.${go}: parsing ${JSON.stringify(text)}: invalid syntax`;
}

function bad(message: string): HttpError {
  return new HttpError(400, message);
}
