import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { RefusalRecord } from './RefusalRecord';

describe('RefusalRecord', () => {
  it('should say who and why, and not be flooded, nor fail', async () => {
    jest.useFakeTimers();
    try {
      const fail = jest.fn();
      const auditor = mockServices.auditor.mock({
        createEvent: jest.fn(async () => ({ success: jest.fn(), fail })),
      });
      const logger = mockServices.logger.mock();
      const record = new RefusalRecord({ auditor, logger });
      const error = new NotAllowedError('No [unusable-roles]');
      for (let i = 0; i < 100; i++) {
        record.add({ subject: 'x'.repeat(1_000), error });
      }
      await jest.advanceTimersByTimeAsync(0);
      expect(auditor.createEvent).toHaveBeenCalledTimes(60);
      expect(auditor.createEvent).toHaveBeenLastCalledWith({
        eventId: 'sign-in-refused',
        severityLevel: 'medium',
        meta: {
          provider: 'zitadel',
          subject: 'x'.repeat(100),
          reason: 'unusable-roles',
        },
      });
      expect(fail).toHaveBeenLastCalledWith({ error });

      await jest.advanceTimersByTimeAsync(60_000);
      record.add({ subject: 7, error: new Error('odd') });
      expect(auditor.createEvent).toHaveBeenLastCalledWith(
        expect.objectContaining({
          meta: {
            provider: 'zitadel',
            subject: '(number)',
            reason: 'Error',
            leftOut: 40,
          },
        }),
      );

      auditor.createEvent.mockRejectedValueOnce(new Error('full'));
      record.add({ subject: '1', error });
      await jest.advanceTimersByTimeAsync(0);
      expect(logger.error).toHaveBeenCalledTimes(1);
    } finally {
      jest.useRealTimers();
    }
  });
});
