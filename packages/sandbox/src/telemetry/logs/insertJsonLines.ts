import { Clock } from '../../types';
import { parseRfc3339Ns } from '../goTime';
import { decodeBody, HttpError, ParsedRequest } from '../http';
import { flattenJson } from './flattenJson';
import { MemoryLogStore } from './MemoryLogStore';
import { tenantOf } from './tenant';
import { fromNs, LogTime } from './time';
import { VictoriaLogsFlags } from './VictoriaLogsFlags';

const DAY_MS = 24 * 60 * 60 * 1000;
const NO_MESSAGE =
  'missing _msg field; see https://docs.victoriametrics.com/victorialogs/keyconcepts/#message-field';

/** What an insert stores into. */
export interface InsertDeps {
  store: MemoryLogStore;
  clock: Clock;
  flags: VictoriaLogsFlags;
}

/**
 * Serves `POST /insert/jsonline`.
 *
 * @remarks
 * Most of what cannot be stored is dropped although the answer is 200: a body of
 * the form content type, damaged gzip, lines that are no JSON, too long, too old
 * or too far ahead. Only a time that makes no sense is an error.
 */
export async function insertJsonLines(
  request: ParsedRequest,
  deps: InsertDeps,
): Promise<void> {
  const tenant = tryOr400(() => tenantOf(request.headers));
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return;
  let body: string;
  try {
    body = (await decodeBody(request)).toString('utf8');
  } catch {
    return;
  }
  const timeField =
    argument(request, '_time_field', 'vl-time-field')[0] ?? '_time';
  const messageFields = argument(request, '_msg_field', 'vl-msg-field');
  const streamFields = argument(request, '_stream_fields', 'vl-stream-fields');
  const ignored = argument(request, 'ignore_fields', 'vl-ignore-fields');
  const extra = argument(request, 'extra_fields', 'vl-extra-fields').map(pair =>
    pair.split('='),
  );
  const debug = ['1', 'true', 't'].includes(
    argument(request, 'debug', 'vl-debug')[0] ?? '',
  );
  for (const line of body.split('\n')) {
    if (line.trim() === '' || Buffer.byteLength(line) > deps.flags.maxLineBytes)
      continue;
    const fields = flattenJson(line);
    if (!fields) continue;
    const time = readTime(fields[timeField], deps.clock, timeField, line);
    delete fields[timeField];
    moveMessage(fields, messageFields);
    for (const name of ignored) delete fields[name];
    for (const [name, ...value] of extra) fields[name] = value.join('=');
    if (!fields._msg) fields._msg = NO_MESSAGE;
    if (!debug && isKept(time, deps))
      deps.store.add(time, fields, { tenant, streamFields });
  }
}

function argument(
  { form, headers }: ParsedRequest,
  name: string,
  header: string,
): string[] {
  const value = form.get(name) || headers[header];
  const text = Array.isArray(value) ? value.join(',') : value;
  return text ? text.split(',').map(part => part.trim()) : [];
}

function moveMessage(
  fields: Record<string, string>,
  candidates: string[],
): void {
  const found = candidates.find(name => fields[name]);
  if (!found || found === '_msg') return;
  fields._msg = fields[found];
  delete fields[found];
}

function readTime(
  text: string | undefined,
  clock: Clock,
  field: string,
  line: string,
): LogTime {
  const now = clock.now();
  const whole = Math.floor(now);
  if (!text || text === '0')
    return { ms: whole, ns: Math.round((now - whole) * 1e6) };
  try {
    return fromNs(parseTime(text));
  } catch (error) {
    throw new HttpError(
      400,
      `cannot process jsonline request; error: cannot parse timestamp from field ${JSON.stringify(
        field,
      )}: ${(error as Error).message}; line contents: ${JSON.stringify(line)}`,
    );
  }
}

function parseTime(text: string): bigint {
  if (text[4] === '-') {
    const ns = parseRfc3339Ns(text);
    if (ns === undefined)
      throw new Error(
        `cannot unmarshal rfc3339 timestamp ${JSON.stringify(text)}`,
      );
    return ns;
  }
  if (!/^-?\d+$/.test(text))
    throw new Error(`cannot parse unix timestamp ${JSON.stringify(text)}`);
  const number = BigInt(text);
  const size = number < 0n ? -number : number;
  if (size < 2n ** 31n) return number * 1_000_000_000n;
  if (size < 2n ** 31n * 1_000n) return number * 1_000_000n;
  if (size < 2n ** 31n * 1_000_000n) return number * 1_000n;
  return number;
}

/** Retention goes by whole days in both directions. */
function isKept(time: LogTime, { store, clock, flags }: InsertDeps): boolean {
  const day = Math.floor(time.ms / DAY_MS);
  const now = clock.now();
  return (
    day >= Math.floor((now - store.retentionMs) / DAY_MS) &&
    day <= Math.floor((now + flags.futureRetentionMs) / DAY_MS)
  );
}

function tryOr400<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new HttpError(400, (error as Error).message);
  }
}
