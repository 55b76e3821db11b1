/** Suffix letters of names that Kubernetes generates: no vowels, no look-alikes. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';

/**
 * Kinds of variables, most specific first. One expression with a branch each, so
 * that a line is read once.
 */
const VARIABLES: Array<[name: string, pattern: string]> = [
  [
    'time',
    '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?',
  ],
  ['time', '\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?'],
  ['time', '\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?'],
  ['pod', `${SAFE}{8,10}-${SAFE}{5}`],
  [
    'id',
    '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  ],
  ['ip', '\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?(?:/\\d{1,2})?'],
  ['ip', '(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}'],
  ['hex', '0[xX][0-9a-fA-F]+'],
  ['hex', '(?=[0-9a-fA-F]*\\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}'],
  [
    'duration',
    '\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h)(?:\\d+(?:\\.\\d+)?(?:ms|s|m))*',
  ],
  ['size', '\\d+(?:\\.\\d+)? ?(?:[kKMGT]i?B|[kKMGT]i|bytes)'],
  ['num', '\\d+(?:[.,]\\d+)*%?'],
];

const EXPRESSION = new RegExp(
  `(?<![A-Za-z0-9])(?:${VARIABLES.map(([, pattern]) => `(${pattern})`).join(
    '|',
  )})(?![A-Za-z0-9])`,
  'g',
);
const REPLACEMENTS = VARIABLES.map(([name]) => `<${name}>`);

/**
 * Replaces what varies from line to line by its kind: times, uuids, addresses,
 * hexadecimal ids, generated pod names, durations, sizes and numbers.
 *
 * @remarks
 * Only whole words are replaced: the 2 of `http2` and of `o2` stays.
 *
 * @public
 */
export function maskVariables(text: string): string {
  return text.replace(EXPRESSION, (...groups) => {
    // groups: match, one per branch, offset, whole text
    for (let branch = 0; branch < REPLACEMENTS.length; branch++) {
      if (groups[branch + 1] !== undefined) {
        return REPLACEMENTS[branch];
      }
    }
    return groups[0];
  });
}
