import { InvestigationQueue } from './InvestigationQueue';

describe('InvestigationQueue', () => {
  it('runs so many at once, passes over who is at the limit, and forgets who gave up', async () => {
    const queue = new InvestigationQueue({
      total: 3,
      perNamespace: 2,
      waitingPerNamespace: 1,
    });
    const running: string[] = [];
    const finish = new Map<string, () => void>();
    const start = (name: string, signal = new AbortController().signal) =>
      queue.run(name[0], signal, () => {
        running.push(name);
        return new Promise<void>(resolve => finish.set(name, resolve));
      });
    const settled = async () => new Promise(resolve => setImmediate(resolve));
    const first = start('a1');
    start('a2');
    expect(queue.hasRoom('a')).toBe(true);
    const given = new AbortController();
    const third = start('a3', given.signal);
    await settled();
    expect(running).toEqual(['a1', 'a2']);
    expect(queue.hasRoom('a')).toBe(false);
    start('b1');
    await settled();
    expect(running).toEqual(['a1', 'a2', 'b1']);

    given.abort(new Error('gave up'));
    await expect(third).rejects.toThrow('gave up');
    await expect(start('a4', given.signal)).rejects.toThrow('gave up');
    start('a5');
    start('b2');
    await settled();
    expect(running).toHaveLength(3);
    finish.get('a1')!();
    await first;
    await settled();
    expect(running).toEqual(['a1', 'a2', 'b1', 'a5']);
    finish.get('b1')!();
    await settled();
    expect(running.at(-1)).toBe('b2');
  });

  it('gives the place of work that failed to the next', async () => {
    const queue = new InvestigationQueue({
      total: 1,
      perNamespace: 1,
      waitingPerNamespace: 5,
    });
    const { signal } = new AbortController();
    const failing = queue.run('a', signal, async () => {
      throw new Error('no');
    });
    const next = queue.run('a', signal, async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
