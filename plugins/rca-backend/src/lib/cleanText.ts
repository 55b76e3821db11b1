/** NUL, and halves of surrogate pairs that stand alone. */
// eslint-disable-next-line no-control-regex -- removing it is the purpose
const UNFIT = /\u0000|\p{Surrogate}/gu;

/**
 * Makes text from anywhere fit for JSON in Postgres, which takes neither NUL
 * nor half a surrogate pair.
 * @internal
 */
export function cleanText(text: string): string {
  return text.replace(UNFIT, '');
}

/** A copy without undefined values, and with texts that `clean` went over. @internal */
export function cleanJson<T>(value: T, clean = cleanText): T {
  return JSON.parse(JSON.stringify(value), (_, item) =>
    typeof item === 'string' ? clean(item) : item,
  ) as T;
}
