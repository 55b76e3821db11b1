import { LiveClock } from './LiveClock';

const START = Date.parse('2026-11-20T10:00:00Z');
const MINUTE = 60_000;

describe('LiveClock', () => {
  beforeEach(() => jest.useFakeTimers({ now: START }));
  afterEach(() => jest.useRealTimers());

  function setUp(worldTime: number) {
    const world = { time: worldTime, fail: undefined as Error | undefined };
    const errors: unknown[] = [];
    const clock = new LiveClock({
      now: () => world.time,
      advanceTo: async timeMs => {
        if (world.fail) {
          throw world.fail;
        }
        world.time = timeMs;
      },
      onError: error => errors.push(error),
    });
    return { world, errors, clock };
  }

  it('should follow the wall clock at its distance, and use that up to run ahead', async () => {
    const { world, clock } = setUp(START - 20 * MINUTE);
    clock.start(15 * MINUTE);
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(world.time).toBe(START - 14 * MINUTE);
    await clock.advanceTo(world.time + 10 * MINUTE);
    expect(world.time).toBe(START - 4 * MINUTE);
    expect(clock.lagMs).toBe(5 * MINUTE);
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(world.time).toBe(START - 3 * MINUTE);

    await expect(clock.advanceTo(world.time + 6 * MINUTE)).rejects.toThrow(
      'cannot run ahead of the wall clock',
    );
    await expect(clock.advanceTo(world.time - 1)).rejects.toThrow(
      'cannot go back in time',
    );
    await clock.advanceTo(Date.now());
    expect(clock.lagMs).toBe(0);
    await clock.stop();
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(world.time).toBe(START + 2 * MINUTE);
  });

  it('should go anywhere while it does not follow, and stand still after a failure', async () => {
    const { world, errors, clock } = setUp(START);
    await clock.advanceTo(START + 60 * MINUTE);
    expect(world.time).toBe(START + 60 * MINUTE);
    world.time = START;
    clock.start(0);
    world.fail = new Error('broken');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(errors).toEqual([world.fail]);
  });
});
