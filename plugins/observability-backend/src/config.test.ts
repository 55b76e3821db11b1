import { ConfigReader } from '@backstage/config';
import { readAnomalyConfig } from './config';

const read = (anomalies?: object) =>
  readAnomalyConfig(
    new ConfigReader(anomalies ? { observability: { anomalies } } : {}),
  );

describe('readAnomalyConfig', () => {
  it('should have defaults, and take what is set', () => {
    expect(read()).toEqual({
      enabled: true,
      intervalMs: 300_000,
      deadlineMs: 60_000,
      retentionMs: 30 * 86_400_000,
      concurrency: 2,
      minConfidence: 0.9,
      notifyConfidence: 0.95,
    });
    expect(
      read({
        enabled: false,
        interval: '1m',
        retention: { days: 7 },
        minConfidence: 0.5,
      }),
    ).toMatchObject({
      enabled: false,
      intervalMs: 60_000,
      retentionMs: 7 * 86_400_000,
      minConfidence: 0.5,
    });
  });

  it.each([
    [{ interval: '5s' }, 'interval: must be at least 30 seconds'],
    [{ deadline: '1s' }, 'deadline: must be at least 5 seconds'],
    [
      { concurrency: 0 },
      "concurrency '0': must be a whole number from 1 to 16",
    ],
    [{ notifyConfidence: 2 }, "notifyConfidence '2': must be from 0 to 1"],
  ])('should refuse %j', (anomalies, message) => {
    expect(() => read(anomalies)).toThrow(message);
  });
});
