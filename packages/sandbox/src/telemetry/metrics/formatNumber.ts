/** A number as the real servers write it: plain decimal, never with an exponent. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign, first, rest = '', exponent] = parts;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  return point > 0
    ? sign + digits.padEnd(point, '0')
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
}
