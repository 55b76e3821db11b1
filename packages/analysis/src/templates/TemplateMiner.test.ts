import fc from 'fast-check';
import { maskVariables } from './maskVariables';
import { TemplateMiner } from './TemplateMiner';

describe('maskVariables', () => {
  it.each([
    ['GET /items/42 200 in 13.5ms', 'GET /items/<num> <num> in <duration>'],
    ['dial tcp 10.0.3.17:6379: i/o timeout', 'dial tcp <ip>: i/o timeout'],
    ['at 2026-11-20T18:15:40.477Z done', 'at <time> done'],
    ['trace 4bf92f3577b34da6a3ce929d0e0e4736', 'trace <hex>'],
    ['order 0b7a2c1e-8d1f-4f6c-9a53-2f4f6f0f9a11 failed', 'order <id> failed'],
    ['pod checkout-7d9f8c5b6d-x2x4z killed', 'pod checkout-<pod> killed'],
    ['used 512Mi of 1 GiB', 'used <size> of <size>'],
    ['http2 error in sha256 o2', 'http2 error in sha256 o2'],
    ['no variables here', 'no variables here'],
  ])('should mask %s', (line, masked) => {
    expect(maskVariables(line)).toBe(masked);
  });
});

describe('TemplateMiner', () => {
  it('should group lines by what they have in common', () => {
    const miner = new TemplateMiner();
    for (const line of [
      'user alice logged in from 10.0.0.1',
      'user bob logged in from 10.0.0.2',
      'connection to ledger refused',
      'user carol logged in from 10.0.0.3',
      'cache refreshed, 17 entries',
      'cache refreshed, 230 entries',
      '',
    ]) {
      miner.add(line);
    }
    expect(miner.templates.map(({ text, count }) => [text, count])).toEqual([
      ['user <*> logged in from <ip>', 3],
      ['cache refreshed, <num> entries', 2],
      ['', 1],
      ['connection to ledger refused', 1],
    ]);
    expect(miner.templates[0].id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('should forget the templates that waited longest when it is full', () => {
    const miner = new TemplateMiner({ maxTemplates: 2 });
    miner.add('alpha only');
    miner.add('beta words here');
    miner.add('alpha only');
    miner.add('gamma is one two');
    expect(miner.templates.map(t => t.text)).toEqual([
      'alpha only',
      'gamma is one two',
    ]);
  });

  it('should be deterministic, bounded and count every line', () => {
    const word = fc.constantFrom('get', 'put', 'error', '12', '10.1.2.3', 'x');
    const line = fc.array(word, { maxLength: 8 }).map(words => words.join(' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), lines => {
        const run = (maxTemplates?: number) => {
          const miner = new TemplateMiner({ maxTemplates });
          lines.forEach(l => miner.add(l));
          return miner.templates.map(({ id, text, count }) => ({
            id,
            text,
            count,
          }));
        };
        const templates = run();
        expect(run()).toEqual(templates);
        expect(templates.reduce((sum, t) => sum + t.count, 0)).toBe(
          lines.length,
        );
        expect(run(3).length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('should survive hostile lines', () => {
    const miner = new TemplateMiner();
    miner.add('9'.repeat(1_000_000));
    miner.add('a '.repeat(100_000));
    miner.add('\u0000\ud800 <*> <num> __proto__ constructor');
    expect(miner.templates).toHaveLength(3);
    expect(miner.templates.every(t => t.text.length < 4_096)).toBe(true);
  });
});
