import { BASE_MS } from './targets';

/** A request below `/select/logsql/`. */
export interface LogRequest {
  endpoint: string;
  params: Record<string, string>;
}

const seconds = (offset: number) => String(BASE_MS / 1000 + offset);
const iso = (ms: number) => new Date(BASE_MS + ms).toISOString();
const RANGE = { start: seconds(0), end: seconds(7200) };

const FILTERS = ['*', 'level:error', 'nosuch', '* | stats count()'];
const PER_FILTER: Array<[string, Record<string, string>]> = [
  ['hits', { step: '1m' }],
  ['hits', { step: '1h', field: 'level' }],
  ['hits', {}],
  ['hits', { step: '1h', field: 'nosuch' }],
  ['hits', { step: '1h', offset: '10m' }],
  ['facets', { limit: '20' }],
  ['facets', { limit: '20', keep_const_fields: '1' }],
  ['field_values', { field: 'level' }],
  ['field_values', { field: 'nosuch' }],
  ['field_values', { field: 'trace_id' }],
  ['field_values', {}],
  ['streams', {}],
  ['stream_ids', {}],
  ['stream_field_names', {}],
  ['stream_field_values', { field: 'ns' }],
  ['stream_field_values', { field: 'app' }],
];

const STATS = [
  '* | stats by (level) count() n',
  '* | stats count() n, count_uniq(app) a',
  'nosuch | stats count() n',
  'nosuch | stats by (level) count() n',
  '* | stats by (level) count() n | sort by (n desc, level) | limit 2',
  '* | stats by (nosuch) count() n',
  '* | stats by (level) sum(size) s, avg(size), max(size) m',
  '* | count() n',
  '* | stats by (level) count() n | filter n:>1',
  '* | stats by (level) count() if (app:cart) n',
];

/** Arguments that limit what a query may see, against queries that try to see more. */
const LIMITS: Array<[string, string]> = [
  ['limit', 'abc'],
  ['start', 'garbage'],
  ['timeout', 'zz'],
  ['limit', '0'],
  ['extra_filters', '{"ns":"team-b"}'],
  ['extra_filters', 'ns:=team-b'],
  ['extra_filters', '{"ns":["team-b","zz"]}'],
  ['extra_filters', '{"ns":[]}'],
  ['extra_filters', '{"ns":1}'],
  ['extra_filters', '{}'],
  ['extra_stream_filters', '{"ns":"team-b"}'],
  ['extra_stream_filters', '{"ns":["team-b","team.a"]}'],
  ['extra_stream_filters', '{"ns":[]}'],
  ['extra_stream_filters', '{ns=~"team-.*"}'],
  ['extra_filters', 'foo:"bar'],
  ['start', '2020'],
  ['start', '-30d'],
  ['start', iso(60_120)],
  ['end', iso(60_120)],
  ['end', String(BASE_MS + 60_120)],
];
const LIMITED = [
  '* | fields _msg',
  'app:payments or app:cart | fields _msg',
  'app:cart | union (app:payments) | fields _msg',
  'app:in(app:payments | fields app) | fields _msg',
  'options(ignore_global_time_filter=true) app:payments | fields _msg',
  '"connection refused" | stream_context before 1 after 1 | fields _msg',
];

/** Everything that answers less than lines, kept to one namespace. */
const CONFINED: Array<[string, Record<string, string>]> = [
  ['hits', { step: '1h', field: 'ns' }],
  // Only one value comes up more than once: among equals the real server takes any.
  ['hits', { step: '1h', field: 'level', fields_limit: '1' }],
  ['facets', { limit: '20', keep_const_fields: '1' }],
  ['field_values', { field: 'ns' }],
  ['streams', {}],
  ['stream_ids', {}],
  ['stream_field_names', {}],
  ['stream_field_values', { field: 'pod' }],
];
const CONFINED_STATS = '* | stats by (ns) count() n';

/** Requests whose answers must be the real server's. */
export const LOG_REQUESTS: readonly LogRequest[] = [
  ...FILTERS.flatMap(query =>
    PER_FILTER.map(([endpoint, params]) => ({
      endpoint,
      params: { query, ...params },
    })),
  ),
  ...STATS.flatMap(query => [
    { endpoint: 'stats_query', params: { query, time: seconds(7200) } },
    { endpoint: 'stats_query_range', params: { query, ...RANGE, step: '1h' } },
    { endpoint: 'stats_query_range', params: { query, ...RANGE, step: '5m' } },
  ]),
  ...LIMITS.flatMap(([name, value]) =>
    LIMITED.map(query => ({
      endpoint: 'query',
      params: { query, [name]: value },
    })),
  ),
  ...['{"ns":"team-b"}', '{"ns":["team-b","team-ab"]}', 'ns:=zz'].flatMap(
    extra_filters => [
      ...CONFINED.flatMap(([endpoint, params]) =>
        ['*', 'ns:team-a or ns:team-b'].map(query => ({
          endpoint,
          params: { query, ...params, ...RANGE, extra_filters },
        })),
      ),
      {
        endpoint: 'stats_query',
        params: {
          query: CONFINED_STATS,
          time: seconds(7200),
          ...RANGE,
          extra_filters,
        },
      },
      {
        endpoint: 'stats_query_range',
        params: { query: CONFINED_STATS, ...RANGE, step: '1h', extra_filters },
      },
    ],
  ),
  {
    endpoint: 'hits',
    params: { query: '*', step: '1h', field: 'level', fields_limit: '1' },
  },
  { endpoint: 'query', params: {} },
  { endpoint: 'query', params: { query: '*', limit: '2' } },
  { endpoint: 'query', params: { query: '* | fields _time', limit: '3' } },
  {
    endpoint: 'query',
    params: { query: '* | stats by (level) count() n', limit: '99' },
  },
  { endpoint: 'hits', params: { query: '*', step: 'xx' } },
  { endpoint: 'stats_query', params: { query: '*' } },
  { endpoint: 'stats_query', params: { query: '{' } },
  {
    endpoint: 'stats_query_range',
    params: { query: '* | stats count()', step: 'zz' },
  },
  { endpoint: 'nosuch', params: { query: '*' } },
];
