import { LogSignalKind } from './LogFacts';

/** Longer lines carry their reason at the start; it also bounds the patterns' work. */
const MAX_CHARS = 2_000;

/** A setting's name: upper case with an underscore, or quoted, or dotted. */
const KEY = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/;
const QUOTED = /["'`]([A-Za-z_][\w.-]{1,80})["'`]/;
const CONFIG_WORD =
  '(?:env(?:ironment)?|variable|config(?:uration|map)?|setting|property|parameter|option|secret|key|file)';

/** In order: the first that matches says what the line is about. */
const RULES: Array<[kind: LogSignalKind, pattern: RegExp]> = [
  [
    'out-of-memory',
    /out ?of ?memory|outofmemoryerror|oom-?kill|cannot allocate memory|\bMemoryError\b|gc overhead|heap limit|memory high|heap is large|heap at \d{2,3}%/i,
  ],
  ['disk-full', /no space left on device|ENOSPC|disk (?:is )?full/i],
  [
    'dns-failure',
    /no such host|ENOTFOUND|EAI_AGAIN|name or service not known|name resolution|could not resolve|UnknownHostException/i,
  ],
  [
    'connection-refused',
    /connection refused|ECONNREFUSED|no healthy upstream|no endpoints available/i,
  ],
  [
    'timeout',
    /timed? ?out|timeout|deadline exceeded|ETIMEDOUT|did not answer within/i,
  ],
  [
    'missing-key',
    new RegExp(
      `\\b(?:missing|required|undefined|unset|not set|not defined|must be set|is empty|no value)\\b.{0,80}\\b${CONFIG_WORD}\\b|\\b${CONFIG_WORD}\\b.{0,80}\\b(?:missing|required|undefined|unset|not set|not defined|not found|must be set|is empty)\\b|\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b.{0,20}\\b(?:(?:is )?(?:missing|required|undefined|unset|not set|not defined|empty)|must be set)`,
      'i',
    ),
  ],
  [
    'invalid-config',
    new RegExp(
      `\\b(?:invalid|malformed|illegal|unparsable|(?:cannot|could not|failed to|unable to) (?:parse|convert|read|load))\\b.{0,80}\\b${CONFIG_WORD}\\b|\\b${CONFIG_WORD}\\b.{0,80}\\b(?:invalid|malformed|must be|is not an?|expected)\\b`,
      'i',
    ),
  ],
  [
    'permission-denied',
    /permission denied|EACCES|access (?:is )?denied|\bforbidden\b|unauthorized|not authorized/i,
  ],
  [
    'upstream-error',
    /\b(?:answered|returned|responded(?: with)?|status(?: code)?)\D{0,12}5\d\d\b|\bcall to \S+ failed|upstream (?:connect )?error/i,
  ],
  [
    'panic',
    /\bpanic:|\bfatal\b|traceback \(most recent|unhandled|uncaught|SIGSEGV|segmentation fault|NullPointerException|startup failed|exiting with/i,
  ],
];

/** A name of a setting beside a word of failure. */
const BAD_KEY =
  /\b(?:invalid|malformed|cannot parse|must be|is not an?|not a valid|expected)\b/i;

/** What a line says. @internal */
export type LineSignal = { kind: LogSignalKind; key?: string; peer?: string };

/**
 * Reads a failure off a line. The text is untrusted: it is matched, never run,
 * and names are taken from it only where they look like names.
 *
 * @param text - the message
 * @param peers - names of known services, which the line may mention
 * @internal
 */
export function classifyLine(
  text: string,
  peers: readonly string[],
): LineSignal | undefined {
  const head = text.slice(0, MAX_CHARS);
  const firstLine = head.split('\n', 1)[0];
  const key = KEY.exec(firstLine)?.[0];
  const rule =
    RULES.find(([, pattern]) => pattern.test(firstLine)) ??
    RULES.find(([, pattern]) => pattern.test(head));
  const kind =
    key && BAD_KEY.test(firstLine) && (!rule || rule[0] === 'panic')
      ? 'invalid-config'
      : rule?.[0];
  if (!kind) {
    return undefined;
  }
  const isConfig = kind === 'missing-key' || kind === 'invalid-config';
  const name = isConfig ? key ?? QUOTED.exec(firstLine)?.[1] : undefined;
  const peer = mentionedServices(head, peers)[0];
  return { kind, ...(name && { key: name }), ...(peer && { peer }) };
}

/** The known services that a text names as whole words, in order of appearance. @internal */
export function mentionedServices(
  text: string,
  services: readonly string[],
): string[] {
  return services
    .map(service => ({ service, at: indexOfName(text, service) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ service }) => service);
}

function indexOfName(text: string, name: string): number {
  const partOfName = /[A-Za-z0-9-]/;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + name.length] ?? ' ';
    // In a path the name is a resource: /api/cart is no mention of cart.
    if (
      !partOfName.test(before) &&
      !partOfName.test(after) &&
      !/[^/]\//.test(text.slice(Math.max(0, at - 2), at))
    ) {
      return at;
    }
  }
  return -1;
}
