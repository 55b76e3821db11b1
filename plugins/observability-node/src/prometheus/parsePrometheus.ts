import { InputError } from '@backstage/errors';
import { MetricSample, MetricSeries } from '../MetricStore';

type SeriesAnswer = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: Array<[number, string]>;
};

type Answer<T> = {
  status: string;
  data: { resultType: string; result: T[] };
};

/** Reads a matrix; undefined for any other shape. @internal */
export function parseMatrix(answer: unknown): MetricSeries[] | undefined {
  return results(answer, 'matrix')?.map(({ metric, values }) => ({
    labels: metric,
    points: (values ?? [])
      .map(([time, value]): [number, number] => [time, parseValue(value)])
      .filter(([, value]) => !Number.isNaN(value)),
  }));
}

/**
 * Reads a vector, or a scalar, which VictoriaMetrics answers as a vector; undefined
 * for any other shape.
 * @throws InputError for a range of samples, which only the expression can cause.
 * @internal
 */
export function parseVector(answer: unknown): MetricSample[] | undefined {
  const scalar = results<number | string>(answer, 'scalar');
  if (scalar) {
    return [{ labels: {}, value: parseValue(String(scalar[1])) }];
  }
  if (results(answer, 'matrix')) {
    throw new InputError(
      'The expression gives a range of samples for each series, not one value; put a function such as rate() around it',
    );
  }
  return results(answer, 'vector')
    ?.map(({ metric, value }) => ({
      labels: metric,
      value: value ? parseValue(value[1]) : NaN,
    }))
    .filter(({ value }) => !Number.isNaN(value));
}

/** Reads the `data` of `/series` or of label values; undefined for any other shape. @internal */
export function parseList<T>(answer: unknown): T[] | undefined {
  const { status, data } = (answer ?? {}) as { status?: string; data?: T[] };
  return status === 'success' && Array.isArray(data) ? data : undefined;
}

/** Remarks about the expression, which do not make its result less than whole. */
const ABOUT_EXPRESSION = /^PromQL (?:warning|info)/;

/**
 * The server says that parts are missing: a cluster of VictoriaMetrics by
 * `isPartial`, Thanos and Prometheus by a warning.
 * @internal
 */
export function isIncomplete(answer: unknown): boolean {
  const { isPartial, warnings } = (answer ?? {}) as {
    isPartial?: boolean;
    warnings?: unknown[];
  };
  return (
    isPartial === true ||
    (Array.isArray(warnings) &&
      warnings.some(warning => !ABOUT_EXPRESSION.test(String(warning))))
  );
}

function results<T = SeriesAnswer>(
  answer: unknown,
  resultType: string,
): T[] | undefined {
  const { status, data } = (answer ?? {}) as Partial<Answer<T>>;
  return status === 'success' &&
    data?.resultType === resultType &&
    Array.isArray(data.result)
    ? data.result
    : undefined;
}

/** Values are text, `+Inf` and `-Inf` among them. */
function parseValue(text: string): number {
  if (text === '+Inf') {
    return Infinity;
  }
  return text === '-Inf' ? -Infinity : Number(text);
}
