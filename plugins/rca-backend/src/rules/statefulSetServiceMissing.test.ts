import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { NAMESPACE, service } from '../__testUtils__/snapshot';
import { statefulSetServiceMissing } from './statefulSetServiceMissing';

const statefulSet = (
  serviceName: string | undefined,
  options: { services?: string[]; unread?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    {
      statefulSets: [
        {
          metadata: { name: 'db', namespace: NAMESPACE, uid: 's-db' },
          spec: { serviceName, selector: {}, template: {} },
        },
      ],
      services: (options.services ?? []).map(name => service(name)),
      unread: options.unread ? [`${NAMESPACE}/services`] : [],
    },
  ],
});

ruleTest(statefulSetServiceMissing, {
  sees: [
    [
      'a Service that is not there',
      statefulSet('db', { services: ['other'] }),
      [
        'info: Service db, which names the pods of StatefulSet db, does not exist',
      ],
    ],
  ],
  isSilentOn: [
    ['a Service that is there', statefulSet('db', { services: ['db'] })],
    [
      'a Service that may be there, because they could not be listed',
      statefulSet('db', { unread: true }),
    ],
    ['no Service by choice', statefulSet('')],
  ],
});
