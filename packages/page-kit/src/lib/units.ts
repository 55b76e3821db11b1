const BINARY_PREFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A measured value with its unit, scaled so that people can read it. @public */
export function formatQuantity(value: number, unit: string): string {
  switch (unit) {
    case 'bytes':
    case 'By':
      return formatBytes(value);
    case 'seconds':
    case 's':
      return formatSeconds(value);
    case 'ratio':
      return `${number.format(value * 100)} %`;
    case 'percent':
    case '%':
      return `${number.format(value)} %`;
    case 'per-second':
      return `${number.format(value)} /s`;
    case '':
    case '1':
    case 'count':
    case 'none':
      return number.format(value);
    default:
      return `${number.format(value)} ${unit}`;
  }
}

/** Units that are counted in KiB and MiB rather than in thousands. @public */
export function isBinary(unit: string): boolean {
  return unit === 'bytes' || unit === 'By';
}

/** How long something took, from microseconds to hours. @public */
export function formatSeconds(seconds: number): string {
  const size = Math.abs(seconds);
  if (size === 0) {
    return '0 s';
  }
  if (size < 0.001) {
    return `${number.format(seconds * 1_000_000)} µs`;
  }
  if (size < 1) {
    return `${number.format(seconds * 1_000)} ms`;
  }
  if (size < 2 * SECONDS_PER_MINUTE) {
    return `${number.format(seconds)} s`;
  }
  if (size < 2 * SECONDS_PER_HOUR) {
    return `${number.format(seconds / SECONDS_PER_MINUTE)} min`;
  }
  return `${number.format(seconds / SECONDS_PER_HOUR)} h`;
}

function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 1024 && step < BINARY_PREFIXES.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${number.format(value)} ${BINARY_PREFIXES[step]}B`;
}

/** How a value differs from its baseline, in words. @public */
export function compareToBaseline(value: number, baseline: number): string {
  if (value === baseline) {
    return 'unchanged';
  }
  const word = value > baseline ? 'up' : 'down';
  if (baseline === 0 || value === 0) {
    return word;
  }
  const factor = value > baseline ? value / baseline : baseline / value;
  return `${word} ${number.format(factor)}×`;
}
