/**
 * An instant of the Kubernetes client as RFC 3339: it hands out Date objects,
 * and strings for times with microseconds.
 * @internal
 */
export function instantOf(
  value: Date | string | undefined | null,
): string | undefined {
  if (!value) {
    return undefined;
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The earliest of the instants that are there. @internal */
export function earliest(
  ...instants: Array<string | undefined>
): string | undefined {
  return instants
    .filter(instant => instant !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** The latest of the instants that are there. @internal */
export function latest(
  ...instants: Array<string | undefined>
): string | undefined {
  return instants
    .filter(instant => instant !== undefined)
    .sort((a, b) => Date.parse(b) - Date.parse(a))[0];
}

/** `a - b` in seconds; undefined when one of them is. @internal */
export function secondsBetween(
  a: string | undefined,
  b: string | undefined,
): number | undefined {
  return a === undefined || b === undefined
    ? undefined
    : (Date.parse(a) - Date.parse(b)) / 1_000;
}

/** `90 s`, `8 min`, `2.5 h`. @internal */
export function describeSeconds(seconds: number): string {
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  return seconds < 7_200
    ? `${Math.round(seconds / 60)} min`
    : `${Number((seconds / 3_600).toFixed(1))} h`;
}
