import { Turns } from './Turns';

describe('Turns', () => {
  it('should run so many at once, in order, leave out who went away, and go on after a failure', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const ends: Array<(error?: Error) => void> = [];
    const controllers = [0, 1, 2, 3].map(() => new AbortController());
    const runs = controllers.map(({ signal }, index) =>
      turns.run(async () => {
        begun.push(index);
        await new Promise<void>((resolve, reject) => {
          ends[index] = error => (error ? reject(error) : resolve());
        });
        return index;
      }, signal),
    );
    expect(begun).toEqual([0, 1]);
    controllers[2].abort(new Error('gone'));
    ends[0](new Error('failed'));
    await expect(runs[0]).rejects.toThrow('failed');
    await expect(runs[2]).rejects.toThrow('gone');
    expect(begun).toEqual([0, 1, 3]);
    ends[1]();
    ends[3]();
    expect(await Promise.all([runs[1], runs[3]])).toEqual([1, 3]);
    const { signal } = new AbortController();
    expect(await turns.run(async () => 'free', signal)).toBe('free');
  });
});
