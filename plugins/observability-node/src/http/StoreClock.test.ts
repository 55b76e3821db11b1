import { setTimeout as sleep } from 'node:timers/promises';
import { StoreClock } from './StoreClock';

const now = jest.spyOn(performance, 'now');
afterAll(() => now.mockRestore());

describe('StoreClock', () => {
  it('should count what runs side by side once, and pauses not at all', () => {
    const clock = new StoreClock();
    const at = (ms: number) => now.mockReturnValue(ms);
    at(100);
    const endFirst = clock.start();
    at(110);
    const endSecond = clock.start();
    at(120);
    endFirst();
    endFirst();
    expect(clock.elapsedMs).toBe(0);
    at(150);
    endSecond();
    expect(clock.elapsedMs).toBe(50);
    at(500);
    const endThird = clock.start();
    at(507);
    endThird();
    expect(clock.elapsedMs).toBe(57);
  });

  it('should be that of the work that is going on', async () => {
    const [a, b] = [new StoreClock(), new StoreClock()];
    const seen = await Promise.all(
      [a, b].map(clock =>
        clock.run(async () => {
          await sleep(1);
          return StoreClock.current();
        }),
      ),
    );
    expect(seen).toEqual([a, b]);
    expect(seen[0]).toBe(a);
    expect(StoreClock.current()).toBeUndefined();
  });
});
