import { mapConcurrently } from './mapConcurrently';

describe('mapConcurrently', () => {
  it('should keep the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently(
      [30, 10, 20, 0, 5],
      2,
      undefined,
      async ms => {
        most = Math.max(most, ++running);
        await new Promise(resolve => setTimeout(resolve, ms));
        running--;
        return ms * 2;
      },
    );
    expect(results).toEqual([60, 20, 40, 0, 10]);
    expect(most).toBe(2);
  });

  it('should stop everything at the first failure and at the caller, with their reasons', async () => {
    const stopped: unknown[] = [];
    const hang = (signal: AbortSignal) =>
      new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => {
          stopped.push(signal.reason);
          reject(signal.reason);
        }),
      );
    const boom = new Error('boom');
    await expect(
      mapConcurrently([0, 1, 2], 2, undefined, async (item, signal) => {
        if (item === 1) {
          throw boom;
        }
        return hang(signal);
      }),
    ).rejects.toBe(boom);

    const caller = new AbortController();
    const left = new Error('left');
    const work = mapConcurrently([0, 1], 1, caller.signal, (_, signal) =>
      hang(signal),
    );
    caller.abort(left);
    await expect(work).rejects.toBe(left);
    expect(stopped).toEqual([boom, left]);
  });
});
