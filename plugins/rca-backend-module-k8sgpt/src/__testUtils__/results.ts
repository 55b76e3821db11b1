/** Shapes of k8sgpt 0.4.36 and its operator 0.2.27. */
export const PULL = 'Back-off pulling image "cart:9"';

/** As `k8sgpt analyze -o json` prints them: keys of Go where it names none. */
export const printed = {
  provider: 'openai',
  errors: null,
  status: 'ProblemDetected',
  problems: 2,
  results: [
    {
      kind: 'Pod',
      name: 'team-a-prod/cart-1-a',
      error: [
        {
          Text: PULL,
          KubernetesDoc: '',
          Sensitive: [{ Unmasked: 'cart', Masked: 'eHh4' }],
        },
      ],
      details: 'The model says: restart everything',
      parentObject: 'Deployment/cart',
    },
    {
      kind: 'Service',
      name: 'team-a-prod/cart',
      error: [
        {
          Text: 'Service has no endpoints, expected label app=cart',
          KubernetesDoc: '',
          Sensitive: [],
        },
      ],
      details: '',
      parentObject: '',
    },
  ],
};

/** As its server answers. */
export const served = {
  status: 'ProblemDetected',
  problems: 1,
  results: [
    {
      kind: 'Pod',
      name: 'team-a-prod/cart-1-a',
      error: [{ text: PULL, sensitive: [] }],
      details: '',
      parentObject: 'Deployment/cart',
    },
  ],
};

/** As the operator keeps them; the name leaves the kind out, so that two would collide. */
export function resource(
  kind: string,
  name: string,
  texts: string[],
  parentObject = '',
) {
  return {
    apiVersion: 'core.k8sgpt.ai/v1alpha1',
    kind: 'Result',
    metadata: { name: name.replace(/[-/]/g, ''), namespace: 'team-a-prod' },
    spec: {
      backend: 'openai',
      autoRemediationStatus: { phase: 0 },
      kind,
      name,
      error: texts.map(text => ({ text, sensitive: [] })),
      details: '',
      parentObject,
    },
    status: { lifecycle: 'created', webhook: '', contentHash: 'x' },
  };
}

/** What nobody should get into a report about a namespace that is not theirs, or at all. */
export const hostile: unknown[] = [
  null,
  'Pod',
  { kind: 'Pod' },
  { kind: 'Pod', name: 'team-a-prod/x', error: 'text' },
  { kind: 'Pod', name: 'team-b-prod/ledger', error: [{ text: 'secret' }] },
  { kind: 'Pod', name: 'team-a-prod-2/x', error: [{ text: 'x' }] },
  { kind: 'Pod', name: '../team-a-prod/x', error: [{ text: 'x' }] },
  { kind: 'Pod', name: 'team-a-prod/<img src=x>', error: [{ text: 'x' }] },
  { kind: '<script>', name: 'team-a-prod/x', error: [{ text: 'x' }] },
  { kind: 'Node', name: 'node-1', error: [{ text: 'x' }] },
  { kind: 'Pod', name: 'team-a-prod/x', error: [] },
  { kind: 'Pod', name: 'team-a-prod/x', error: [{ text: '   ' }] },
];
