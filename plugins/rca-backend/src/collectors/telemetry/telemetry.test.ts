import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { uncheckedBecause } from './describeFailure';
import { podNamePattern, serviceOfPod } from './podNames';
import { foreignUnchecked, telemetryTargets } from './telemetryTargets';

const services = ['cart', 'cart-redis', 'orders'];

describe('podNames', () => {
  it.each([
    ['cart-7d9f8c5b6d-x2x4z', 'cart'],
    ['cart-redis-7d9f8c5b6d-x2x4z', 'cart-redis'],
    ['cart-redis-0', 'cart-redis'],
    ['orders-x2x4z', 'orders'],
    ['orders-db-7d9f8c5b6d-x2x4z', undefined],
    ['orders-db-0', undefined],
    ['cart', undefined],
    ['mycart-7d9f8c5b6d-x2x4z', undefined],
    ['', undefined],
  ])('should know whose pod %s is', (pod, service) => {
    expect(serviceOfPod(pod, services)).toBe(service);
    const pattern = new RegExp(`^${podNamePattern(services)}$`);
    expect(pattern.test(pod)).toBe(service !== undefined);
  });
});

describe('telemetryTargets', () => {
  it('should read what the scope covers and name the rest', () => {
    const dependency = (
      serviceName: string,
      namespace?: string,
      cluster = 'c',
    ) => ({
      entityRef: `component:default/${serviceName}`,
      serviceName,
      cluster,
      namespace,
      requiredBy: 'component:default/web',
    });
    const targets = telemetryTargets({
      subject: {
        entityRef: 'component:default/web',
        cluster: 'c',
        namespace: 'team-a-prod',
        labelSelector: 'app=web',
        serviceName: 'web',
        dependencies: [
          dependency('shop', 'team-a-prod'),
          dependency('shop', 'team-a-prod'),
          dependency('insights', 'team-a-b-prod'),
          dependency('shop', 'team-a-prod', 'other'),
          dependency('unknown'),
        ],
      },
      scope: {
        $$type: '@internal/TenantScope',
        userEntityRef: 'user:default/1',
        cluster: 'c',
        namespaces: ['team-a-prod'],
      },
    });
    expect(targets).toEqual({
      own: [
        { service: 'web', namespace: 'team-a-prod', isSubject: true },
        { service: 'shop', namespace: 'team-a-prod', isSubject: false },
      ],
      foreign: ['insights', 'shop', 'unknown'],
    });
    expect(foreignUnchecked('logs', targets)[0]).toEqual({
      source: 'logs',
      reason: 'foreign-namespace',
      message:
        'insights is outside your namespaces: only what its callers see of it was looked at',
    });
  });
});

describe('uncheckedBecause', () => {
  it.each([
    [new NotAllowedError('no'), 'forbidden'],
    [new InputError('bad'), 'query-refused'],
    [new NotFoundError('none'), 'not-configured'],
    [new ServiceUnavailableError('x did not answer within 5 ms'), 'timed-out'],
    [new ServiceUnavailableError('x is not reachable'), 'unreachable'],
    ['thrown text', 'unreachable'],
  ])('should give %s the reason %s', (error, reason) => {
    expect(uncheckedBecause('logs', 'Volume', error)).toMatchObject({
      source: 'logs',
      reason,
      message: expect.stringContaining('Volume could not be read'),
    });
  });
});
