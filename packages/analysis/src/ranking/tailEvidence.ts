/** Tails of telemetry are heavy: Student's t with so many degrees of freedom. */
const DEGREES = 3;

/**
 * Nats by which a deviation of so many standard deviations is more surprising
 * than none: the negative logarithm of the density of Student's t, relative to its
 * peak. It grows with the logarithm of the deviation, so that no single value,
 * however wild, outvotes everything else.
 *
 * @internal
 */
export function tailEvidence(deviations: number): number {
  const z = Math.max(0, deviations);
  return ((DEGREES + 1) / 2) * Math.log1p((z * z) / DEGREES);
}
