/** Words in names of things that are nobody's business. @internal */
export const SECRET_NAME =
  /pass(?:w|phrase|$|[^a-z])|secret|token|credential|private|api.?key|access.?key|account.?key|auth.?key|encryption.?key|signing.?key/i;

const SECRET_WORDS =
  'password|passwd|pwd|passphrase|[_-]pass|\\bpass|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|(?:encryption|signing|auth)[-_]?key|credential';

/** Not what an earlier pass put there, nor the begin of a block of YAML. */
const VALUE_BEGIN =
  '(?!\\[[a-z ]{3,20}\\]|\\(hidden\\)|[|>][-+\\d]*\\s*(?:\\n|$))';

/**
 * Shapes of secrets and personal data, each with what takes its place. Reports
 * are kept in Git, so what a service logs by mistake must not get there.
 *
 * @remarks
 * Repetitions over overlapping characters have bounds, so that hostile text
 * costs no more than its length.
 */
const PATTERNS: Array<[pattern: RegExp, replacement: string]> = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    '[private key]',
  ],
  // The tail of a key whose begin was cut off.
  [
    /(?:^|\n)(?:[+-]?[ \t]{0,40}[A-Za-z0-9+/=]{4,100}[ \t\r]{0,10}\n){1,200}[+-]?[ \t]{0,40}-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g,
    '\n[private key]',
  ],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3}/g, '[token]'],
  [
    /\b((?:proxy-)?authorization(?:\\*["'])?[^\S\n]{0,10}[:=][^\S\n]{0,10}(?:\\*["'])?)(?!\[)(?:(?:bearer|basic|token|digest|negotiate)\s{1,10})?[^\s"',;]+/gi,
    '$1[credentials]',
  ],
  [
    /\b((?:set-)?cookie(?:\\*["'])?[^\S\n]{0,10}[:=][^\S\n]{0,10})[^\n]+/gi,
    '$1[cookie]',
  ],
  [/\b(bearer|basic)\s{1,10}[\w.~+/-]{8,}=*/gi, '$1 [credentials]'],
  // {"name": "DB_PASSWORD", "value": "…"} of environment variables and headers, in JSON and in YAML.
  [
    new RegExp(
      `(name["']?\\s{0,5}:\\s{0,5}["']?[\\w.-]{0,60}(?:${SECRET_WORDS})[\\w.-]{0,60}["']?\\s{0,5},?\\s{0,40}[+-]?\\s{0,40}["']?value["']?\\s{0,5}:[^\\S\\n]{0,5})${VALUE_BEGIN}(?:"[^"\\n]*"|'[^'\\n]*'|[^\\s,}]+)`,
      'gi',
    ),
    '$1[secret]',
  ],
  [
    new RegExp(
      `((?:${SECRET_WORDS})s?(?:[-_]?(?:hash|value|data|base64))?(?:\\\\*["'])?[^\\S\\n]{0,10}[:=][^\\S\\n]{0,10})${VALUE_BEGIN}(?:\\\\*"[^"]*"|'[^']*'|[^\\s"',;&)}\\]]+)`,
      'gi',
    ),
    '$1[secret]',
  ],
  [
    /(--?(?:password|passwd|pass|secret|token|api-?key|access-?key|client-secret)\s{1,10})(?!-)[^\s"',;]+/gi,
    '$1[secret]',
  ],
  [
    /([?&;](?:sig|signature|code|x-amz-(?:signature|credential|security-token))=)[^&\s"'<>]+/gi,
    '$1[secret]',
  ],
  [/(:\/\/[^\s/:@[\]]{0,100}:)[^\s/"'<>]{1,200}@/g, '$1[password]@'],
  // A URL that was cut off within its password; a port is none.
  [
    /(:\/\/[^\s/:@[\]]{0,100}:)(?!\d{1,5}(?:\D|$))[^\s/@"'<>…]{1,200}(?=…|$)/g,
    '$1[password]',
  ],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/g, '[access key]'],
  [
    /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|dop_v1_|hv[sbr]\.|sk-|sk_live_|rk_live_|ya29\.|AIza)[\w.-]{16,}/g,
    '[token]',
  ],
  [/\b[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}\b/g, '[email]'],
];

/** Replaces what looks like a secret or an e-mail address. @internal */
export function redactSecrets(text: string): string {
  return PATTERNS.reduce(
    (redacted, [pattern, replacement]) =>
      redacted.replace(pattern, replacement),
    text,
  );
}

/** Characters of keys in base64 and its variants, without a space. */
const KEY_MATERIAL = /^[A-Za-z0-9+/_-]{20,}={0,2}$/;
/** Bits a character: words and names have fewer, random text has more. */
const MIN_ENTROPY = 3.5;

/**
 * Whether a configuration value looks like a secret whatever its name: it has
 * the shape of one, or it is random text. Texts of lower-case letters, digits
 * and dashes are not, because names and checksums are written so.
 * @internal
 */
export function looksSecret(value: string): boolean {
  const text = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  return (
    redactSecrets(text) !== text ||
    (KEY_MATERIAL.test(text) &&
      /[a-z]/.test(text) &&
      /[A-Z]/.test(text) &&
      /\d/.test(text) &&
      entropyOf(text) >= MIN_ENTROPY)
  );
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts.values()].reduce((bits, count) => {
    const share = count / text.length;
    return bits - share * Math.log2(share);
  }, 0);
}
