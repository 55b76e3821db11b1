const Z95 = 1.96;

/** 95 % Wilson interval of a share of n. */
export function wilson(share: number, n: number): [low: number, high: number] {
  if (n === 0) {
    return [0, 1];
  }
  const z2 = Z95 * Z95;
  const centre = share + z2 / (2 * n);
  const spread = Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  return [
    Math.max(0, (centre - spread) / scale),
    Math.min(1, (centre + spread) / scale),
  ];
}
