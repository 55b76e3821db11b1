import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { observabilityServiceRef } from './observabilityServiceRef';
import { observabilityServiceMock } from './testUtils';
import { defaultVocabulary } from './Vocabulary';
import { ServiceFactory } from '@backstage/backend-plugin-api';

describe('observabilityServiceRef', () => {
  it('should build the stores once for all plugins and name what is not configured', async () => {
    const factory = (await observabilityServiceRef.__defaultFactory!(
      observabilityServiceRef,
    )) as ServiceFactory;
    const tester = ServiceFactoryTester.from(factory, {
      dependencies: [
        mockServices.rootConfig.factory({
          data: {
            observability: {
              clusters: {
                c: {
                  logs: { type: 'victorialogs', url: 'http://127.0.0.1:1' },
                },
              },
            },
          },
        }),
      ],
    });
    const service: any = await tester.getSubject('one');
    expect(await tester.getSubject('two')).toBe(service);
    expect(service.logs('c')).toBe(service.logs('c'));
    expect(service.vocabulary('unknown')).toEqual(defaultVocabulary);
    expect(() => service.metrics('c')).toThrow(
      'No metric store is configured for cluster',
    );
    expect(() => service.logs('unknown')).toThrow(
      'set observability.clusters.unknown.logs',
    );
  });

  it('should be mockable', () => {
    const mock = observabilityServiceMock.mock();
    expect(mock.vocabulary('any')).toEqual(defaultVocabulary);
  });
});
