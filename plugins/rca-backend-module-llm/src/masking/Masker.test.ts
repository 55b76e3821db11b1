import { Masker } from './Masker';

const KEY = 'k'.repeat(32);
const maskerOf = (tenant = 'sandbox/team-a-prod', key = KEY) =>
  new Masker({ key, tenant, names: ['Globex', 'Globex Bank', 'a.b'] });

describe('Masker', () => {
  it.each([
    ['SECRET', 'jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln', 'eyJ'],
    ['SECRET', 'postgres://app:hunter-url@db:5432/x', 'hunter-url'],
    ['SECRET', 'key AKIAIOSFODNN7EXAMPLE.', 'AKIA'],
    ['SECRET', '{"password": "hunter-pair"}', 'hunter-pair'],
    ['SECRET', 'DB_TOKEN=hunter-env next', 'hunter-env'],
    ['SECRET', 'Authorization: Bearer hunter.bearer-1', 'hunter.bearer'],
    ['SECRET', 'ghp_0123456789abcdefABCD failed', 'ghp_'],
    ['SECRET', 'k=Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZmdo', 'Zm9vYmFy'],
    ['SECRET', '-----BEGIN PRIVATE KEY-----\nMIIEhunter', 'MIIE'],
    ['EMAIL', 'to ann@shop.example now', 'ann'],
    ['IP', 'dial tcp 10.20.30.40:5432: refused', '10.20'],
    ['IP', 'from [2001:db8::1]:443', '2001'],
    ['IP', 'from fe80:0:0:0:1:2:3:4 to x', 'fe80'],
    ['NAME', 'order of GLOBEX failed', 'GLOBEX'],
    ['NAME', 'globex-db and x', 'globex'],
    ['NAME', 'at a.b here', 'a.b'],
  ])('hides the %s of %j and puts it back', (kind, text, value) => {
    const masker = maskerOf();
    const masked = masker.mask(text);
    expect(masked).not.toContain(value);
    expect(masked).toMatch(new RegExp(`MASK_${kind}_[0-9a-f]{12}`));
    expect(masker.unmask(masked)).toBe(text);
  });

  it('leaves what identifies nobody, and what only looks like a mask', () => {
    const plain =
      'At 2026-11-21T10:52:00.000Z pod orders-7d9f85-x2x9z of shop/orders@sha256 1.4.0 in std::fmt took 1.9 s (10:52:00) axb Globexia';
    const masker = maskerOf();
    expect(masker.mask(plain)).toBe(plain);
    expect(masker.unmask('MASK_IP_000000000000')).toBe('MASK_IP_000000000000');
  });

  it('is stable for a tenant, tells values apart, and says nothing to other tenants', () => {
    const mask = (...args: Parameters<typeof maskerOf>) =>
      maskerOf(...args).mask('10.0.0.1 Globex Bank');
    expect(mask()).toBe(mask());
    expect(mask().match(/MASK_/g)).toHaveLength(2);
    const all = [mask(), mask('sandbox/team-b-prod'), mask(undefined, 'other')];
    expect(new Set(all.map(text => text.split(' ')[0])).size).toBe(3);
    const masker = maskerOf();
    expect(masker.unmask(mask('sandbox/team-b-prod'))).toContain('MASK_IP_');
    const [one, two] = masker.mask('10.0.0.1 10.0.0.2').split(' ');
    expect(one).not.toBe(two);
  });

  it('takes no longer than its text is long', () => {
    const started = performance.now();
    for (const piece of [
      'a',
      'a@',
      '1.',
      'f:',
      'A1a',
      'token=',
      ' bearer ',
      '-----BEGIN PRIVATE KEY',
    ]) {
      maskerOf().mask(piece.repeat(Math.ceil(4_096 / piece.length)));
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
