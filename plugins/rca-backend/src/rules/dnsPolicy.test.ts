import { logSignal } from '../__testUtils__/logSignal';
import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { workload } from '../__testUtils__/snapshot';
import { dnsPolicy } from './dnsPolicy';

const dns = (
  spec: object,
  logs: object = logSignal('dns-failure'),
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', { deployment: { template: { containers: [], ...spec } } }),
  ],
  logs,
});

ruleTest(dnsPolicy, {
  sees: [
    [
      "pods that ask the node's DNS",
      dns({ dnsPolicy: 'Default' }),
      [
        "critical: cart cannot resolve names of the cluster: its dnsPolicy is Default, which asks the node's DNS",
        "dns-policy 0.94: cart does not find the services that it calls, because its dnsPolicy is Default, which asks the node's DNS.",
      ],
    ],
    [
      'name servers of their own',
      dns({ dnsPolicy: 'None', dnsConfig: { nameservers: ['8.8.8.8'] } }),
      [
        'critical: cart cannot resolve names of the cluster: its dnsPolicy is None, with the name servers 8.8.8.8',
        'dns-policy 0.94: cart does not find the services that it calls, because its dnsPolicy is None, with the name servers 8.8.8.8.',
      ],
    ],
    [
      "the node's network",
      dns({ hostNetwork: true }),
      [
        "critical: cart cannot resolve names of the cluster: it runs in the node's network, where ClusterFirst asks the node's DNS",
        "dns-policy 0.94: cart does not find the services that it calls, because it runs in the node's network, where ClusterFirst asks the node's DNS.",
      ],
    ],
  ],
  isSilentOn: [
    [
      "the node's network with the policy for it",
      dns({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    ],
    ['a policy that nobody suffers from', dns({ dnsPolicy: 'Default' }, {})],
    ["names that fail with the cluster's DNS", dns({})],
    [
      'a single failure',
      dns(
        { dnsPolicy: 'Default' },
        logSignal('dns-failure', undefined, { significant: false }),
      ),
    ],
  ],
});
