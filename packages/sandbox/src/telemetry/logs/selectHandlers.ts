import { HttpError, ParsedRequest } from '../http';
import { LogRow } from './LogRow';
import { runLogsQuery } from './logsql/runLogsQuery';
import { GroupField, LogsQuery, Pipe, StatsPipe } from './logsql/types';
import {
  durationArgument,
  integerArgument,
  SelectDeps,
  selectArguments,
} from './selectArguments';

const DEFAULT_STEP = '1d';
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

/** Rows without any field are no lines. */
export function toJsonLines(rows: LogRow[]): string {
  return rows
    .map(row => row.entries())
    .filter(entries => entries.length > 0)
    .map(entries => `${toJson(entries)}\n`)
    .join('');
}

function toJson(entries: Array<[string, string]>): string {
  return `{${entries
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',')}}`;
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

function values(rows: Array<Pick<LogRow, 'get'>>, field: string): string {
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

interface HitsSeries {
  fields: Array<[string, string]>;
  points: Map<string, number>;
  total: number;
}

function answerHits(request: ParsedRequest, deps: SelectDeps): string {
  const { form } = request;
  const { query, context } = selectArguments(request, deps);
  const step = positiveStep(form);
  const offset = durationArgument(form, 'offset', '0s');
  const fields = form.getAll('field');
  const by: GroupField[] = [
    { field: '_time', size: Number(step), offset: Number(offset) },
    ...fields.map(field => ({ field, offset: 0 })),
  ];
  const count = {
    name: 'count',
    fields: [],
    text: 'count(*)',
    resultName: 'hits',
  };
  const rows = runLogsQuery(
    { ...query, pipes: [{ kind: 'stats', by, functions: [count] }] },
    context,
  );
  const series = new Map<string, HitsSeries>();
  for (const row of rows) {
    const shown = fields.map((name): [string, string] => [name, row.get(name)]);
    const key = toJson(shown);
    let one = series.get(key);
    if (!one)
      series.set(key, (one = { fields: shown, points: new Map(), total: 0 }));
    const hits = Number(row.get('hits'));
    one.points.set(row.get('_time'), hits);
    one.total += hits;
  }
  const limit = Math.max(0, integerArgument(form, 'fields_limit'));
  const sorted = topSeries([...series], limit);
  const hits = sorted.map(one => {
    const points = [...one.points].sort(([a], [b]) => (a < b ? -1 : 1));
    const timestamps = JSON.stringify(points.map(([time]) => time));
    const counts = JSON.stringify(points.map(([, value]) => value));
    return `{"fields":${toJson(
      one.fields,
    )},"timestamps":${timestamps},"values":${counts},"total":${one.total}}`;
  });
  return `{"hits":[${hits.join(',')}]}`;
}

/** Beyond the limit all series become one without fields. */
function topSeries(
  series: Array<[string, HitsSeries]>,
  limit: number,
): HitsSeries[] {
  const byKey = ([a]: [string, HitsSeries], [b]: [string, HitsSeries]) =>
    a < b ? -1 : 1;
  if (limit === 0 || limit >= series.length)
    return series.sort(byKey).map(([, one]) => one);
  const ranked = [...series].sort(
    (a, b) => b[1].total - a[1].total || byKey(a, b),
  );
  const rest: HitsSeries = { fields: [], points: new Map(), total: 0 };
  for (const [, one] of ranked.slice(limit)) {
    one.points.forEach((hits, time) =>
      rest.points.set(time, (rest.points.get(time) ?? 0) + hits),
    );
    rest.total += one.total;
  }
  const kept = ranked.slice(0, limit).sort(byKey);
  return [...kept.map(([, one]) => one), rest];
}

function answerStats(request: ParsedRequest, deps: SelectDeps): string {
  const { query, context, text, timestampNs } = selectArguments(request, deps);
  const { by, names } = statsShape(query, text);
  const rows = runLogsQuery(query, context);
  const time = Number(timestampNs + 1n) / 1e9;
  const result = rows.flatMap(row =>
    names.map(name => ({
      metric: metric(name, by, row),
      value: [time, row.get(name)],
    })),
  );
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result },
  });
}

function answerStatsRange(request: ParsedRequest, deps: SelectDeps): string {
  const args = selectArguments(request, deps);
  const { by, names } = statsShape(args.query, args.text, ['_time']);
  const step = positiveStep(request.form);
  const series = new Map<
    string,
    { metric: object; values: Array<[number, string]> }
  >();
  for (const row of runLogsQuery(
    groupedByTime(args.query, step),
    args.context,
  )) {
    for (const name of names) {
      const labels = metric(name, by, row);
      const key = JSON.stringify(labels);
      let one = series.get(key);
      if (!one) series.set(key, (one = { metric: labels, values: [] }));
      one.values.push([Date.parse(row.get('_time')) / 1000, row.get(name)]);
    }
  }
  const result = [...series]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => ({
      ...one,
      values: one.values.sort((a, b) => a[0] - b[0]),
    }));
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result },
  });
}

function metric(
  name: string,
  by: string[],
  row: LogRow,
): Record<string, string> {
  const labels = by.map((field): [string, string] => [field, row.get(field)]);
  return { __name__: name, ...Object.fromEntries(labels) };
}

/** The grouping of the last stats pipe; what follows may only drop and order its rows. */
function statsShape(
  query: LogsQuery,
  text: string,
  extraBy: string[] = [],
): { by: string[]; names: string[] } {
  const index = query.pipes.map(({ kind }) => kind).lastIndexOf('stats');
  if (index < 0) {
    throw new HttpError(
      422,
      `missing \`| stats ...\` pipe in the query [${text}]`,
    );
  }
  const stats = query.pipes[index] as StatsPipe;
  let names = stats.functions.map(({ resultName }) => resultName);
  const by = stats.by
    .map(({ field }) => field)
    .filter(field => !extraBy.includes(field));
  for (const pipe of query.pipes.slice(index + 1)) {
    const { kind } = pipe;
    if (
      kind === 'sort' ||
      kind === 'limit' ||
      kind === 'offset' ||
      kind === 'filter'
    )
      continue;
    if (kind === 'fields') {
      names = names.filter(name => pipe.fields.includes(name));
      const lost = [...by, ...extraBy].find(
        name => !pipe.fields.includes(name),
      );
      if (lost) {
        throw new HttpError(
          422,
          `missing ${JSON.stringify(lost)} field at "fields ${pipe.fields.join(
            ', ',
          )}" pipe in the query [${text}]`,
        );
      }
    } else if (kind === 'delete') {
      const lost = by.find(name => pipe.fields.includes(name));
      if (lost) {
        throw new HttpError(
          422,
          `the ${JSON.stringify(
            lost,
          )} field cannot be deleted via "delete ${pipe.fields.join(
            ', ',
          )}" in the query [${text}]`,
        );
      }
      names = names.filter(name => !pipe.fields.includes(name));
    } else {
      throw new HttpError(
        422,
        `the ${JSON.stringify(
          kind,
        )} pipe cannot be put after \`| stats ...\` pipe in the query [${text}]`,
      );
    }
  }
  if (names.length === 0) {
    throw new HttpError(
      422,
      `missing metric fields in the results of query [${text}]`,
    );
  }
  return { by, names };
}

function groupedByTime(query: LogsQuery, step: bigint): LogsQuery {
  const last = query.pipes.map(({ kind }) => kind).lastIndexOf('stats');
  const time: GroupField = { field: '_time', size: Number(step), offset: 0 };
  const pipes = query.pipes.map((pipe, i): Pipe => {
    if (i !== last || pipe.kind !== 'stats') return pipe;
    return {
      ...pipe,
      by: [...pipe.by.filter(({ field }) => field !== '_time'), time],
    };
  });
  return { ...query, pipes: limitPerBucket(pipes, last) };
}

/** `sort … | limit N` behind the stats keeps the first N of every bucket. */
function limitPerBucket(pipes: Pipe[], statsIndex: number): Pipe[] {
  return pipes.reduce<Pipe[]>((done, pipe, i) => {
    const previous = done[done.length - 1];
    if (
      i > statsIndex &&
      pipe.kind === 'limit' &&
      previous?.kind === 'sort' &&
      !previous.limit
    ) {
      done.pop();
      return [
        ...done,
        {
          ...previous,
          limit: pipe.count,
          partitionBy: [...previous.partitionBy, '_time'],
        },
      ];
    }
    if (i > statsIndex && pipe.kind === 'sort' && pipe.limit > 0) {
      return [
        ...done,
        { ...pipe, partitionBy: [...pipe.partitionBy, '_time'] },
      ];
    }
    return [...done, pipe];
  }, []);
}

function positiveStep(form: URLSearchParams): bigint {
  const step = durationArgument(form, 'step', DEFAULT_STEP);
  if (step <= 0n) throw new HttpError(400, "'step' must be bigger than zero");
  return step;
}
