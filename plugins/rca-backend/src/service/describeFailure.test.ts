import { NotAllowedError } from '@backstage/errors';
import { describeFailure } from './describeFailure';

describe('describeFailure', () => {
  it('tells errors that were written for people, within bounds', () => {
    expect(
      describeFailure(
        new NotAllowedError(`no\n  way, password=hunter2 ${'x'.repeat(999)}`),
      ),
    ).toEqual({
      message: expect.stringMatching(/^no way, password=\[secret\] x+$/),
    });
    expect(
      describeFailure(new NotAllowedError('x'.repeat(999))).message,
    ).toHaveLength(300);
  });

  it('refers to the log for all others', () => {
    for (const error of [
      new Error('select * from users where name = hunter2'),
      new TypeError('x'),
      'text',
      undefined,
    ]) {
      const { message, reference } = describeFailure(error);
      expect(reference).toMatch(/^[0-9a-f]{8}$/);
      expect(message).toBe(
        `An unexpected error ended it. The log of the portal has it under ${reference}`,
      );
    }
  });
});
