import { FairGate } from './FairGate';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function controlled() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    work: (name: string) => () =>
      new Promise<string>(resolve => {
        started.push(name);
        ends.set(name, () => resolve(name));
      }),
    async end(name: string) {
      ends.get(name)!();
      await new Promise(resolve => setImmediate(resolve));
    },
  };
}

describe('FairGate', () => {
  it('should let nobody take it all, and go round among those who wait', async () => {
    const gate = new FairGate({ total: 3, perUser: 2, waitingPerUser: 3 });
    const { started, work, end } = controlled();
    const run = (name: string) => gate.run(name[0], never, work(name));
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2']) void run(name);
    await Promise.resolve();
    // The third place is b's, although a asked first.
    expect(started).toEqual(['a1', 'a2', 'b1']);
    await end('a1');
    expect(started.slice(3)).toEqual(['a3']);
    await end('a2');
    expect(started.slice(4)).toEqual(['b2']);
    await end('b1');
    expect(started.slice(5)).toEqual(['a4']);
  });

  it('should refuse a queue without end, forget who left, and give places back after errors', async () => {
    const gate = new FairGate({ total: 1, perUser: 1, waitingPerUser: 1 });
    const { started, work, end } = controlled();
    void gate.run('a', never, work('a1'));
    const leave = new AbortController();
    const left = gate.run('a', leave.signal, work('a2'));
    await expect(gate.run('a', never, work('a3'))).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      reason: 'too-many-queries',
    });
    leave.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const failing = gate.run('b', never, async () => {
      throw new Error('store is down');
    });
    const last = gate.run('c', never, work('c1'));
    await end('a1');
    await expect(failing).rejects.toThrow('store is down');
    await end('c1');
    expect(await last).toBe('c1');
    expect(started).toEqual(['a1', 'c1']);
    await expect(
      gate.run('a', AbortSignal.abort(new Error('gone')), work('a4')),
    ).rejects.toThrow('gone');
  });
});
