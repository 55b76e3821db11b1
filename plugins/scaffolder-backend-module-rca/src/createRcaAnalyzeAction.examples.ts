import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** @internal */
export const examples: TemplateExample[] = [
  {
    description: 'Analyze the last hour of a service',
    example: stringify({
      steps: [
        {
          id: 'analyze',
          name: 'Analyze the root cause',
          action: 'rca:analyze',
          input: { entityRef: 'component:default/checkout' },
        },
      ],
    }),
  },
  {
    description: 'Analyze a given time in one of several namespaces',
    example: stringify({
      steps: [
        {
          id: 'analyze',
          name: 'Analyze the root cause',
          action: 'rca:analyze',
          input: {
            entityRef: 'component:default/checkout',
            timeRange: {
              from: '2026-11-20T10:00:00Z',
              to: '2026-11-20T11:00:00Z',
            },
            namespace: 'team-a-prod',
          },
        },
      ],
    }),
  },
];
