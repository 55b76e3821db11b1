/** Half of a character pair, which Go's string syntax has no escape for. */
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * A value as a quoted string of LogsQL or MetricsQL, both of which read Go's
 * syntax.
 * @public
 */
export function quoteQueryString(value: string): string {
  return JSON.stringify(wellFormed(value));
}

/** A value with the replacement character for each half of a pair. @internal */
export function wellFormed(value: string): string {
  return value.replace(LONE_SURROGATE, '\ufffd');
}

/** A literal text inside an RE2 pattern. @public */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
