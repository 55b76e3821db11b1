import { ServiceUnavailableError } from '@backstage/errors';
import { readLines } from '../http/readLines';
import { cutAnswerError } from '../http/storeErrors';
import { MetricSeries } from '../MetricStore';

/** One line is one block of a series, some ten thousand samples at most. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

type ExportLine = {
  metric: Record<string, string>;
  values: Array<number | string | null>;
  timestamps: number[];
};

/** Reads the lines of `/api/v1/export`, holding one at a time. @internal */
export async function* readExport(
  chunks: AsyncIterable<Uint8Array>,
  storeName: string,
): AsyncGenerator<MetricSeries> {
  const lines = readLines(
    chunks,
    MAX_LINE_BYTES,
    () =>
      new ServiceUnavailableError(
        `${storeName} sent a line of more than ${MAX_LINE_BYTES} bytes`,
      ),
  );
  for await (const line of lines) {
    const { metric, values, timestamps } = parseLine(line, storeName);
    yield {
      labels: metric,
      points: values
        .map((value, i): [number, number] => [
          timestamps[i] / 1000,
          parseValue(value),
        ])
        .filter(([, value]) => !Number.isNaN(value)),
    };
  }
}

function parseLine(line: string, storeName: string): ExportLine {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw cutAnswerError(storeName, error);
  }
}

/** Numbers are numbers here; what JSON has no number for is null or text. */
function parseValue(value: number | string | null): number {
  if (value === 'Infinity') {
    return Infinity;
  }
  if (value === '-Infinity') {
    return -Infinity;
  }
  return value === null ? NaN : Number(value);
}
