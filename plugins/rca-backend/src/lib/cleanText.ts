/**
 * Makes text from anywhere fit for JSON in Postgres, which takes neither NUL
 * nor half a surrogate pair.
 * @internal
 */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** A copy without undefined values, and with clean texts. @internal */
export function cleanJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, item) =>
    typeof item === 'string' ? cleanText(item) : item,
  ) as T;
}
