import { LogTime } from '../time';

/** One comparison inside `{…}`. */
export interface StreamTagFilter {
  name: string;
  test(value: string): boolean;
}

/** A filter of LogsQL. */
export type Filter =
  | { kind: 'all' }
  | { kind: 'and' | 'or'; filters: Filter[] }
  | { kind: 'not'; filter: Filter }
  /** A test of one field's value; empty for a field that a line lacks. */
  | { kind: 'field'; field: string; test: (value: string) => boolean }
  /** `field:in(query | fields f)` */
  | { kind: 'in-query'; field: string; query: LogsQuery; queryField: string }
  | { kind: 'time'; from: LogTime; to: LogTime }
  | { kind: 'stream'; alternatives: StreamTagFilter[][] };

export interface SortField {
  field: string;
  descending: boolean;
}

/** `by (field:size offset o)` */
export interface GroupField {
  field: string;
  /** Nanoseconds for `_time`, plain units for other fields. */
  size?: number | 'week' | 'month' | 'year';
  offset: number;
}

export interface StatsFunction {
  name: string;
  /** Empty for all fields. */
  fields: string[];
  /** The φ of `quantile`. */
  phi?: number;
  limit?: number;
  filter?: Filter;
  /** As error texts show it. */
  text: string;
  resultName: string;
}

export interface StatsPipe {
  kind: 'stats';
  by: GroupField[];
  functions: StatsFunction[];
}

/** One step after the filter. */
export type Pipe =
  | StatsPipe
  | { kind: 'fields'; fields: string[] }
  | { kind: 'delete'; fields: string[] }
  | { kind: 'rename' | 'copy'; pairs: Array<[string, string]> }
  | { kind: 'filter'; filter: Filter }
  | { kind: 'limit' | 'offset'; count: number }
  | {
      kind: 'sort';
      by: SortField[];
      descending: boolean;
      offset: number;
      limit: number;
      partitionBy: string[];
      rank?: string;
    }
  | { kind: 'uniq'; by: string[]; hits?: string; limit: number }
  | { kind: 'top'; by: string[]; limit: number; hits: string; rank?: string }
  | {
      kind: 'facets';
      limit: number;
      maxValues: number;
      maxLength: number;
      keepConstant: boolean;
    }
  | { kind: 'field_names' }
  | { kind: 'field_values'; field: string; limit: number }
  | { kind: 'stream_context'; before: number; after: number }
  | { kind: 'union'; query: LogsQuery };

export interface LogsQuery {
  filter: Filter;
  pipes: Pipe[];
  /** `options(ignore_global_time_filter=true)` */
  ignoresGlobalTime: boolean;
}
