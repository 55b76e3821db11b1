import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { ObservabilityService } from './ObservabilityService';
import { observabilityServiceRef } from './observabilityServiceRef';
import { observabilityServiceMock } from './testUtils';
import { defaultVocabulary } from './Vocabulary';

const consumer = createServiceFactory({
  service: createServiceRef<ObservabilityService>({ id: 'consumer' }),
  deps: { observability: observabilityServiceRef },
  factory: ({ observability }) => observability,
});

describe('observabilityServiceRef', () => {
  it('should build the stores once for all plugins and name what is not configured', async () => {
    const logs = { type: 'victorialogs', url: 'http://127.0.0.1:1' };
    const tester = ServiceFactoryTester.from(consumer, {
      dependencies: [
        mockServices.rootConfig.factory({
          data: { observability: { clusters: { c: { logs } } } },
        }),
      ],
    });
    const service = await tester.getSubject('one');
    expect(await tester.getSubject('two')).toBe(service);
    expect(service.logs('c')).toBe(service.logs('c'));
    expect(service.has('c', 'logs')).toBe(true);
    expect(service.has('c', 'traces')).toBe(false);
    expect(service.has('unknown', 'logs')).toBe(false);
    expect(() => service.traces('c')).toThrow(
      'set observability.clusters.c.traces',
    );
    expect(service.vocabulary('unknown')).toEqual(defaultVocabulary);
    expect(() => service.metrics('c')).toThrow(
      'No metric store is configured for cluster',
    );
    expect(() => service.logs('unknown')).toThrow(
      'set observability.clusters.unknown.logs',
    );
  });

  it('should name the known types for one that is not', async () => {
    const tester = ServiceFactoryTester.from(consumer, {
      dependencies: [
        mockServices.rootConfig.factory({
          data: {
            observability: {
              clusters: { c: { logs: { type: 'toString', url: 'http://x' } } },
            },
          },
        }),
      ],
    });
    await expect(tester.getSubject('one')).rejects.toThrow(
      /observability\.clusters\.c\.logs\.type 'toString', must be one of loki, victorialogs/,
    );
  });

  it('should have a mock that answers with what a test gives it', () => {
    const metrics = jest.fn();
    const mock = observabilityServiceMock.mock({ metrics });
    mock.metrics('c');
    expect(metrics).toHaveBeenCalledWith('c');
    expect(mock.vocabulary('any')).toEqual(defaultVocabulary);
  });
});
