import { LogRow } from '../LogRow';
import { RowTest } from './compileFilter';
import { Filter, LogsQuery } from './types';

/** What pipes need besides their rows. */
export interface PipeContext {
  test(filter: Filter): RowTest;
  runQuery(query: LogsQuery): LogRow[];
  /** All lines of one stream by time, whatever the query's filter. */
  streamRows(streamId: string): LogRow[];
  rangeSeconds: number;
}
