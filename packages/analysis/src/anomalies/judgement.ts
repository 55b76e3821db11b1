/** So many standard deviations are half of the way to the strongest anomaly that there is. */
const HALF_STRENGTH_SIGMAS = 8;
/** Models are wrong more often than that. */
const MAX_CONFIDENCE = 0.999;

/** Maps robust standard deviations to 0 to 1. */
export function strengthOf(sigmas: number): number {
  return round(sigmas / (sigmas + HALF_STRENGTH_SIGMAS));
}

/** What is left when chance is taken away; never quite certain. */
export function confidenceOf(chance: number): number {
  return round(Math.min(MAX_CONFIDENCE, Math.max(0, 1 - chance)));
}

/** For people: four significant digits. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
