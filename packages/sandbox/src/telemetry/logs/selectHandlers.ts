import { HttpError, ParsedRequest } from '../http';
import { LogRow } from './LogRow';
import { runLogsQuery } from './logsql/runLogsQuery';
import { Pipe } from './logsql/types';
import {
  integerArgument,
  SelectDeps,
  selectArguments,
} from './selectArguments';
import { toJsonLines } from './jsonLines';
import { answerHits } from './answerHits';
import { answerStats, answerStatsRange } from './answerStats';

const DEFAULT_FACETS = 10;

const DEFAULT_FACET_VALUES = 1000;

const DEFAULT_FACET_LENGTH = 128;

/** Serves one endpoint below `/select/logsql/`: the body of a successful answer. */
export type SelectHandler = (
  request: ParsedRequest,
  deps: SelectDeps,
) => string;

/** Endpoints that answer one JSON document. */
export const SELECT_HANDLERS: Readonly<Record<string, SelectHandler>> = {
  facets: answerFacets,
  field_names: (request, deps) =>
    values(run(request, deps, [{ kind: 'field_names' }]), 'name'),
  field_values: (request, deps) =>
    answerFieldValues(request, deps, requiredField(request)),
  hits: answerHits,
  stats_query: answerStats,
  stats_query_range: answerStatsRange,
  stream_field_names: (request, deps) =>
    streamValues(request, deps, fields => Object.keys(fields)),
  stream_field_values: (request, deps) => {
    const field = requiredField(request);
    return streamValues(request, deps, fields =>
      fields[field] ? [fields[field]] : [],
    );
  },
  stream_ids: (request, deps) => answerFieldValues(request, deps, '_stream_id'),
  streams: (request, deps) => answerFieldValues(request, deps, '_stream'),
};

/** Serves `/select/logsql/query`: one JSON object per line. */
export function answerQuery(request: ParsedRequest, deps: SelectDeps): string {
  const { query, context } = selectArguments(request, deps);
  const newest = integerArgument(request.form, 'limit');
  return toJsonLines(
    runLogsQuery(query, context, { newest: Math.max(0, newest) }),
  );
}

/** Runs the query and puts its rows through further pipes. */
function run(
  request: ParsedRequest,
  deps: SelectDeps,
  pipes: Pipe[],
): LogRow[] {
  const { query, context } = selectArguments(request, deps);
  return runLogsQuery({ ...query, pipes: [...query.pipes, ...pipes] }, context);
}

function answerFacets(request: ParsedRequest, deps: SelectDeps): string {
  const { form } = request;
  const { query, context } = selectArguments(request, deps);
  const pipe: Pipe = {
    kind: 'facets',
    limit: integerArgument(form, 'limit') || DEFAULT_FACETS,
    maxValues:
      integerArgument(form, 'max_values_per_field') || DEFAULT_FACET_VALUES,
    maxLength: integerArgument(form, 'max_value_len') || DEFAULT_FACET_LENGTH,
    keepConstant: ['1', 'true'].includes(form.get('keep_const_fields') ?? ''),
  };
  const rows = runLogsQuery({ ...query, pipes: [pipe] }, context);
  const facets = new Map<
    string,
    Array<{ field_value: string; hits: number }>
  >();
  for (const row of rows) {
    const name = row.get('field_name');
    const list = facets.get(name) ?? [];
    list.push({
      field_value: row.get('field_value'),
      hits: Number(row.get('hits')),
    });
    facets.set(name, list);
  }
  return JSON.stringify({
    facets: [...facets].map(([field_name, list]) => ({
      field_name,
      values: list,
    })),
  });
}

function answerFieldValues(
  request: ParsedRequest,
  deps: SelectDeps,
  field: string,
): string {
  const limit = Math.max(0, integerArgument(request.form, 'limit'));
  const rows = run(request, deps, [{ kind: 'field_values', field, limit: 0 }]);
  return values(limited(rows, limit), field);
}

/** Hits of a cut list are 0, as the real server answers. */
function limited(rows: LogRow[], limit: number): Array<Pick<LogRow, 'get'>> {
  if (limit === 0 || rows.length <= limit) return rows;
  return rows
    .slice(0, limit)
    .map(row => ({ get: name => (name === 'hits' ? '0' : row.get(name)) }));
}

function streamValues(
  request: ParsedRequest,
  deps: SelectDeps,
  pick: (fields: Readonly<Record<string, string>>) => string[],
): string {
  const limit = Math.max(0, integerArgument(request.form, 'limit'));
  const hits = new Map<string, number>();
  for (const row of run(request, deps, [])) {
    for (const value of pick(row.set?.streamFields ?? {})) {
      hits.set(value, (hits.get(value) ?? 0) + 1);
    }
  }
  const sorted = [...hits].sort(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  );
  const shown = limit > 0 ? sorted.slice(0, limit) : sorted;
  return JSON.stringify({
    values: shown.map(([value, count]) => ({ value, hits: count })),
  });
}

export function values(
  rows: Array<Pick<LogRow, 'get'>>,
  field: string,
): string {
  return JSON.stringify({
    values: rows.map(row => ({
      value: row.get(field),
      hits: Number(row.get('hits')),
    })),
  });
}

function requiredField({ form }: ParsedRequest): string {
  const field = form.get('field');
  if (!field) throw new HttpError(400, "missing 'field' query arg");
  return field;
}
