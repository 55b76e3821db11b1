import { RefreshOnce } from './RefreshOnce';

describe('RefreshOnce', () => {
  it('should exchange a token once while it runs, and for a while after it was replaced', async () => {
    jest.useFakeTimers();
    try {
      const once = new RefreshOnce<number>();
      let count = 0;
      const run = (token: string, replaced: boolean) =>
        once.run(
          token,
          async () => ++count,
          () => replaced,
        );
      const both = Promise.all([run('a', true), run('a', true)]);
      expect(await both).toEqual([1, 1]);
      expect(await run('a', true)).toBe(1);
      jest.advanceTimersByTime(10_000);
      expect(await run('a', true)).toBe(2);

      // Nothing is kept of a token that still counts.
      expect(await Promise.all([run('b', false), run('b', false)])).toEqual([
        3, 3,
      ]);
      expect(await run('b', false)).toBe(4);
    } finally {
      jest.useRealTimers();
    }
  });

  it('should forget failures', async () => {
    const once = new RefreshOnce<number>();
    const fail = () =>
      once.run(
        'a',
        async () => {
          throw new Error('down');
        },
        () => true,
      );
    const results = await Promise.allSettled([fail(), fail()]);
    expect(results.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(
      await once.run(
        'a',
        async () => 1,
        () => true,
      ),
    ).toBe(1);
  });
});
