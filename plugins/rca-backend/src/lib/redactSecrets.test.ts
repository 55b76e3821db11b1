import { looksSecret, redactSecrets } from './redactSecrets';

const JWT = [
  'eyJhbGciOiJIUzI1NiJ9',
  'eyJzdWIiOiIxMjM0NSJ9',
  'SflKxwRJSMeKKF2QT4fwpM',
].join('.');
const KEY_LINE =
  'MIIEpAIBAAKCAQEAwJbJ0b6uT2XQxZ9m1nq3d7kfQv7s8yRz5pL0aBcDeFgHiJkL';

describe('redactSecrets', () => {
  it.each([
    ['password=hunter2 user=bob', 'password=[secret] user=bob'],
    [
      '{"client_secret": "a b c", "x": 1}',
      '{"client_secret": [secret], "x": 1}',
    ],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: [credentials]'],
    ['using bearer 0123456789abcdef', 'using bearer [credentials]'],
    ['jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln end', 'jwt [token] end'],
    ['postgres://app:s3cr3t@db:5432/x', 'postgres://app:[password]@db:5432/x'],
    ['key AKIAIOSFODNN7EXAMPLE', 'key [access key]'],
    ['mail from ann.o@example.com now', 'mail from [email] now'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
      '[private key]',
    ],
    ['password changed for 3 users', 'password changed for 3 users'],
    ['GET /api/cart/s-17 200 12ms', 'GET /api/cart/s-17 200 12ms'],
    [`session ${JWT} ended`, 'session [token] ended'],
    ['Authorization: Basic dXNlcjpodW50ZXIy', 'Authorization: [credentials]'],
    ['{"authorization":"Bearer abcd"}', '{"authorization":"[credentials]"}'],
    [
      '{\\"password\\":\\"hunter2\\",\\"x\\":1}',
      '{\\"password\\":[secret],\\"x\\":1}',
    ],
    ['DB_PASS=hunter2', 'DB_PASS=[secret]'],
    ['PGPASSWORD: hunter2', 'PGPASSWORD: [secret]'],
    ['run --password hunter2 --verbose', 'run --password [secret] --verbose'],
    ['redis://:hunter2@cache:6379/0', 'redis://:[password]@cache:6379/0'],
    ['amqp://u:p@ss@mq/vhost', 'amqp://u:[password]@mq/vhost'],
    [
      'cannot reach postgres://app:hunt',
      'cannot reach postgres://app:[password]',
    ],
    ['(https://ann:hunter…) at', '(https://ann:[password]…) at'],
    [
      'Server=db,1433;User Id=sa;Password=hunter2;Encrypt=true',
      'Server=db,1433;User Id=sa;Password=[secret];Encrypt=true',
    ],
    [
      'AccountName=x;AccountKey=aGVsbG8gd29ybGQ=;EndpointSuffix=y',
      'AccountName=x;AccountKey=[secret];EndpointSuffix=y',
    ],
    [
      'https://b.example/x?sv=1&sig=abc%2F',
      'https://b.example/x?sv=1&sig=[secret]',
    ],
    [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'aws_secret_access_key = [secret]',
    ],
    ['Set-Cookie: sid=abc; HttpOnly', 'Set-Cookie: [cookie]'],
    [
      '[{"name":"DB_PASSWORD","value":"hunter2"},{"name":"TTL","value":"1"}]',
      '[{"name":"DB_PASSWORD","value":[secret]},{"name":"TTL","value":"1"}]',
    ],
    [
      '- name: DB_PASSWORD\n  value: hunter2\n- name: TTL\n  value: 1',
      '- name: DB_PASSWORD\n  value: [secret]\n- name: TTL\n  value: 1',
    ],
    [
      `+  key: |\n+    -----BEGIN EC PRIVATE KEY-----\n+    ${KEY_LINE}`,
      '+  key: |\n+    [private key]',
    ],
    [
      `end of it\n${KEY_LINE}\n${KEY_LINE}\nabc=\n-----END PRIVATE KEY-----\nready`,
      'end of it\n[private key]\nready',
    ],
    [`glpat-${'x1'.repeat(10)}`, '[token]'],
    // What an analysis needs stays.
    [
      'GET http://cart.team-a-prod.svc:8080/x',
      'GET http://cart.team-a-prod.svc:8080/x',
    ],
    ['listening on http://[::1]:8080', 'listening on http://[::1]:8080'],
    ['listening on http://cart:8080', 'listening on http://cart:8080'],
    [
      'Error: secret "cart-tls" not found',
      'Error: secret "cart-tls" not found',
    ],
    [
      "couldn't find key DB_PASSWORD in Secret team-a-prod/cart",
      "couldn't find key DB_PASSWORD in Secret team-a-prod/cart",
    ],
    [
      'cart@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      'cart@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ],
  ])('should redact %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
    // Texts go through it more than once.
    expect(redactSecrets(redacted)).toBe(redacted);
  });

  it('should stay quick on hostile text', () => {
    const hostile = [
      'password '.repeat(50_000),
      'a'.repeat(500_000),
      'A1+/'.repeat(100_000),
      `${'A1+/'.repeat(20)}\n`.repeat(5_000),
      '://a:'.repeat(50_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(5_000),
      'name: xpasswordx '.repeat(20_000),
      'x@'.repeat(100_000),
      ' '.repeat(500_000),
    ];
    const begin = performance.now();
    hostile.forEach(redactSecrets);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});

describe('looksSecret', () => {
  it.each<[string, boolean]>([
    ['dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz', true],
    ['"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1"', true],
    ['postgres://app:hunter2@db/x', true],
    [JWT, true],
    ['http://ledger.team-b-prod.svc:8080', false],
    ['9f86d081884c7d659a2feaa0c55ad015', false],
    ['cart-redis-0.cart-redis.team-a-prod', false],
    ['AAAAAAAAAAAAAAAAAAAAAAAAAAAa1', false],
    ['info', false],
    ['1800', false],
  ])('of %j is %p', (value, expected) => {
    expect(looksSecret(value)).toBe(expected);
  });
});
