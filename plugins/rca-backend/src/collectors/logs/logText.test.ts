import { defaultVocabulary } from '@internal/plugin-observability-node';
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

  it('should quote every value', () => {
    const queries = logQueries({
      ...defaultVocabulary.logs,
      level: 'log/severity',
    });
    expect(queries.lines([target])).toBe(
      'kubernetes.pod_namespace:in("team-a-prod") kubernetes.pod_name:~"^(?:cart)-(?:[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}|[bcdfghjklmnpqrstvwxz2456789]{5}|[0-9]+)$"',
    );
    expect(queries.problems([target])).toContain('"log/severity":in("warn"');
  });

  it('should find a template again by its constant words', () => {
    const { candidates, template } = logQueries(defaultVocabulary.logs);
    const base = candidates([target]);
    expect(template(target, 'call to <*> failed: connection "refused"')).toBe(
      `${base} "failed: connection \\"refused\\""`,
    );
    expect(template(target, '<*> <num>')).toBe(base);
  });
});
