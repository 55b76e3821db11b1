import { InputError } from '@backstage/errors';
import { TimeWindow } from './LogStore';

/** Generous for people and dashboards, too short to be an attack on a parser. */
const MAX_QUERY_CHARS = 16 * 1024;

/** @internal */
export function assertQueryText(query: string): void {
  if (!query.trim()) {
    throw new InputError('The query is empty');
  }
  if (query.length > MAX_QUERY_CHARS) {
    throw new InputError(
      `The query has ${query.length} characters, at most ${MAX_QUERY_CHARS} are allowed`,
    );
  }
}

/** VictoriaMetrics answers an inverted window with points near now, so it must not be asked. @internal */
export function assertWindow(window: TimeWindow): void {
  const from = window.from.getTime();
  const to = window.to.getTime();
  if (!Number.isFinite(from) || !Number.isFinite(to) || from >= to) {
    throw new InputError('The time window must have a start before its end');
  }
}

/** @internal */
export function assertStep(
  window: TimeWindow,
  stepSeconds: number,
  maxPoints: number,
): void {
  const seconds = (window.to.getTime() - window.from.getTime()) / 1000;
  if (!Number.isInteger(stepSeconds) || stepSeconds < 1) {
    throw new InputError(
      `Invalid step '${stepSeconds}', must be a whole number of seconds`,
    );
  }
  if (seconds / stepSeconds > maxPoints) {
    throw new InputError(
      `The step of ${stepSeconds} s gives more than ${maxPoints} points, use a longer one`,
    );
  }
}

/** @internal */
export function assertLimit(limit: number, max: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw new InputError(
      `Invalid limit '${limit}', must be a whole number from 1 to ${max}`,
    );
  }
}
