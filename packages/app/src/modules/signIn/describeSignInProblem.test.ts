import {
  signInRefusals,
  withRefusalReason,
} from '@internal/plugin-tenancy-common';
import { describeSignInProblem } from './describeSignInProblem';

describe('describeSignInProblem', () => {
  const titleOf = (name: string, message: string) =>
    describeSignInProblem(Object.assign(new Error(message), { name })).title;

  it('should say what to do about each refusal, without its code', () => {
    const weak = describeSignInProblem(
      new Error(
        withRefusalReason(
          'This portal needs mfa',
          signInRefusals.strongerSignInRequired,
        ),
      ),
    );
    expect(weak.title).toBe('A stronger sign-in is needed');
    expect(weak.description).toMatch(/^This portal needs mfa\. Set one up/);
    for (const reason of Object.values(signInRefusals)) {
      const message = withRefusalReason('No', reason);
      const { title, description } = describeSignInProblem(new Error(message));
      expect(title).not.toBe('You could not be signed in');
      expect(description).not.toContain('[');
    }
  });

  it('should tell windows that were blocked or closed from everything else', () => {
    expect(titleOf('PopupRejectedError', '')).toContain('blocked');
    expect(titleOf('PopupClosedError', '')).toContain('closed');
    expect(titleOf('Error', 'x [made-up]')).toBe('You could not be signed in');
  });
});
