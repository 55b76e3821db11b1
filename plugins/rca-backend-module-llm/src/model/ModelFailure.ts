import { Seen } from './guardedFetch';

/** @internal */
export type FailureKind =
  | 'timed-out'
  | 'rate-limited'
  | 'refused'
  | 'unreachable'
  | 'bad-answer';

/**
 * Why a model did not answer, in words of ours: what servers write into their
 * errors stays in `cause`, for the log.
 * @internal
 */
export class ModelFailure extends Error {
  readonly name = 'ModelFailure';
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  /** Nothing was computed, so that nothing is to be paid. */
  readonly free: boolean;

  constructor(
    model: string,
    kind: FailureKind | undefined,
    details: Seen & { timeoutMs?: number; cause?: unknown },
  ) {
    const { status, retryAfterMs } = details;
    const actual = kind ?? kindOf(status);
    super(`${model} ${sayWhy(actual, details)}`, { cause: details.cause });
    this.kind = actual;
    this.retryAfterMs = actual === 'rate-limited' ? retryAfterMs : undefined;
    this.free = status !== undefined ? status >= 400 : actual === 'unreachable';
  }
}

function kindOf(status: number | undefined): FailureKind {
  if (status === undefined) return 'unreachable';
  if (status === 429) return 'rate-limited';
  return status >= 400 ? 'refused' : 'bad-answer';
}

function sayWhy(
  kind: FailureKind,
  { status, retryAfterMs, timeoutMs = 0 }: Seen & { timeoutMs?: number },
): string {
  switch (kind) {
    case 'timed-out':
      return `took longer than ${timeoutMs / 1_000} s`;
    case 'rate-limited':
      return `has too much to do${
        retryAfterMs ? ` for ${Math.ceil(retryAfterMs / 1_000)} s` : ''
      }`;
    case 'refused':
      return `refused the question (HTTP ${status})`;
    case 'unreachable':
      return 'could not be reached';
    default:
      return 'gave no answer that can be read';
  }
}
