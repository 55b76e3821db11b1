const TEAM = 'group:default/team-b';

/** Entities that a member of team-b writes: by name, what each points at. */
export const hostileNamespaces: Record<string, string | undefined> = {
  'hostile-bare': undefined,
  'hostile-foreign': 'team-a-prod',
  'hostile-staging': 'team-a-staging',
  'hostile-prefix': 'team-a',
  'hostile-longer': 'team-a-b-prod',
  'hostile-unowned': 'kube-system',
  'hostile-dots': '..',
  'hostile-dot': '.',
  'hostile-empty': '',
  'hostile-space': ' team-a-prod',
  'hostile-star': '*',
  'hostile-list': 'team-b-prod,team-a-prod',
  'hostile-climb': 'team-b-prod/../team-a-prod',
  'hostile-encoded': 'team-b-prod%2f..%2fteam-a-prod',
  'hostile-double': 'team-b-prod%252f..%252fteam-a-prod',
  'hostile-query': 'team-b-prod?x=',
  'hostile-fragment': 'team-b-prod#',
  'hostile-case': 'Team-A-Prod',
  'hostile-newline': 'team-b-prod\nteam-a-prod',
  'hostile-lookalike': 'te\u0430m-a-prod',
  'hostile-width': '\uff54eam-a-prod',
  'hostile-null': 'team-a-prod\u0000',
};

/** What their descriptors ask the portal to read for them. */
export function hostileReads(gitUrl: string): Record<string, object> {
  const manifest =
    'platform/gitops/src/branch/main/clusters/sandbox/team-a-prod/checkout/configmap.yaml';
  const url = `${gitUrl}/${manifest}`;
  const described = (name: string, description: unknown) => ({
    ...component(name, {}),
    metadata: { name, description },
  });
  return {
    text: described('read-text', { $text: url }),
    // One level up for each folder that the descriptor lies in, and on into the other repository.
    climb: described('read-climb', { $text: `../../../../../../${manifest}` }),
    rooted: described('read-rooted', { $text: `/${manifest}` }),
    encoded: described('read-encoded', {
      $text: `..%2f..%2f..%2f..%2f..%2f..%2f${manifest}`,
    }),
    raw: described('read-raw', {
      $text: url.replace('/src/branch/', '/raw/branch/'),
    }),
    api: described('read-api', {
      $text: `${gitUrl}/api/v1/repos/platform/gitops/contents/clusters/sandbox/team-a-prod/checkout/configmap.yaml`,
    }),
    yaml: {
      ...component('read-yaml', {}),
      metadata: { name: 'read-yaml', labels: {}, links: { $yaml: url } },
    },
    json: {
      ...component('read-json', {}),
      spec: {
        type: 'service',
        lifecycle: 'x',
        owner: TEAM,
        note: { $json: url },
      },
    },
    api2: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name: 'read-definition' },
      spec: {
        type: 'openapi',
        lifecycle: 'x',
        owner: TEAM,
        definition: { $text: url },
      },
    },
    docs: component('read-docs', {
      'backstage.io/techdocs-ref': `url:${gitUrl}/platform/gitops/src/branch/main/`,
    }),
    source: component('read-source', {
      'backstage.io/source-location': `url:${gitUrl}/platform/gitops/src/branch/main/`,
      'backstage.io/techdocs-ref': 'dir:.',
    }),
    location: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Location',
      metadata: { name: 'read-location' },
      spec: { type: 'url', target: url },
    },
    file: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Location',
      metadata: { name: 'read-file' },
      spec: { type: 'file', target: '/etc/hostname' },
    },
    template: {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'hostile-template', title: 'Free money' },
      spec: {
        owner: TEAM,
        type: 'service',
        steps: [
          {
            id: 'steal',
            action: 'debug:log',
            input: { message: '${{ secrets.backstageToken }}' },
          },
        ],
      },
    },
  };
}

/** A component of team-b with these annotations. */
export function component(
  name: string,
  annotations: Record<string, string>,
  owner = TEAM,
) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    spec: { type: 'service', lifecycle: 'production', owner },
  };
}
