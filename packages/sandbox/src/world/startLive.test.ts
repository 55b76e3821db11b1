import { startLive } from './startLive';
import { MINUTE, TestWorld } from './testing/TestWorld';

describe('startLive', () => {
  it('should follow the wall clock with its lag, hurry when that shrinks, and stop', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'],
    });
    try {
      const test = new TestWorld();
      let realMs = test.start + 10 * MINUTE;
      const live = startLive(test.world, {
        realClock: { now: () => realMs },
        lagMs: 9 * MINUTE,
        onError: error => {
          throw error;
        },
      });
      await jest.advanceTimersByTimeAsync(1000);
      await test.world.advanceTo(0);
      expect(test.clock.now()).toBe(test.start + MINUTE);

      live.setLag(0);
      realMs += 1500;
      await jest.advanceTimersByTimeAsync(1000);
      await test.world.advanceTo(0);
      expect(test.clock.now()).toBe(realMs);

      await live.stop();
      realMs += MINUTE;
      await jest.advanceTimersByTimeAsync(5000);
      expect(test.clock.now()).toBe(realMs - MINUTE);
    } finally {
      jest.useRealTimers();
    }
  });
});
