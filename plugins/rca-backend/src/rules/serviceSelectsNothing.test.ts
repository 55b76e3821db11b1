import { ruleTest, SilentCase } from '../__testUtils__/ruleTest';
import {
  NAMESPACE,
  minute,
  pod,
  service,
  workload,
} from '../__testUtils__/snapshot';
import { serviceSelectsNothing } from './serviceSelectsNothing';

const selectorCommit = {
  at: minute(52),
  sha: '0123456789abcdef',
  subject: 'Align labels',
  author: 'Alice',
  namespace: NAMESPACE,
  services: ['cart'],
  files: ['clusters/sandbox/team-a-prod/cart/service.yaml'],
  fields: [
    {
      kind: 'other' as const,
      path: 'app.kubernetes.io/name',
      before: 'cart',
      after: 'carts',
      file: 'service.yaml',
    },
  ],
  evidence: 0,
};

ruleTest(serviceSelectsNothing, {
  sees: [
    [
      'a selector that was changed to a label nobody has',
      {
        kubernetes: [
          workload('cart', {
            services: [service('cart', { 'app.kubernetes.io/name': 'carts' })],
          }),
        ],
        changes: { commits: [selectorCommit] },
      },
      [
        'critical: Service cart selects no pod: nothing in team-a-prod is labelled app.kubernetes.io/name=carts',
        'service-selector 0.95: Service cart sends its traffic nowhere: its selector app.kubernetes.io/name=carts matches no pod of cart, since commit 01234567 "Align labels" (app.kubernetes.io/name changed from "cart" to "carts").',
      ],
    ],
    [
      'a selector that resembles nothing',
      {
        kubernetes: [
          workload('cart'),
          { services: [service('stray', { app: 'gone' })] },
        ],
      },
      [
        'critical: Service stray selects no pod: nothing in team-a-prod is labelled app=gone',
        'service-selector 0.7: Service stray sends its traffic nowhere: its selector app=gone matches no pod.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a workload that is scaled to zero',
      {
        kubernetes: [
          workload('cart', { deployment: { replicas: 0 }, pods: [] }),
        ],
      },
    ],
    [
      'a Service without selector',
      {
        kubernetes: [
          {
            services: [
              { metadata: { name: 'x', namespace: NAMESPACE }, spec: {} },
            ],
          },
        ],
      },
    ],
    [
      'an external name',
      {
        kubernetes: [
          {
            services: [service('mail', { app: 'x' }, { type: 'ExternalName' })],
          },
        ],
      },
    ],
    [
      'pods that no workload owns',
      { kubernetes: [{ pods: [pod('solo')], services: [service('solo')] }] },
    ],
    ...['pods', 'deployments', 'statefulSets', 'daemonSets'].map(
      (kind): SilentCase => [
        `a selector that may fit something, because ${kind} could not be listed`,
        {
          kubernetes: [
            { services: [service('stray', { app: 'gone' })] },
            { unread: [`${NAMESPACE}/${kind}`] },
          ],
        },
      ],
    ),
  ],
});
