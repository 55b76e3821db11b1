import { LogSink } from '../../types';
import { DEFAULT_STREAM_FIELDS } from '../logs';
import { forceFlush, PushQueue } from './PushQueue';
import { PushOptions } from './VictoriaMetricsPush';

const BATCH_LINES = 5_000;
const MAX_WAITING_LINES = 500_000;
/** The server drops lines over 256 KiB in silence; this leaves room for the other fields. */
const MAX_MESSAGE_CHARACTERS = 48 * 1024;

/** Sends log lines to a real VictoriaLogs. */
export class VictoriaLogsPush implements LogSink {
  readonly #url: string;
  readonly #queue: PushQueue;

  constructor(options: PushOptions & { streamFields?: string[] }) {
    this.#url = options.url.replace(/\/+$/, '');
    const streamFields = options.streamFields ?? DEFAULT_STREAM_FIELDS;
    const query = new URLSearchParams({
      _stream_fields: streamFields.join(','),
      _msg_field: '_msg',
      _time_field: '_time',
    });
    this.#queue = new PushQueue({
      name: 'VictoriaLogs',
      url: `${this.#url}/insert/jsonline?${query}`,
      // The form type, fetch's and curl's choice for some bodies, would store nothing.
      contentType: 'application/stream+json',
      successStatus: 200,
      batchLines: BATCH_LINES,
      maxLines: MAX_WAITING_LINES,
      onError: options.onError,
    });
  }

  addLine(timeMs: number, fields: Readonly<Record<string, string>>): void {
    const _msg = (fields._msg ?? '').slice(0, MAX_MESSAGE_CHARACTERS);
    const _time = new Date(timeMs).toISOString();
    this.#queue.add(`${JSON.stringify({ _time, ...fields, _msg })}\n`);
  }

  /** Resolves once the server has taken all lines; throws when it did not. */
  flush(): Promise<void> {
    return this.#queue.flush();
  }

  /** Flushes, and makes the lines visible to queries within a second. */
  async makeSearchable(): Promise<void> {
    await this.flush();
    await forceFlush(this.#url);
  }
}
