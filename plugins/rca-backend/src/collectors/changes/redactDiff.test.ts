import { redactDiff } from './redactDiff';

describe('redactDiff', () => {
  const file = 'clusters/x/cart/configmap.yaml';
  const redact = (lines: string[], content = 'kind: ConfigMap\n') =>
    redactDiff(
      [`--- a/${file}`, `+++ b/${file}`, '@@ -1,9 +1,9 @@ x: y', ...lines].join(
        '\n',
      ),
      () => content,
    )
      .split('\n')
      .slice(3);

  it.each<[string, string[], string[]]>([
    [
      'values that are named as secrets',
      ['-  DB_PASSWORD: old', '+  DB_PASSWORD: new', '   LOG_LEVEL: info'],
      [
        '-  DB_PASSWORD: (hidden)',
        '+  DB_PASSWORD: (hidden)',
        '   LOG_LEVEL: info',
      ],
    ],
    [
      'values that look like secrets',
      ['+  SEED: dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz', '+  URL: mysql://u:p@db/x'],
      ['+  SEED: (hidden)', '+  URL: (hidden)'],
    ],
    [
      'variables of a container',
      [
        '         - name: DB_PASSWORD',
        '-          value: old',
        '+          value: new',
        '         - name: TTL',
        '+          value: "30m"',
      ],
      [
        '         - name: DB_PASSWORD',
        '-          value: (hidden)',
        '+          value: (hidden)',
        '         - name: TTL',
        '+          value: "30m"',
      ],
    ],
    [
      'blocks of text',
      ['+  token: |', '+    line one', '+', '+    line two', '+  ttl: 3'],
      [
        '+  token: |',
        '+    (hidden)',
        '+(hidden)',
        '+    (hidden)',
        '+  ttl: 3',
      ],
    ],
    [
      'whole maps',
      ['+credentials:', '+  user: ann', '+  pin: "1234"', '+port: 80'],
      ['+credentials:', '+  (hidden)', '+  (hidden)', '+port: 80'],
    ],
    [
      'a private key in a value of any name',
      [
        '+  pem: |',
        '+    -----BEGIN PRIVATE KEY-----',
        '+    MIIE',
        '+    -----END PRIVATE KEY-----',
        '+  a: b',
      ],
      ['+  pem: |', '+    [private key]', '+  a: b'],
    ],
    [
      'nothing of references, which say where and not what',
      [
        '+          secretName: cart-tls',
        '+        - secretRef:',
        '+            name: cart',
      ],
      [
        '+          secretName: cart-tls',
        '+        - secretRef:',
        '+            name: cart',
      ],
    ],
    [
      'a document that is a Secret in a file of several',
      ['+kind: Secret', '+data:', '+  a: YWJj'],
      ['(the content of a Secret is not shown)'],
    ],
    [
      'texts of a Secret whose kind is out of sight',
      ['+stringData:', '+  a: YWJj'],
      ['(the content of a Secret is not shown)'],
    ],
    [
      'values in JSON',
      ['+  "dbPassword": "YWJj",', '+  "ttl": 3,'],
      ['+  "dbPassword": (hidden),', '+  "ttl": 3,'],
    ],
  ])('hides %s', (_, lines, expected) => {
    const shown = redact(lines);
    expect(shown).toEqual(expected[0].startsWith('(') ? [] : expected);
    expect(redact(lines).join('\n')).not.toContain('YWJj');
  });

  it('stays quick on hostile diffs', () => {
    const begin = performance.now();
    for (const line of [
      `+  key: ${' '.repeat(60_000)}x ${' '.repeat(60_000)}y`,
      `+${' '.repeat(60_000)}- ${' '.repeat(60_000)}x`,
      `+${'a'.repeat(60_000)}: ${'b'.repeat(60_000)}`,
      `+- ${'x'.repeat(60_000)} y`,
      `+kind:${' '.repeat(60_000)}x`,
    ]) {
      redact([line]);
    }
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('hides files by their names, and does not believe a header inside of a hunk', () => {
    const forged = [
      'diff --git a/a/secrets/db.yaml b/a/secrets/db.yaml',
      '--- a/a/secrets/db.yaml',
      '+++ b/a/secrets/db.yaml',
      '@@ -1 +1,2 @@',
      '+++ b/a/configmap.yaml',
      '+x: hunter2',
    ].join('\n');
    const shown = redactDiff(forged, () => 'kind: ConfigMap');
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('(the content of a Secret is not shown)');
  });
});
