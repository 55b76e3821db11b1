import { explainDecision, publicReason } from './explainDecision';
import { DenialReason, denialReasons } from './types';

const namespace = { cluster: 'c', namespace: 'shop' };
const explain = (reason: DenialReason, exact: boolean) =>
  explainDecision({ result: 'deny', namespace, reason }, { exact });

describe('explainDecision', () => {
  it('should tell strangers nothing about namespaces of others', () => {
    const told = Object.values(denialReasons).map(reason =>
      publicReason(reason, { exact: false }),
    );
    expect([...new Set(told)].sort()).toEqual([
      'identity-unavailable',
      'invalid-namespace',
      'namespace-index-unavailable',
      'no-access',
      'not-a-user',
      'out-of-scope',
    ]);
    expect(explain('unknown-namespace', false)).toEqual(
      explain('ownership-conflict', false),
    );
  });

  it('should have words for every reason, and offer to ask where that can help', () => {
    const requestable = Object.values(denialReasons).filter(reason => {
      const exact = explain(reason, true);
      expect(exact).toMatchObject({
        reason,
        result: 'deny',
        sentence: expect.stringMatching(/^[A-Zc].*\.$/),
        whatToDo: expect.stringMatching(/^[A-Z].*\.$/),
      });
      return exact.canRequest;
    });
    expect(requestable).toEqual(['unowned-namespace', 'not-owner']);
    expect(explain('unknown-namespace', false).canRequest).toBe(true);
  });

  it('should say through which group and source', () => {
    const allow = (access: 'owner' | 'platform' | 'shared', via?: string) =>
      explainDecision(
        {
          result: 'allow',
          grant: {
            ...namespace,
            access,
            via,
            source: access === 'shared' ? 'shared' : 'both',
          },
        },
        { exact: false },
      ).sentence;
    expect(allow('owner', 'group:default/a')).toBe(
      "You can read c/shop, because it belongs to group:default/a (its label and the portal's configuration say so).",
    );
    expect(allow('platform', 'group:default/p')).toContain('group:default/p');
    expect(allow('shared')).toBe(
      'You can read c/shop, because it is shared with everybody who is signed in.',
    );
  });
});
