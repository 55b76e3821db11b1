/** A number with what it measures; without a unit when none of ours follows. @internal */
export type Quantity = {
  value: number;
  /** Digits after the point, as written. */
  decimals: number;
  unit?: string;
};

/** Units of one family differ by a factor only. */
const UNITS: Record<string, [family: string, factor: number]> = {
  ns: ['time', 1e-9],
  µs: ['time', 1e-6],
  us: ['time', 1e-6],
  ms: ['time', 1e-3],
  milliseconds: ['time', 1e-3],
  s: ['time', 1],
  sec: ['time', 1],
  second: ['time', 1],
  seconds: ['time', 1],
  min: ['time', 60],
  minute: ['time', 60],
  minutes: ['time', 60],
  h: ['time', 3_600],
  hour: ['time', 3_600],
  hours: ['time', 3_600],
  days: ['time', 86_400],
  '%': ['ratio', 0.01],
  percent: ['ratio', 0.01],
  ratio: ['ratio', 1],
  b: ['size', 1],
  bytes: ['size', 1],
  kb: ['size', 1e3],
  mb: ['size', 1e6],
  gb: ['size', 1e9],
  ki: ['size', 2 ** 10],
  kib: ['size', 2 ** 10],
  mi: ['size', 2 ** 20],
  mib: ['size', 2 ** 20],
  gi: ['size', 2 ** 30],
  gib: ['size', 2 ** 30],
  m: ['cpu', 1e-3],
  millicores: ['cpu', 1e-3],
  cores: ['cpu', 1],
  core: ['cpu', 1],
};

const WRITTEN: Record<string, string> = Object.fromEntries(
  'zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve'
    .split(',')
    .map((word, value) => [word, String(value)]),
);

/** Longer ones first, so that `min` is not taken for `m`. */
const UNIT = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const NUMBER = new RegExp(
  `(?<![\\p{L}\\p{N}_/:.@-])([+-]?\\d+(?:,\\d{3})*(?:\\.\\d+)?)(?:\\s?(${UNIT})(?![\\p{L}\\p{N}_]))?(?![\\p{L}\\p{N}_]|[-./:@,]\\p{N}|[-_/:@]\\p{L})`,
  'giu',
);

/** A claim may be a rounding of the truth, and even then not far off. */
const MAX_RELATIVE_ERROR = 0.1;
const EXACT = 1e-9;

/**
 * The numbers of a text. Digits inside names, such as `node-2`, are none.
 *
 * @returns `rest` is the text with them blanked out.
 * @internal
 */
export function readQuantities(text: string): {
  quantities: Quantity[];
  rest: string;
} {
  const quantities: Quantity[] = [];
  const digits = text.replace(
    /(?<![\p{L}\p{N}_-])(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\p{L}\p{N}_-])/giu,
    word => WRITTEN[word.toLowerCase()],
  );
  const rest = digits.replace(NUMBER, (_, number: string, unit?: string) => {
    const plain = number.replace(/,/g, '');
    quantities.push({
      value: Number(plain),
      decimals: plain.split('.')[1]?.length ?? 0,
      ...(unit && { unit: unit.toLowerCase() }),
    });
    return ' ';
  });
  return { quantities, rest };
}

/**
 * Whether evidence bears out a number: the same quantity in any unit of the same
 * family, rounded to the digits that the claim has, and at most 10 % off.
 * @internal
 */
export function bearsOut(evidence: Quantity, claim: Quantity): boolean {
  const known = evidence.unit ? UNITS[evidence.unit] : undefined;
  const wanted = claim.unit ? UNITS[claim.unit] : undefined;
  if (wanted && known?.[0] !== wanted[0]) {
    return false;
  }
  const actual =
    known && wanted ? (evidence.value * known[1]) / wanted[1] : evidence.value;
  const error = Math.abs(actual - claim.value);
  return (
    error <= EXACT * Math.max(1, Math.abs(actual)) ||
    (error <= 0.5 * 10 ** -claim.decimals + EXACT &&
      error <= MAX_RELATIVE_ERROR * Math.abs(actual))
  );
}
