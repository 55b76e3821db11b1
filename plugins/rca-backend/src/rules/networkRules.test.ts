import {
  dependency,
  event,
  minute,
  NAMESPACE,
  pod,
  service,
  snapshotOf,
  subjectOf,
  workload,
} from '../__testUtils__/snapshot';
import { RuleCase, say, SnapshotOptions } from '../__testUtils__/say';
import { certificateExpired } from './certificateExpired';
import { dnsPolicy } from './dnsPolicy';
import { ingressBackendMissing } from './ingressBackendMissing';
import { ingressUnserved } from './ingressUnserved';
import { networkPolicyBlocks } from './networkPolicyBlocks';
import { serviceEvents } from './serviceEvents';
import { serviceTargetPort } from './serviceTargetPort';
import { serviceWithoutReadyEndpoints } from './serviceWithoutReadyEndpoints';

const logSignal = (kind: string, peer?: string, options = {}) => ({
  signals: [
    {
      kind,
      service: 'cart',
      namespace: NAMESPACE,
      pods: [],
      peer,
      firstSeen: minute(52),
      count: 9,
      significant: true,
      text: 'x',
      evidence: 0,
      ...options,
    } as never,
  ],
});

// ---- ports
const ports = (
  servicePort: object,
  containerPorts: object[],
  rest: Partial<SnapshotOptions> = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('redis', {
      deployment: {
        template: {
          containers: [{ name: 'app', ports: containerPorts as never }],
        },
      },
      services: [
        service('redis', undefined, {
          selector: { 'app.kubernetes.io/name': 'redis' },
          ports: [servicePort as never],
        }),
      ],
    }),
    workload('cart'),
  ],
  ...rest,
});
const withSelector = (options: SnapshotOptions): SnapshotOptions => {
  for (const part of options.kubernetes ?? []) {
    for (const item of part.services ?? []) {
      item.spec!.selector ??= {
        'app.kubernetes.io/name': item.metadata!.name!,
      };
    }
  }
  return options;
};

// ---- policies
const calls = (
  policies: object[],
  options: { failing?: boolean; unread?: boolean } = {},
): SnapshotOptions => {
  const { failing = true } = options;
  return {
    subject: subjectOf('cart', [dependency('redis', 'cart')]),
    kubernetes: [
      workload('cart'),
      workload('redis', {
        deployment: {
          template: {
            containers: [
              { name: 'app', ports: [{ name: 'redis', containerPort: 6379 }] },
            ],
          },
        },
      }),
      { networkPolicies: policies as never },
      options.unread ? { unread: [`${NAMESPACE}/networkPolicies`] } : {},
    ],
    logs: failing ? logSignal('timeout', 'redis') : {},
  };
};
const policy = (spec: object) => ({
  metadata: { name: 'walls', namespace: NAMESPACE },
  spec,
});
const named = (name: string) => ({
  matchLabels: { 'app.kubernetes.io/name': name },
});
const from = (...peers: object[]) =>
  policy({
    podSelector: named('redis'),
    policyTypes: ['Ingress'],
    ingress: [{ _from: peers, ports: [{ port: 6379 }] }],
  });
const BLOCKED = [
  'critical: NetworkPolicy walls in team-a-prod forbids calls from cart to redis',
  'network-policy 0.94: Calls from cart to redis do not get through because NetworkPolicy walls of team-a-prod does not allow them.',
];

// ---- ingresses
const ingress = (
  backend: object,
  options: { services?: object[]; unread?: boolean; isDefault?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    {
      ingresses: [
        {
          metadata: { name: 'shop', namespace: NAMESPACE },
          spec: options.isDefault
            ? { defaultBackend: backend }
            : {
                rules: [
                  {
                    host: 'shop.example',
                    http: {
                      paths: [{ path: '/cart', pathType: 'Prefix', backend }],
                    },
                  },
                ],
              },
        },
      ],
      services: (options.services ?? []) as never,
      unread: options.unread ? [`${NAMESPACE}/services`] : [],
    },
  ],
});
const cartPort = service('cart', undefined, {
  ports: [{ name: 'http', port: 80 }],
});

const unserved = (
  spec: object,
  options: { address?: boolean; created?: number } = {},
): SnapshotOptions => ({
  kubernetes: [
    {
      ingresses: [
        {
          metadata: {
            name: 'shop',
            namespace: NAMESPACE,
            creationTimestamp: new Date(minute(options.created ?? -600)),
          },
          spec,
          status: {
            loadBalancer: {
              ingress: options.address ? [{ ip: '10.0.0.1' }] : [],
            },
          },
        },
      ],
    },
  ],
});

// ---- endpoints
const endpoints = (
  ready: boolean,
  options: { since?: number; publish?: boolean; sliceReady?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      pods: [pod('cart', { ready, since: options.since ?? 30 })],
      services: [
        service('cart', undefined, {
          publishNotReadyAddresses: options.publish,
        }),
      ],
    }),
    {
      endpointSlices: [
        {
          metadata: {
            namespace: NAMESPACE,
            labels: { 'kubernetes.io/service-name': 'cart' },
          },
          addressType: 'IPv4',
          endpoints: [
            {
              addresses: ['10.0.0.1'],
              conditions: { ready: options.sliceReady ?? ready },
            },
          ],
        },
      ],
    },
  ],
});

const dns = (
  spec: object,
  logs: object = logSignal('dns-failure'),
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', { deployment: { template: { containers: [], ...spec } } }),
  ],
  logs,
});

const template = (text: string, change = 'new') => ({
  templates: [
    {
      id: 't',
      template: text,
      service: 'cart',
      namespace: NAMESPACE,
      pods: [],
      change,
      before: 0,
      after: 9,
      firstSeen: minute(50),
      evidence: 0,
    } as never,
  ],
});

const cases: RuleCase[] = [
  // ---- ports of Services
  [
    serviceTargetPort,
    'a name that no container has',
    ports({ port: 80, targetPort: 'http' }, [
      { name: 'redis', containerPort: 6379 },
    ]),
    [
      'critical: Service redis sends to port "http", and redis has port 6379 (redis)',
      'service-selector 0.95: Service redis sends its traffic to port "http", which redis has not (it has port 6379 (redis)).',
    ],
  ],
  [
    serviceTargetPort,
    'another number, and connections are refused, since a commit',
    ports({ port: 80, targetPort: 6380 }, [{ containerPort: 6379 }], {
      logs: logSignal('connection-refused', 'redis'),
      changes: {
        commits: [
          {
            at: minute(50),
            sha: 'abcdef1234',
            subject: 'Move redis',
            author: 'x',
            namespace: NAMESPACE,
            services: ['redis'],
            files: ['a/redis/service.yaml'],
            evidence: 0,
            fields: [
              {
                kind: 'other',
                path: 'targetPort',
                before: '6379',
                after: '6380',
                file: 'x',
              },
            ],
          },
        ],
      },
    }),
    [
      'critical: Service redis sends to port 6380, and redis has port 6379',
      'service-selector 0.95: Service redis sends its traffic to port 6380, which redis has not (it has port 6379), since commit abcdef12 "Move redis" (targetPort changed from "6379" to "6380").',
    ],
  ],
  [
    serviceTargetPort,
    'a number that is not in the list and answers',
    ports({ port: 80, targetPort: 6380 }, [{ containerPort: 6379 }]),
    [],
  ],
  [
    serviceTargetPort,
    'refusals of another service',
    ports({ port: 80, targetPort: 6380 }, [{ containerPort: 6379 }], {
      logs: logSignal('connection-refused', 'ledger'),
    }),
    [],
  ],
  [
    serviceTargetPort,
    'a container without a list',
    ports({ port: 6380 }, [], {
      logs: logSignal('connection-refused', 'redis'),
    }),
    [],
  ],
  [
    serviceTargetPort,
    'a port that fits without targetPort',
    ports({ port: 6379 }, [{ containerPort: 6379 }], {
      logs: logSignal('connection-refused', 'redis'),
    }),
    [],
  ],
  [
    serviceTargetPort,
    'a name that fits, of UDP only',
    ports({ port: 53, targetPort: 'dns' }, [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
    ]),
    [
      'critical: Service redis sends to port "dns", and redis has port 53 (dns)',
      'service-selector 0.95: Service redis sends its traffic to port "dns", which redis has not (it has port 53 (dns)).',
    ],
  ],
  [
    serviceTargetPort,
    'a name that an injected container has',
    (() => {
      const made = ports({ port: 80, targetPort: 'envoy' }, [
        { name: 'redis', containerPort: 6379 },
      ]);
      made.kubernetes![0].pods![0].spec!.containers.push({
        name: 'proxy',
        ports: [{ name: 'envoy', containerPort: 15_001 }],
      });
      return made;
    })(),
    [],
  ],
  // ---- endpoints
  [
    serviceWithoutReadyEndpoints,
    'a Service whose only pod is not ready',
    endpoints(false),
    [
      'critical: Service cart has no ready endpoint: none of its 1 pods is ready',
    ],
  ],
  [
    serviceWithoutReadyEndpoints,
    'a pod that has just started',
    endpoints(false, { since: 59.5 }),
    [],
  ],
  [
    serviceWithoutReadyEndpoints,
    'a Service that sends to unready pods on purpose',
    endpoints(false, { publish: true }),
    [],
  ],
  [
    serviceWithoutReadyEndpoints,
    'an endpoint that is still ready',
    endpoints(false, { sliceReady: true }),
    [],
  ],
  [serviceWithoutReadyEndpoints, 'a ready pod', endpoints(true), []],
  // ---- Ingresses
  [
    ingressBackendMissing,
    'a Service that is not there',
    ingress(
      { service: { name: 'crat', port: { number: 80 } } },
      { services: [cartPort] },
    ),
    [
      'critical: Ingress shop sends shop.example/cart to Service crat, which does not exist',
      'service-selector 0.92: Requests for shop.example/cart cannot be served: Ingress shop sends them to Service crat, which does not exist.',
    ],
  ],
  [
    ingressBackendMissing,
    'a port that the Service has not, for everything else',
    ingress(
      { service: { name: 'cart', port: { number: 8080 } } },
      { services: [cartPort], isDefault: true },
    ),
    [
      'critical: Ingress shop sends everything else to port 8080 of Service cart, which has 80 (http)',
      'service-selector 0.92: Requests for everything else cannot be served: Ingress shop sends them to port 8080 of Service cart, which has 80 (http).',
    ],
  ],
  [
    ingressBackendMissing,
    'a Service that may be there, because they could not be listed',
    ingress(
      { service: { name: 'crat', port: { number: 80 } } },
      { unread: true },
    ),
    [],
  ],
  [
    ingressBackendMissing,
    'a port by its name',
    ingress(
      { service: { name: 'cart', port: { name: 'http' } } },
      { services: [cartPort] },
    ),
    [],
  ],
  [
    ingressBackendMissing,
    'a backend that is no Service',
    ingress({ resource: { kind: 'Bucket', name: 'x' } }),
    [],
  ],
  [
    ingressUnserved,
    'a class that nobody serves',
    unserved({ ingressClassName: 'nginx2' }),
    [
      'info: Ingress shop has no address: perhaps no controller serves its class nginx2',
    ],
  ],
  [
    ingressUnserved,
    'no class',
    unserved({}),
    [
      'info: Ingress shop has no address: it names no class, and perhaps there is no default',
    ],
  ],
  [
    ingressUnserved,
    'one that has an address',
    unserved({}, { address: true }),
    [],
  ],
  [
    ingressUnserved,
    'one that was just made',
    unserved({}, { created: 55 }),
    [],
  ],
  // ---- events
  [
    serviceEvents,
    'a complaint about a Service and one about an Ingress, each once',
    {
      kubernetes: [
        workload('cart', {
          events: [
            event(
              'Service',
              'cart',
              'SyncLoadBalancerFailed',
              'quota of addresses',
              { at: 50 },
            ),
            event(
              'Service',
              'cart',
              'SyncLoadBalancerFailed',
              'quota of addresses',
              { at: 55 },
            ),
            event('Ingress', 'shop', 'Sync', 'secret "shop-tls" not found'),
          ],
        }),
        ...unserved({}, { address: true }).kubernetes!,
      ],
    },
    [
      'info: Service cart, SyncLoadBalancerFailed: quota of addresses',
      'info: Ingress shop, Sync: secret "shop-tls" not found',
    ],
  ],
  [
    serviceEvents,
    'good news, old news, and news of a pod of the same name',
    {
      kubernetes: [
        workload('cart', {
          events: [
            event('Service', 'cart', 'EnsuredLoadBalancer', 'x', {
              type: 'Normal',
            }),
            event('Service', 'cart', 'SyncLoadBalancerFailed', 'x', {
              at: -500,
            }),
            event('Pod', 'cart', 'BackOff', 'x'),
          ],
        }),
      ],
    },
    [],
  ],
  // ---- NetworkPolicies
  [
    networkPolicyBlocks,
    'a policy that lets in others only',
    calls([from({ podSelector: named('search') })]),
    BLOCKED,
  ],
  [
    networkPolicyBlocks,
    'a policy for another port',
    calls([
      policy({
        podSelector: named('redis'),
        ingress: [{ ports: [{ port: 80 }] }],
      }),
    ]),
    BLOCKED,
  ],
  [
    networkPolicyBlocks,
    'default deny',
    calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })]),
    BLOCKED,
  ],
  [
    networkPolicyBlocks,
    'a caller that may not leave',
    calls([
      policy({
        podSelector: named('cart'),
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: named('search') }] }],
      }),
    ]),
    BLOCKED,
  ],
  [
    networkPolicyBlocks,
    'a policy that lets in another namespace',
    calls([
      from({
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': 'team-b-prod' },
        },
      }),
    ]),
    BLOCKED,
  ],
  [
    networkPolicyBlocks,
    'an expression that leaves the caller out',
    calls([
      from({
        podSelector: {
          matchExpressions: [
            {
              key: 'app.kubernetes.io/name',
              operator: 'NotIn',
              values: ['cart'],
            },
          ],
        },
      }),
    ]),
    BLOCKED,
  ],
  [
    networkPolicyBlocks,
    'calls that work',
    calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })], {
      failing: false,
    }),
    [],
  ],
  [
    networkPolicyBlocks,
    'a second policy that allows it',
    calls([
      policy({ podSelector: {}, policyTypes: ['Ingress'] }),
      from({ podSelector: named('cart') }),
    ]),
    [],
  ],
  [
    networkPolicyBlocks,
    'everybody let in',
    calls([policy({ podSelector: named('redis'), ingress: [{}] })]),
    [],
  ],
  [
    networkPolicyBlocks,
    'a port by its name',
    calls([
      policy({
        podSelector: named('redis'),
        ingress: [{ ports: [{ port: 'redis' }] }],
      }),
    ]),
    [],
  ],
  [
    networkPolicyBlocks,
    'a range of ports',
    calls([
      policy({
        podSelector: named('redis'),
        ingress: [{ ports: [{ port: 6000, endPort: 7000 }] }],
      }),
    ]),
    [],
  ],
  [
    networkPolicyBlocks,
    'addresses, which cannot be judged from here',
    calls([from({ ipBlock: { cidr: '10.0.0.0/8' } })]),
    [],
  ],
  [
    networkPolicyBlocks,
    'a label of namespaces that nobody knows here',
    calls([from({ namespaceSelector: { matchLabels: { team: 'a' } } })]),
    [],
  ],
  [
    networkPolicyBlocks,
    'a policy about other pods',
    calls([policy({ podSelector: named('search'), policyTypes: ['Ingress'] })]),
    [],
  ],
  [
    networkPolicyBlocks,
    'policies of which not all could be read',
    calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })], {
      unread: true,
    }),
    [],
  ],
  // ---- DNS
  [
    dnsPolicy,
    "pods that ask the node's DNS",
    dns({ dnsPolicy: 'Default' }),
    [
      "critical: cart cannot resolve names of the cluster: its dnsPolicy is Default, which asks the node's DNS",
      "dns-policy 0.94: cart does not find the services that it calls, because its dnsPolicy is Default, which asks the node's DNS.",
    ],
  ],
  [
    dnsPolicy,
    'name servers of their own',
    dns({ dnsPolicy: 'None', dnsConfig: { nameservers: ['8.8.8.8'] } }),
    [
      'critical: cart cannot resolve names of the cluster: its dnsPolicy is None, with the name servers 8.8.8.8',
      'dns-policy 0.94: cart does not find the services that it calls, because its dnsPolicy is None, with the name servers 8.8.8.8.',
    ],
  ],
  [
    dnsPolicy,
    "the node's network",
    dns({ hostNetwork: true }),
    [
      "critical: cart cannot resolve names of the cluster: it runs in the node's network, where ClusterFirst asks the node's DNS",
      "dns-policy 0.94: cart does not find the services that it calls, because it runs in the node's network, where ClusterFirst asks the node's DNS.",
    ],
  ],
  [
    dnsPolicy,
    "the node's network with the policy for it",
    dns({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    [],
  ],
  [
    dnsPolicy,
    'a policy that nobody suffers from',
    dns({ dnsPolicy: 'Default' }, {}),
    [],
  ],
  [dnsPolicy, "names that fail with the cluster's DNS", dns({}), []],
  [
    dnsPolicy,
    'a single failure',
    dns(
      { dnsPolicy: 'Default' },
      logSignal('dns-failure', undefined, { significant: false }),
    ),
    [],
  ],
  // ---- certificates
  [
    certificateExpired,
    'an event of a certificate controller',
    {
      kubernetes: [
        {
          events: [
            event(
              'Certificate',
              'shop-tls',
              'Expired',
              'certificate has expired on 2026-11-20',
            ),
          ],
        },
      ],
    },
    [
      'critical: The certificate of Certificate shop-tls has expired',
      'certificate-expired 0.95: The TLS certificate of Certificate shop-tls has expired (certificate has expired on 2026-11-20).',
    ],
  ],
  [
    certificateExpired,
    'new lines of a client',
    {
      kubernetes: [workload('cart')],
      logs: template(
        'call to ledger failed: x509: certificate has expired or is not yet valid',
      ),
    },
    [
      'critical: cart says that a certificate has expired',
      'certificate-expired 0.9: cart refuses or is refused a connection because a certificate has expired. It says: "call to ledger failed: x509: certificate has expired or is not yet valid".',
    ],
  ],
  [
    certificateExpired,
    'the last words of a container',
    {
      kubernetes: [
        workload('cart'),
        {
          lastWords: {
            [`${NAMESPACE}/cart-1-a/app`]: ['ERROR tls: CERT_HAS_EXPIRED'],
          },
        },
      ],
    },
    [
      'critical: cart says that a certificate has expired',
      'certificate-expired 0.9: cart refuses or is refused a connection because a certificate has expired. It says: "tls: CERT_HAS_EXPIRED".',
    ],
  ],
  [
    certificateExpired,
    'an event about another thing that expired',
    {
      kubernetes: [
        {
          events: [
            event('Certificate', 'x', 'Issued', 'The token has expired'),
          ],
        },
      ],
    },
    [],
  ],
  [
    certificateExpired,
    "a pod's event, which is no word about its Ingress",
    {
      kubernetes: [
        { events: [event('Pod', 'x', 'X', 'certificate has expired')] },
      ],
    },
    [],
  ],
  [
    certificateExpired,
    'lines that vanished',
    {
      kubernetes: [workload('cart')],
      logs: template('x509: certificate has expired', 'vanished'),
    },
    [],
  ],
  [
    certificateExpired,
    'an event before the time that is looked at',
    {
      kubernetes: [
        {
          events: [
            event('Ingress', 'x', 'X', 'certificate has expired', { at: -500 }),
          ],
        },
      ],
    },
    [],
  ],
];

describe('rules about the way between services', () => {
  it.each(
    cases.map(
      ([rule, name, options, says]) =>
        [rule.id, name, rule, withSelector(options), says] as const,
    ),
  )('%s: %s', (_id, _name, rule, options, says) => {
    expect(say(rule, options)).toEqual(says);
  });

  it('puts a blocked call on the service that is not reached', () => {
    const [finding] = networkPolicyBlocks.evaluate(
      snapshotOf(
        calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })]),
      ),
    );
    expect(finding.object).toMatchObject({
      kind: 'NetworkPolicy',
      name: 'walls',
    });
    expect(finding.affects).toMatchObject([
      { kind: 'Deployment', name: 'redis' },
    ]);
  });
});
