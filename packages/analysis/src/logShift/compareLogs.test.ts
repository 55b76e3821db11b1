import { Faults, SyntheticCompany } from '../__testUtils__/SyntheticCompany';
import { compareLogs } from './compareLogs';
import type { LogLine } from './statementOf';

const reference = SyntheticCompany.run({ seed: 1, from: 0 }).lines;

function strongest(current: readonly LogLine[], before = reference) {
  return [...compareLogs(before, current).evidence].sort(
    (a, b) => b.nats - a.nats,
  );
}

function faulty(faults: Faults) {
  return SyntheticCompany.run({ seed: 2, from: 1e6, faults }).lines;
}

describe('compareLogs', () => {
  it('should find nothing in requests like before, however many', () => {
    const more = SyntheticCompany.run({ seed: 3, from: 1e6, requests: 400 });
    expect(strongest(more.lines)[0].nats).toBeLessThan(1);
  });

  it('should find nothing in another mix of requests', () => {
    const other = SyntheticCompany.run({ seed: 3, from: 1e6, entry: 'shop' });
    const mixed = [...other.lines, ...faulty({}).slice(0, 200)];
    expect(strongest(mixed)[0].nats).toBeLessThan(3);
  });

  it('should blame who returns early, though nobody says ERROR', () => {
    const [first] = strongest(faulty({ returnsEarly: { entity: 'cart' } }));
    expect(first).toMatchObject({ entity: 'cart', kind: 'log' });
    expect(first.nats).toBeGreaterThan(15);
    expect(first.summary).toContain('(end) ×100');
  });

  it('should blame the callee that fell silent while its caller goes on', () => {
    const [first, ...rest] = strongest(faulty({ silent: { entity: 'price' } }));
    expect(first.entity).toBe('price');
    expect(first.summary).toContain("after the caller's");
    expect(rest.find(one => one.entity !== 'price')!.nats).toBeLessThan(
      first.nats - 5,
    );
  });

  it('should not take a recovery for a fault', () => {
    const failing = reference
      .filter(({ text }) => !/cart is done/.test(text))
      .map(line =>
        line.entity === 'cart'
          ? { ...line, text: line.text.replace('INFO', 'ERROR') }
          : line,
      );
    const [first] = strongest(faulty({}), failing);
    expect(first?.nats ?? 0).toBeLessThan(1);
    const [back] = strongest(failing, faulty({}));
    expect(back).toMatchObject({ entity: 'cart' });
    expect(back.nats).toBeGreaterThan(15);
  });

  it('should tell statements by their place in the code where lines have one', () => {
    const lines = (place: string, from: number): LogLine[] =>
      Array.from({ length: 40 }, (_, i) => ({
        time: from + i,
        entity: 'a',
        traceId: `${from}-${i}`,
        text: `INFO c.s.Cart#10 items ${i}`,
      })).flatMap(line => [
        line,
        {
          ...line,
          time: line.time + 0.5,
          text: `INFO c.s.Cart#${place} items`,
        },
      ]);
    const [first] = strongest(lines('12', 1e6), lines('11', 0));
    expect(first.nats).toBeGreaterThan(15);
    expect(first.summary).toContain('c.s.Cart#12');
  });

  it('should compare lines without a request by their mix', () => {
    const lines = (text: string, count: number): LogLine[] =>
      Array.from({ length: count }, (_, time) => ({ time, entity: 'a', text }));
    const before = [...lines('cache refreshed', 90), ...lines('tick', 10)];
    expect(
      strongest(lines('cache refreshed', 20), before)[0].nats,
    ).toBeLessThan(1);
    expect(
      strongest(lines('level=fatal out of disk space', 20), before)[0].nats,
    ).toBeGreaterThan(10);
  });

  it('should see the calls in the lines', () => {
    expect(compareLogs(reference, []).edges).toEqual(
      expect.arrayContaining([
        { from: 'shop', to: 'stock' },
        { from: 'account', to: 'price' },
      ]),
    );
  });
});
