/** One line with the time in nanoseconds since 1970 and its labels. @internal */
export type LokiLine = {
  timeNs: bigint;
  line: string;
  labels: Record<string, string>;
};

/** @internal */
export type LokiCount = {
  labels: Record<string, string>;
  /** `[unix seconds, count]`. */
  points: Array<[number, number]>;
};

type Answer = {
  status?: unknown;
  data?: { resultType?: unknown; result?: unknown };
  warnings?: unknown;
};

type Result = {
  stream?: Record<string, string>;
  metric?: Record<string, string>;
  value?: [number, string];
  values?: Array<[number | string, string, Record<string, unknown>?]>;
};

/** What Loki says beside an answer, such as that parts of it are missing. @internal */
export function parseWarnings(answer: unknown): string[] {
  const { warnings } = (answer ?? {}) as Answer;
  return Array.isArray(warnings) ? warnings.map(String) : [];
}

/** Reads lines; undefined for any other shape. @internal */
export function parseLines(answer: unknown): LokiLine[] | undefined {
  const streams = results(answer, ['streams']);
  const lines = streams?.flatMap(({ stream = {}, values = [] }) =>
    values.map(([time, line, metadata]) => ({
      timeNs: /^\d{1,19}$/.test(String(time)) ? BigInt(time) : -1n,
      line: String(line),
      labels: { ...stream, ...flatten(metadata) },
    })),
  );
  return lines?.every(({ timeNs }) => timeNs >= 0n) ? lines : undefined;
}

/** Reads counts over time or at one instant; undefined for any other shape. @internal */
export function parseCounts(answer: unknown): LokiCount[] | undefined {
  return results(answer, ['matrix', 'vector'])?.map(
    ({ metric = {}, value, values }) => ({
      labels: metric,
      points: (values ?? (value ? [value] : [])).map(([time, count]) => [
        Number(time),
        Number(count),
      ]),
    }),
  );
}

function results(answer: unknown, types: string[]): Result[] | undefined {
  const { status, data } = (answer ?? {}) as Answer;
  return status === 'success' &&
    types.includes(String(data?.resultType)) &&
    Array.isArray(data?.result)
    ? data.result
    : undefined;
}

/** Structured metadata and parsed labels, for servers that keep them apart. */
function flatten(
  metadata: Record<string, unknown> | undefined,
): Record<string, string> {
  return Object.assign({}, ...Object.values(metadata ?? {}));
}
