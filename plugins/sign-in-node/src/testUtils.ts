/**
 * What the tests of sign-in modules share.
 *
 * @packageDocumentation
 */

/**
 * Clears every timer once a test file is through.
 *
 * @remarks
 * The session store of the auth plugin looks for expired sessions a minute after
 * its start and does not stop with it: its database is gone by then, and the test
 * that runs next would fail.
 *
 * @public
 */
export function endTimersWithTests(): void {
  const timers: NodeJS.Timeout[] = [];
  const { setTimeout: start } = globalThis;
  globalThis.setTimeout = Object.assign(
    (...args: Parameters<typeof start>) => {
      const timer = start(...args);
      timers.push(timer);
      return timer;
    },
    { __promisify__: start.__promisify__ },
  ) as typeof setTimeout;
  afterAll(() => timers.forEach(timer => clearTimeout(timer)));
}
