import { ParsedRequest } from '../http';
import { runLogsQuery } from './logsql/runLogsQuery';
import { GroupField } from './logsql/types';
import {
  durationArgument,
  integerArgument,
  SelectDeps,
  selectArguments,
} from './selectArguments';
import { toJson } from './jsonLines';
import { positiveStep } from './stepArgument';

interface HitsSeries {
  fields: Array<[string, string]>;
  points: Map<string, number>;
  total: number;
}

export function answerHits(request: ParsedRequest, deps: SelectDeps): string {
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
