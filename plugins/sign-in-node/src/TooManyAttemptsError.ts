import { CustomErrorBase } from '@backstage/errors';

const SECOND_MS = 1_000;

/** Somebody tries too often; the portal answers it as status 429. @public */
export class TooManyAttemptsError extends CustomErrorBase {
  readonly name = 'TooManyAttemptsError';
  readonly statusCode = 429;
  readonly retryAfterSeconds: number;

  constructor(waitMs: number) {
    const seconds = Math.ceil(waitMs / SECOND_MS);
    super(`Too many attempts, try again in ${seconds} seconds`);
    this.retryAfterSeconds = seconds;
  }
}
