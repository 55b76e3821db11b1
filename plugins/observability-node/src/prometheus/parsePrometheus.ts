import { MetricSample, MetricSeries } from '../MetricStore';

type Answer = {
  status: string;
  data: {
    resultType: string;
    result: Array<{
      metric: Record<string, string>;
      value?: [number, string];
      values?: Array<[number, string]>;
    }>;
  };
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

/** Reads a vector; undefined for any other shape. @internal */
export function parseVector(answer: unknown): MetricSample[] | undefined {
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

function results(answer: unknown, resultType: string) {
  const { status, data } = (answer ?? {}) as Partial<Answer>;
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
