// The session store of the auth plugin looks for expired sessions a minute after its start and
// does not stop with it: its database is gone by then, and the test that runs next would fail.
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
export {};
