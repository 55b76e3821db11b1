import { LogExportRequest } from '@internal/plugin-observability-common';

/** The note is one sentence and stands in the last line. */
const TAIL_BYTES = 4_096;

/**
 * Why an exported file is not whole, as its last line says it. The answer had
 * begun when that turned out, so that its status could not say it any more.
 */
export async function exportNote(
  content: Pick<Blob, 'slice'>,
  format: LogExportRequest['format'],
): Promise<string | undefined> {
  const tail = await content.slice(-TAIL_BYTES).text();
  const last = tail.trimEnd().split('\n').pop() ?? '';
  switch (format) {
    case 'ndjson':
      return cutOf(last);
    case 'csv':
      return /^,,,,"?# (.+?)"?$/.exec(last)?.[1].replace(/""/g, '"');
    case 'text':
    default:
      return /^# (.+)$/.exec(last)?.[1];
  }
}

function cutOf(line: string): string | undefined {
  try {
    const { cut } = JSON.parse(line);
    return typeof cut === 'string' ? cut : undefined;
  } catch {
    return undefined;
  }
}
