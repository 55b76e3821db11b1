import { SHARED } from '../../world/plantTelemetry';

const FIELD = 'kubernetes.pod_namespace';
const FOREIGN = 'team-a-prod';

/** Ways to say: lines of team-a. */
const FOREIGN_LINES = [
  `${FIELD}:=${FOREIGN}`,
  `"${FIELD}":="${FOREIGN}"`,
  `{${FIELD}="${FOREIGN}"}`,
  `{${FIELD}=~"team-a.*"}`,
  `{${FIELD}!="team-b-prod"}`,
  `{${FIELD} in ("${FOREIGN}","team-b-prod")}`,
  `${FIELD}:~"^team.a"`,
  `${FIELD}:in("${FOREIGN}", "team-b-prod")`,
  `${FIELD}:i("TEAM-A-PROD")`,
  `${FIELD}:"team-a"*`,
  `!${FIELD}:=team-b-prod`,
  `_stream:{${FIELD}="${FOREIGN}"}`,
  `level:error`,
];

/** Ways to ask for them in spite of the filters beside the text. */
const REACHES: Array<(lines: string) => string> = [
  lines => lines,
  lines => `* or ${lines}`,
  lines => `* OR\n(${lines})`,
  lines => `nothing) or (${lines}`,
  lines => `nothing" or ${lines} or "`,
  lines => `!(!(${lines}))`,
  lines => `* # the rest is mine\nor ${lines}`,
  lines => `_time:30d ${lines}`,
  lines => `_time:[2020-01-01Z, 2035-01-01Z] (${lines})`,
  lines => `nothing | union (${lines})`,
  lines => `* | union (nothing | union (${lines}))`,
  lines => `* | join by (${SHARED.field}) (${lines})`,
  lines => `${SHARED.field}:in(${lines} | fields ${SHARED.field}) or ${lines}`,
  lines => `_stream_id:in(${lines} | fields _stream_id)`,
  lines => `*\u0000 or ${lines}`,
  lines => `* | filter ${lines}`,
  lines => `* | where ${lines} or *`,
];

/** Ways to take off a line what says where it is from. */
const DISGUISES = [
  '',
  ` | delete ${FIELD}, kubernetes.pod_name`,
  ` | rename ${FIELD} as _namespace`,
  ' | stats by (_msg, attack_secret) count() lines, max(attack_number) most',
  ' | fields _msg, attack_secret, attack_number',
];

/** Every one with every other, 13 x 17 texts, with the disguises in turn. */
export const foreignLogsQl: string[] = REACHES.flatMap((reach, i) =>
  FOREIGN_LINES.map(
    (lines, j) => reach(lines) + DISGUISES[(i + j) % DISGUISES.length],
  ),
);

/** Texts that switch the window or the filters off, which must be refused. */
export const refusedLogsQl: string[] = [
  'options(ignore_global_time_filter=true)',
  'options (ignore_global_time_filter=true)',
  'OPTIONS(ignore_global_time_filter=true)',
  'Options\t(\nignore_global_time_filter\n=\ntrue\n)',
  'options # a comment (\n(ignore_global_time_filter=true)',
  'options#\n#\n(ignore_global_time_filter=true)',
  'options\u00a0(ignore_global_time_filter=true)',
  'options\u0085(ignore_global_time_filter=true)',
  'options\u2028(ignore_global_time_filter=true)',
  'optıons (x) or options(ignore_global_time_filter=true)',
  'OPT\u0130ONS(ignore_global_time_filter=true)',
  'ｏｐｔｉｏｎｓ(ignore_global_time_filter=true)',
  'opti\u006fns(concurrency=1, ignore_global_time_filter=true)',
  'options(allow_partial_response=true, ignore_global_time_filter=1)',
  'options(global_filter=())',
  'options(time_offset=30d)',
].flatMap(text => [
  `${text} *`,
  `${text} ${FIELD}:=${FOREIGN}`,
  `x:in(${text} * | fields x)`,
  `* | union (${text} *)`,
]);

/** Neighbouring lines are read by their stream alone. */
export const contextLogsQl: string[] = [
  'stream_context before 1000',
  'STREAM_CONTEXT after 1000',
  'Stream_Context before 10 after 10 time_window 30d',
  'ｓｔｒｅａｍ_context before 1',
].flatMap(pipe => [
  `* | ${pipe}`,
  `* |\n# c\n${pipe}`,
  `* | union (* | ${pipe})`,
  `level:error | limit 1 | ${pipe} | delete ${FIELD}`,
]);

/** Questions that compare own lines with those of a namespace: none is like them, or it was asked. */
export const probingLogsQl = (namespace: string): string[] => {
  const lines = `${FIELD}:=${namespace}`;
  const alike = (name: string) =>
    `${name}:in(${lines} ${name}:* | fields ${name})`;
  return [
    `${SHARED.field}:* ${alike(SHARED.field)}`,
    `${SHARED.field}:* | filter ${alike(SHARED.field)}`,
    `${SHARED.field}:* !(${alike(SHARED.field)})`,
    `trace_id:* ${alike('trace_id')}`,
    `level:* ${alike('level')}`,
    `_stream_id:in({${FIELD}="${namespace}"} | fields _stream_id)`,
    `nothing or {${FIELD}="${namespace}"}`,
    `nothing | union (${lines})`,
  ];
};
