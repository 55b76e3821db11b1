/** Every pipe that the sandbox carries out, with its other names. */
const SUPPORTED = [
  'copy',
  'cp',
  'delete',
  'del',
  'rm',
  'drop',
  'facets',
  'field_names',
  'field_values',
  'fields',
  'keep',
  'filter',
  'where',
  'first',
  'last',
  'limit',
  'head',
  'offset',
  'skip',
  'rename',
  'mv',
  'sort',
  'order',
  'stats',
  'by',
  'stream_context',
  'top',
  'union',
  'uniq',
];

/**
 * Pipes of the real server that the sandbox lacks. They are refused: taking them
 * for a filter, as an unknown word is taken, would answer with nothing.
 */
const UNSUPPORTED = new Set([
  'block_stats',
  'blocks_count',
  'collapse_nums',
  'decolorize',
  'drop_empty_fields',
  'extract',
  'extract_regexp',
  'format',
  'generate_sequence',
  'join',
  'json_array_len',
  'hash',
  'len',
  'math',
  'eval',
  'pack_json',
  'pack_logfmt',
  'query_stats',
  'replace',
  'replace_regexp',
  'running_stats',
  'sample',
  'set_stream_fields',
  'split',
  'time_add',
  'total_stats',
  'unpack_json',
  'unpack_logfmt',
  'unpack_syslog',
  'unpack_words',
  'unroll',
]);

/** Functions of `stats` that the sandbox has; each also works as a pipe of its own. */
export const STATS_FUNCTIONS: ReadonlySet<string> = new Set([
  'avg',
  'count',
  'count_empty',
  'count_uniq',
  'count_uniq_hash',
  'max',
  'median',
  'min',
  'quantile',
  'rate',
  'rate_sum',
  'sum',
  'sum_len',
  'uniq_values',
  'values',
]);

/** Functions of `stats` that the sandbox refuses. */
export const UNSUPPORTED_STATS_FUNCTIONS: ReadonlySet<string> = new Set([
  'histogram',
  'json_values',
  'row_any',
  'row_max',
  'row_min',
  'field_max',
  'field_min',
  'any',
  'stddev',
]);

const NAMES = new Set([...SUPPORTED, ...UNSUPPORTED, ...STATS_FUNCTIONS]);

/** Whether a word names a pipe, so that no filter may start with it. */
export function isPipeName(name: string): boolean {
  return NAMES.has(name);
}

/** Whether the real server knows a pipe that the sandbox does not. */
export function isUnsupportedPipe(name: string): boolean {
  return UNSUPPORTED.has(name);
}
