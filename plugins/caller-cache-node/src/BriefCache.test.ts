import { BriefCache } from './BriefCache';

describe('BriefCache', () => {
  let now = 0;
  beforeEach(() =>
    jest.spyOn(performance, 'now').mockImplementation(() => now),
  );
  afterEach(() => jest.restoreAllMocks());

  it('should ask once in its time, counted from the question', async () => {
    const cache = new BriefCache<number>({ ttlMs: 100, maxEntries: 10 });
    let asked = 0;
    let answer: (value: number) => void = () => {};
    const load = () => {
      asked++;
      return new Promise<number>(resolve => {
        answer = resolve;
      });
    };
    const together = [cache.get('a', load), cache.get('a', load)];
    now += 60;
    answer(1);
    expect(await Promise.all(together)).toEqual([1, 1]);
    now += 39;
    expect(await cache.get('a', load)).toBe(1);
    expect(asked).toBe(1);
    now += 1;
    const next = cache.get('a', load);
    answer(2);
    expect(await next).toBe(2);
  });

  it('should keep no failure, and not let an old one drop a new answer', async () => {
    const cache = new BriefCache<string>({ ttlMs: 100, maxEntries: 10 });
    let fail: (error: Error) => void = () => {};
    const failing = cache.get(
      'a',
      () => new Promise((_, reject) => (fail = reject)),
    );
    now += 100;
    expect(await cache.get('a', async () => 'new')).toBe('new');
    fail(new Error('late'));
    await expect(failing).rejects.toThrow('late');
    expect(await cache.get('a', async () => 'newer')).toBe('new');

    const down = async () => {
      throw new Error('down');
    };
    await expect(cache.get('b', down)).rejects.toThrow('down');
    expect(await cache.get('b', async () => 'up')).toBe('up');
  });

  it('should hold no more than it may, and give up the oldest', async () => {
    const cache = new BriefCache<string>({ ttlMs: 100, maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) await cache.get(key, async () => key);
    expect(await cache.get('b', async () => 'again')).toBe('b');
    expect(await cache.get('a', async () => 'again')).toBe('again');
    // Asked for again, an entry is as young as any.
    now += 50;
    await cache.get('d', async () => 'd');
    now += 50;
    await cache.get('a', async () => 'third');
    expect(await cache.get('d', async () => 'again')).toBe('d');
  });
});
