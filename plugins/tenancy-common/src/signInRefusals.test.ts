import { parseOrganizationIds } from './organizationIds';
import {
  readRefusalReason,
  signInRefusals,
  withRefusalReason,
} from './signInRefusals';

describe('signInRefusals', () => {
  it('should survive the way through a message, and make nothing of other brackets', () => {
    for (const reason of Object.values(signInRefusals)) {
      expect(readRefusalReason(withRefusalReason('No\n[x]', reason))).toEqual({
        text: 'No\n[x]',
        reason,
      });
    }
    for (const message of ['', 'No', 'No [x]', '[stronger-sign-in-required]']) {
      expect(readRefusalReason(message)).toEqual({ text: message });
    }
  });
});

describe('parseOrganizationIds', () => {
  const fail = (rule: string) => {
    throw new Error(rule);
  };
  it('should read lists and texts, and never take nothing for all', () => {
    expect(parseOrganizationIds('all', fail)).toBeUndefined();
    expect(parseOrganizationIds('1, 2,1', fail)).toEqual(['1', '2']);
    expect(parseOrganizationIds(['1'], fail)).toEqual(['1']);
    for (const bad of [
      undefined,
      null,
      '',
      [],
      ' all',
      'all,1',
      ['all'],
      '*',
      '1,',
      [1],
      '../1',
      { 1: 1 },
      true,
      '١',
    ]) {
      expect(() => parseOrganizationIds(bad, fail)).toThrow(/'all'/);
    }
  });
});
