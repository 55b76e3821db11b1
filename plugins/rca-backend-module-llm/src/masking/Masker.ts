import { createHmac } from 'node:crypto';

/** Bits that make two values of one prompt meet by chance in no realistic time. */
const MASK_HEX_DIGITS = 12;
const MASK = new RegExp(`MASK_[A-Z]+_[0-9a-f]{${MASK_HEX_DIGITS}}`, 'g');

/**
 * What must not leave the process. Secrets were taken out of the report before
 * (`redactSecrets` of the rca plugin); this is the second net, and the first for
 * addresses. Repetitions have bounds, so that hostile text costs its length only.
 */
const PATTERNS: Array<[kind: string, pattern: RegExp]> = [
  [
    'SECRET',
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  ],
  ['SECRET', /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3}/g],
  ['SECRET', /(?<=\b(?:bearer|basic)\s{1,5})[\w.~+/-]{8,}=*/gi],
  ['SECRET', /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g],
  [
    'SECRET',
    /(?<=(?:password|passwd|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|credential)\w{0,20}["']?[^\S\n]{0,5}[:=][^\S\n]{0,5}["']?)[^\s"',;&[][^\s"',;&]{0,200}/gi,
  ],
  ['SECRET', /\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/g],
  [
    'SECRET',
    /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|dop_v1_|hv[sbr]\.|sk-|sk_live_|rk_live_|ya29\.|AIza)[\w.-]{16,}/g,
  ],
  // Random text: all three kinds of characters, without a separator.
  [
    'SECRET',
    /(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]{0,200}[a-z])(?=[A-Za-z0-9+/]{0,200}[A-Z])(?=[A-Za-z0-9+/]{0,200}\d)[A-Za-z0-9+/]{32,200}={0,2}/g,
  ],
  ['EMAIL', /[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}/g],
  ['IP', /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)/g],
  [
    'IP',
    /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{0,4})(?![\w:])/gi,
  ],
];

/**
 * Takes what identifies people, hosts and customers out of texts, and puts it
 * back in.
 *
 * @remarks
 * A mask is an HMAC with the key of the tenant: the same value has the same mask
 * in each prompt, so that the model can tell two from each other and a cached
 * answer still fits, and nobody without the key finds out what it stands for.
 * Only what this instance masked can be put back.
 *
 * @internal
 */
export class Masker {
  readonly #key: Buffer;
  readonly #patterns: Array<[kind: string, pattern: RegExp]>;
  readonly #values = new Map<string, string>();

  constructor(options: {
    key: string;
    tenant: string;
    names: readonly string[];
  }) {
    this.#key = createHmac('sha256', options.key)
      .update(`tenant:${options.tenant}`)
      .digest();
    const names = [...options.names]
      // A name that holds another one goes first.
      .sort((a, b) => b.length - a.length)
      .map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.#patterns = [
      ...PATTERNS,
      ...(names.length
        ? [
            [
              'NAME',
              new RegExp(
                `(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`,
                'giu',
              ),
            ] as [string, RegExp],
          ]
        : []),
    ];
  }

  mask(text: string): string {
    let parts: Array<{ text: string; masked?: boolean }> = [{ text }];
    for (const [kind, pattern] of this.#patterns) {
      // What is masked is not looked at again.
      parts = parts.flatMap(part =>
        part.masked ? [part] : this.#split(part.text, kind, pattern),
      );
    }
    return parts.map(part => part.text).join('');
  }

  /** A mask that stands for nothing here stays as it is. */
  unmask(text: string): string {
    return text.replace(MASK, mask => this.#values.get(mask) ?? mask);
  }

  #split(text: string, kind: string, pattern: RegExp) {
    const parts: Array<{ text: string; masked?: boolean }> = [];
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      parts.push({ text: text.slice(end, match.index) });
      parts.push({ text: this.#maskOf(kind, match[0]), masked: true });
      end = match.index + match[0].length;
    }
    return [...parts, { text: text.slice(end) }];
  }

  #maskOf(kind: string, value: string): string {
    const digest = createHmac('sha256', this.#key)
      .update(`${kind}:${value}`)
      .digest('hex')
      .slice(0, MASK_HEX_DIGITS);
    const mask = `MASK_${kind}_${digest}`;
    this.#values.set(mask, value);
    return mask;
  }
}
