import { TimeWindow } from '../LogStore';

/** A part of a window to be counted: whole buckets at once, or one that the window cuts. @internal */
export type WindowPart =
  | { kind: 'whole'; fromMs: number; toMs: number }
  | { kind: 'cut'; fromMs: number; toMs: number; bucketEndMs: number };

/**
 * Splits a window at the ends of buckets, which begin at multiples of the step.
 *
 * @remarks
 * Loki counts over time in whole steps only: its frontend moves the ends of such a
 * question outwards, to lines that the window does not have.
 *
 * @internal
 */
export function splitWindow(
  window: TimeWindow,
  stepSeconds: number,
): WindowPart[] {
  const stepMs = stepSeconds * 1000;
  const fromMs = window.from.getTime();
  const toMs = window.to.getTime();
  const firstMs = Math.ceil(fromMs / stepMs) * stepMs;
  const lastMs = Math.floor(toMs / stepMs) * stepMs;
  if (firstMs > lastMs) {
    return [{ kind: 'cut', fromMs, toMs, bucketEndMs: firstMs }];
  }
  const parts: WindowPart[] = [
    { kind: 'cut', fromMs, toMs: firstMs, bucketEndMs: firstMs },
    { kind: 'whole', fromMs: firstMs, toMs: lastMs },
    { kind: 'cut', fromMs: lastMs, toMs, bucketEndMs: lastMs + stepMs },
  ];
  return parts.filter(part => part.fromMs < part.toMs);
}
