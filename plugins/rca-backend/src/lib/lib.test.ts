import { Gate } from './Gate';
import { cleanJson, cleanText } from './cleanText';
import { eventInstant } from './kubernetes';
import { parseLabelSelector, selects } from './labelSelector';
import {
  describeSeconds,
  earliest,
  instantOf,
  latest,
  secondsBetween,
} from './time';

describe('parseLabelSelector', () => {
  it.each([
    ['app=cart', { app: 'cart' }, true],
    ['app==cart,tier!=db', { app: 'cart', tier: 'web' }, true],
    ['app=cart,tier!=db', { app: 'cart', tier: 'db' }, false],
    ['tier!=db', {}, true],
    [
      'app in (cart, basket),env notin (test)',
      { app: 'basket', env: 'prod' },
      true,
    ],
    ['app in (cart,basket)', { app: 'search' }, false],
    ['app,!legacy', { app: 'x' }, true],
    ['app,!legacy', { app: 'x', legacy: '' }, false],
    ['app.kubernetes.io/name=cart', { 'app.kubernetes.io/name': 'cart' }, true],
    ['app=cart', undefined, false],
    // A label of every object is no label of this one.
    ['toString', {}, false],
  ])('%s on %j is %p', (selector, labels, expected) => {
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  it.each(['', ' , ', 'a=b=c', 'a in b', '=x', 'a b'])(
    'refuses %j',
    selector => {
      expect(() => parseLabelSelector(selector)).toThrow(/[Ll]abel selector/);
    },
  );

  it('lets an empty Service selector select nothing', () => {
    expect(selects({}, { a: '1' })).toBe(false);
    expect(selects(undefined, {})).toBe(false);
    expect(selects({ a: '1' }, { a: '1', b: '2' })).toBe(true);
  });
});

describe('time', () => {
  it('reads the forms of the Kubernetes client', () => {
    expect(instantOf(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(instantOf('2026-11-20T19:23:21.750402Z')).toBe(
      '2026-11-20T19:23:21.750Z',
    );
    expect([instantOf(undefined), instantOf(null), instantOf('soon')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const metadata = { creationTimestamp: new Date(0) };
    // The scheduler's events have neither timestamp nor count.
    expect(
      eventInstant({
        metadata,
        involvedObject: {},
        eventTime: '2026-11-20T19:23:21.750402Z' as never,
      }),
    ).toBe('2026-11-20T19:23:21.750Z');
    expect(eventInstant({ metadata, involvedObject: {} })).toBe(
      '1970-01-01T00:00:00.000Z',
    );
  });

  it('compares instants as times and not as texts', () => {
    const [a, b] = ['2026-11-20T11:00:00+02:00', '2026-11-20T10:00:00Z'];
    expect(earliest(undefined, b, a)).toBe(a);
    expect(latest(a, undefined, b)).toBe(b);
    expect(earliest()).toBeUndefined();
    expect(secondsBetween(b, a)).toBe(3_600);
    expect([90, 480, 9_000].map(describeSeconds)).toEqual([
      '90 s',
      '8 min',
      '2.5 h',
    ]);
  });
});

describe('cleanText', () => {
  it('leaves what Postgres takes', () => {
    expect(cleanText('a\u0000b\ud800c 😀')).toBe('abc 😀');
    expect(
      cleanJson({ a: ['x\u0000'], b: undefined, c: { d: '\udc00' } }),
    ).toEqual({ a: ['x'], c: { d: '' } });
  });
});

describe('Gate', () => {
  it('lets so many in at once, in their order, also after failures', async () => {
    const gate = new Gate(2);
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map(name =>
        gate.run(async () => {
          log.push(name);
          most = Math.max(most, ++running);
          await new Promise(resolve => setImmediate(resolve));
          running -= 1;
          if (name === 'b') throw new Error('no');
          return name;
        }),
      ),
    );
    expect(log.join('')).toBe('abcde');
    expect(most).toBe(2);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(await gate.run(async () => 'again')).toBe('again');
  });
});
