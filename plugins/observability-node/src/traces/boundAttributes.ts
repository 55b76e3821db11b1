import { RawAttribute } from './RawSpan';

/** Of one span or event; OpenTelemetry's own default. */
const MAX_ATTRIBUTES = 128;
const MAX_KEY_CHARS = 256;
/** Long enough for a stack trace's top and for a statement. */
const MAX_VALUE_CHARS = 4_096;

/** Attributes as text, in the order given; the first of two with one key stays. @internal */
export function boundAttributes(
  attributes: Iterable<RawAttribute>,
): Record<string, string> {
  const bounded = new Map<string, string>();
  for (const { key, value } of attributes) {
    if (bounded.size >= MAX_ATTRIBUTES) {
      break;
    }
    const name = cutText(key, MAX_KEY_CHARS);
    if (name && !bounded.has(name)) {
      bounded.set(name, cutText(toText(value), MAX_VALUE_CHARS));
    }
  }
  // Defines own properties only, `__proto__` among them.
  return Object.fromEntries(bounded);
}

/** @internal */
export function cutText(text: string, maxChars: number): string {
  return text.length > maxChars ? `${text.slice(0, maxChars - 1)}…` : text;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
