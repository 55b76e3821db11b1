import { HttpError, ParsedRequest } from '../http';
import { LogRow } from './LogRow';
import { runLogsQuery } from './logsql/runLogsQuery';
import { GroupField, LogsQuery, Pipe, StatsPipe } from './logsql/types';
import { SelectDeps, selectArguments } from './selectArguments';
import { positiveStep } from './stepArgument';

export function answerStats(request: ParsedRequest, deps: SelectDeps): string {
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

export function answerStatsRange(
  request: ParsedRequest,
  deps: SelectDeps,
): string {
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
