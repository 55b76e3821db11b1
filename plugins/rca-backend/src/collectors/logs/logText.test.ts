import {
  defaultVocabulary,
  LogStoreFilter,
} from '@internal/plugin-observability-node';
import { classifyLine, mentionedServices } from './classifyLine';
import { logQueries } from './logQueries';

const peers = ['cart', 'cart-redis', 'ledger'];

describe('classifyLine', () => {
  it.each<[string, object | undefined]>([
    [
      'call to ledger failed: java.net.ConnectException: Connection refused: ledger.team-b-prod.svc:80',
      { kind: 'connection-refused', peer: 'ledger' },
    ],
    [
      'call to cart-redis failed: Get "http://cart-redis.team-a-prod.svc/keys/x": context deadline exceeded',
      { kind: 'timeout', peer: 'cart-redis' },
    ],
    [
      'dial tcp: lookup ledger on 10.96.0.10:53: no such host',
      { kind: 'dns-failure', peer: 'ledger' },
    ],
    [
      'fatal: invalid configuration: CART_TTL_SECONDS: parsing "30m": invalid syntax, want a whole number',
      { kind: 'invalid-config', key: 'CART_TTL_SECONDS' },
    ],
    [
      'fatal: invalid configuration: LEDGER_URL is not set',
      { kind: 'missing-key', key: 'LEDGER_URL' },
    ],
    [
      'Error: required environment variable "DB_HOST" is missing',
      { kind: 'missing-key', key: 'DB_HOST' },
    ],
    [
      'panic: LISTEN_PORT must be a number',
      { kind: 'invalid-config', key: 'LISTEN_PORT' },
    ],
    [
      'java.lang.OutOfMemoryError: Java heap space\n\tat shop.Basket.add(Basket.java:12)',
      { kind: 'out-of-memory' },
    ],
    ['write /data/wal: no space left on device', { kind: 'disk-full' }],
    ['open /etc/tls/key.pem: permission denied', { kind: 'permission-denied' }],
    [
      'GET http://cart.team-a-prod.svc/api answered 503',
      { kind: 'upstream-error', peer: 'cart' },
    ],
    ['panic: runtime error: index out of range [3]', { kind: 'panic' }],
    [
      'Traceback (most recent call last):\n  File "x.py", line 1',
      { kind: 'panic' },
    ],
    ['GET /api/cart/s-17 200 12ms', undefined],
    ['template cache refreshed, 17 entries', undefined],
    ['', undefined],
  ])('should read %j', (text, expected) => {
    expect(classifyLine(text, peers)).toEqual(expected);
  });

  it('should stay quick on hostile text', () => {
    const hostile = [
      'missing '.repeat(100_000),
      'invalid config '.repeat(100_000),
      'A_'.repeat(500_000),
      `call to ${'cart-'.repeat(200_000)}`,
      '\u0000'.repeat(1_000_000),
    ];
    const begin = performance.now();
    hostile.forEach(text => classifyLine(text, peers));
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

describe('mentionedServices', () => {
  it.each([
    ['call to cart-redis failed', ['cart-redis']],
    ['ledger said no to cart', ['ledger', 'cart']],
    ['GET /api/cart 500', []],
    ['upstream http://cart/items', ['cart']],
    ['my-cart and carts', []],
  ])('should find the names in %j', (text, names) => {
    expect(mentionedServices(text, peers)).toEqual(names);
  });
});

describe('logQueries', () => {
  const target = { service: 'cart', namespace: 'team-a-prod', isSubject: true };

  // The text is the store's matter, the filter is ours.
  const compose = jest.fn((filter: LogStoreFilter) => JSON.stringify(filter));
  const queries = logQueries({ compose }, defaultVocabulary.logs);
  const ask = (text: string): LogStoreFilter => JSON.parse(text);

  it('should ask for the pods of a service, and for none that is called alike', () => {
    const { fields } = ask(queries.lines([target, target]));
    expect(fields).toEqual([
      { name: 'kubernetes.pod_namespace', values: ['team-a-prod'] },
      {
        name: 'kubernetes.pod_name',
        values: [expect.stringContaining('(?:cart)-')],
        match: 'pattern',
      },
    ]);
    const pattern = new RegExp(`^(?:${fields![1].values[0]})$`);
    expect('cart-7d9f8c5b6d-x2x4z').toMatch(pattern);
    expect('cart-redis-7d9f8c5b6d-x2x4z').not.toMatch(pattern);
  });

  it('should find a template again by its constant words, also without a level', () => {
    const { levels, phrases } = ask(
      queries.template(target, 'call to <*> failed: connection "refused"'),
    );
    expect(phrases).toEqual(['failed: connection "refused"']);
    expect(levels).toEqual(expect.arrayContaining(['warn', 'ERROR', '']));
    expect(ask(queries.problems([target])).levels).not.toContain('');
    expect(ask(queries.template(target, '<*> <num>'))).toEqual({
      ...ask(queries.candidates([target])),
      phrases: [],
    });
  });
});
