import { parseDurationNs, parseTimeNs } from '../goTime';
import { ParsedRequest } from '../http';
import { joinAlternatives, LabelFilter } from './labelFilters';
import { parseDuration } from './metricsql/literals';
import { MetricsQueryError } from './metricsql/MetricsQueryError';
import { parseSelector } from './metricsql/parser';

const MS_IN_NS = 1_000_000n;
const MAX_DURATION_MS = 100 * 365 * 24 * 3600 * 1000;

/** A time argument in milliseconds; a missing one is `otherwise` cut to the second. */
export function timeArgument(
  form: URLSearchParams,
  name: string,
  otherwise: number,
  nowMs: number,
): number {
  const text = form.get(name);
  if (!text) return otherwise - (otherwise % 1000);
  try {
    const ns = parseTimeNs(text, BigInt(Math.trunc(nowMs)) * MS_IN_NS);
    return Math.max(0, Math.round(Number(ns) / 1e6));
  } catch (error) {
    throw new MetricsQueryError(
      `cannot parse ${name}=${text}: ${(error as Error).message}`,
    );
  }
}

/** A duration argument in milliseconds: seconds as a number, or `5m`. */
export function durationArgument(
  form: URLSearchParams,
  name: string,
  otherwise: number,
): number {
  const text = form.get(name);
  if (!text || text === 'undefined') return otherwise;
  const seconds = /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  const ms = Number.isNaN(seconds) ? parseDuration(text)?.ms : seconds * 1000;
  if (ms === undefined) {
    throw new MetricsQueryError(
      `cannot parse ${JSON.stringify(name)}=${JSON.stringify(
        text,
      )}: cannot parse duration ${JSON.stringify(text)}`,
    );
  }
  const whole = Math.trunc(ms);
  if (whole <= 0 || whole > MAX_DURATION_MS) {
    throw new MetricsQueryError(
      `${name}=${whole}ms is out of allowed range [1ms ... ${MAX_DURATION_MS}ms]`,
    );
  }
  return whole;
}

/** Milliseconds that a query may take: the argument where it makes sense, else the server's limit. */
export function timeoutArgument(
  form: URLSearchParams,
  limitMs: number,
): number {
  const text = form.get('timeout') ?? '';
  const seconds = Number(text);
  const ns = parseDurationNs(text);
  const ms =
    text !== '' && !Number.isNaN(seconds)
      ? seconds * 1000
      : Number(ns ?? 0n) / 1e6;
  return ms > 0 && ms < limitMs ? ms : limitMs;
}

/** Whether a flag such as `nocache` is set. */
export function booleanArgument(form: URLSearchParams, name: string): boolean {
  return !['', '0', 'f', 'false', 'no'].includes(
    (form.get(name) ?? '').toLowerCase(),
  );
}

/**
 * The filters that every selector of the request is joined with.
 *
 * @remarks
 * `extra_filters[]` given twice are alternatives, `extra_label` given twice must
 * hold both. Arguments in the URL win over those in the body, so that a proxy
 * which sets them there cannot be overridden.
 */
export function enforcedFilters({
  query,
  form,
}: ParsedRequest): LabelFilter[][] {
  const all = (name: string) =>
    query.has(name) ? query.getAll(name) : form.getAll(name);
  const labels = all('extra_label').map((pair): LabelFilter => {
    const [name, ...value] = pair.split('=');
    if (value.length === 0) {
      throw new MetricsQueryError(
        `\`extra_label\` query arg must have the format \`name=value\`; got ${JSON.stringify(
          pair,
        )}`,
      );
    }
    return { label: name, operator: '=', value: value.join('=') };
  });
  const selectors = [...all('extra_filters'), ...all('extra_filters[]')];
  if (selectors.length === 0) return labels.length === 0 ? [] : [labels];
  return selectors.flatMap(text => {
    try {
      return parseSelector(text).alternatives.map(filters => [
        ...filters,
        ...labels,
      ]);
    } catch (error) {
      throw new MetricsQueryError(
        `cannot parse extra_filters=${text}: ${(error as Error).message}`,
      );
    }
  });
}

/** The selectors of `match[]`, joined with the enforced filters. */
export function matchArgument(
  request: ParsedRequest,
  required: boolean,
): LabelFilter[][] {
  const matches = [
    ...request.form.getAll('match[]'),
    ...request.form.getAll('match'),
  ];
  if (required && matches.length === 0) {
    throw new MetricsQueryError('missing `match[]` arg');
  }
  const enforced = enforcedFilters(request);
  const wanted = matches.flatMap(text => {
    try {
      return parseSelector(text).alternatives;
    } catch (error) {
      throw new MetricsQueryError(
        `cannot parse matches[]=${text}: ${(error as Error).message}`,
      );
    }
  });
  if (wanted.length > 0) return joinAlternatives(wanted, enforced);
  return enforced.length > 0 ? enforced : [[]];
}
