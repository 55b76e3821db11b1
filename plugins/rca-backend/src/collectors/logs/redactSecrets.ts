/**
 * Shapes of secrets and personal data, each with what takes its place. Reports
 * are kept in Git, so what a service logs by mistake must not get there.
 */
const PATTERNS: Array<[pattern: RegExp, replacement: string]> = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    '[private key]',
  ],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g, '[token]'],
  [
    /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(?:bearer|basic|token)\s+)?[^\s"',;]+/gi,
    '$1[credentials]',
  ],
  [/\b(bearer|basic)\s+[\w.~+/-]{8,}=*/gi, '$1 [credentials]'],
  [
    /((?:password|passwd|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential)s?["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\s"',;&)}\]]+)/gi,
    '$1[secret]',
  ],
  [/(:\/\/[^\s/:@]{1,100}:)[^\s/@]{1,200}@/g, '$1[password]@'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, '[access key]'],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-)[\w-]{16,}/g, '[token]'],
  [/\b[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b/g, '[email]'],
];

/** Replaces what looks like a secret or an e-mail address. @internal */
export function redactSecrets(text: string): string {
  return PATTERNS.reduce(
    (redacted, [pattern, replacement]) =>
      redacted.replace(pattern, replacement),
    text,
  );
}
