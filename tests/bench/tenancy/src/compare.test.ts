import { compare } from './compare';
import { Load } from './Load';

describe('compare', () => {
  /** A portal that is this fast while the machine has the whole of its strength. */
  const portal = (perSecond: number, order: string[], machine: () => number) =>
    ({
      run: async () => {
        order.push(perSecond === 100 ? 'stock' : 'ours');
        return { perSecond: perSecond * machine(), done: 1, failed: 0 };
      },
    } as unknown as Load);
  const options = {
    round: { seconds: 1, requests: 1 },
    minRounds: 6,
    maxRounds: 40,
    target: 0.9,
  };
  const request = { method: 'GET', path: '/' };

  it('should see through a machine that is busy half of the time', async () => {
    const order: string[] = [];
    const busy = () => (Math.floor(order.length / 6) % 2 ? 0.2 : 1);
    const slower = {
      ours: portal(80, order, busy),
      stock: portal(100, order, busy),
    };
    const result = await compare(slower, request, options);
    expect(result.ratio).toBeCloseTo(0.8, 6);
    expect(result.interval!.high).toBeLessThan(0.9);
    expect(result.rounds).toBeLessThan(options.maxRounds);
    expect(order.slice(0, 4)).toEqual(['ours', 'stock', 'stock', 'ours']);
  });

  it('should go on as long as it is not clear, and no longer than allowed', async () => {
    let call = 0;
    const noisy = () => (call++ % 4 < 2 ? 1 : 0.9);
    const equal = {
      ours: portal(90, [], () => 1),
      stock: portal(100, [], noisy),
    };
    const result = await compare(equal, request, options);
    expect(result.rounds).toBe(6);
    call = 0;
    const unclear = {
      ours: portal(90, [], () => (call++ % 2 ? 1 : 0.9)),
      stock: portal(100, [], () => 1),
    };
    const long = await compare(unclear, request, options);
    expect(long.rounds).toBe(40);
    expect(long.spread).toEqual({ from: 0.81, to: 0.9 });
  });
});
