import fc from 'fast-check';
import { toProfile } from './toProfile';

describe('toProfile', () => {
  it('should know an address only once it is verified, by the truth value alone', () => {
    const email = 'alice@shop.example';
    expect(toProfile({ email, email_verified: true }).email).toBe(email);
    for (const verified of [undefined, false, 'true', 1, {}]) {
      const profile = toProfile({ email, email_verified: verified });
      expect(profile.email).toBeUndefined();
    }
  });

  it('should show text of bounded length, and pictures over https', () => {
    expect(
      toProfile({
        name: ' Al\u202eice\u0000\u200b <b>\n',
        picture: 'https://id.example/a.png',
      }),
    ).toEqual({
      displayName: 'Alice <b>',
      picture: 'https://id.example/a.png',
    });
    expect(toProfile({ name: 'x'.repeat(9_999) }).displayName).toHaveLength(
      200,
    );
    for (const picture of ['http://a/b', 'data:text/html,x', 'https://', 7]) {
      expect(toProfile({ picture }).picture).toBeUndefined();
    }
  });

  it('should make a profile of whatever comes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), claims => {
        const { displayName, email, picture } = toProfile({
          ...claims,
          name: claims.name ?? Object.values(claims)[0],
        });
        for (const value of [displayName, email, picture]) {
          expect(['string', 'undefined']).toContain(typeof value);
        }
        expect(displayName ?? '').not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
