import { isUserName, toUserRef } from './userRefs';

describe('userRefs', () => {
  it('should take immutable ids as they are and never repair one', () => {
    expect(toUserRef('300000000000000001')).toBe(
      'user:default/300000000000000001',
    );
    expect(toUserRef('a', { userNamespace: 'people' })).toBe('user:people/a');
    for (const id of [
      '',
      'A',
      'a..b',
      '../a',
      'a/b',
      'a:b',
      '-a',
      'a-',
      ' a',
      '__proto__',
      'а', // Cyrillic
      'a'.repeat(64),
      1,
      null,
      undefined,
      ['a'],
    ]) {
      expect(isUserName(id)).toBe(false);
      expect(toUserRef(id)).toBeUndefined();
    }
    expect(isUserName('a'.repeat(63))).toBe(true);
  });
});
