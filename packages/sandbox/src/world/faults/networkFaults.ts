import { podEdit, seenFrom, targetOf } from './targets';
import type { FaultFamily } from './types';

/** Requests that do not arrive where they should. */
export const networkFaults: FaultFamily[] = [
  {
    name: 'target-port-mismatch',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/products',
          'team-b-prod/orders',
          'team-a-prod/cart',
          'team-a-prod/search',
          'team-b-prod/payments',
        ]),
      );
      const port = dice.of<string | number>(['web', 'http-main', 8081]);
      return {
        title: `The Service of ${target.name} sends to a port that its pods do not have`,
        ...seenFrom(target),
        truth: {
          category: 'service-selector',
          cause: {
            kind: 'Service',
            namespace: target.namespace,
            name: target.name,
          },
          symptoms: [
            'callers are refused although all pods are ready',
            `targetPort ${port} is no port of the container`,
          ],
          fix: `Set targetPort of Service ${target.name} back to http.`,
          action: 'config-change',
          not: [`the pods of ${target.name}: they are ready and idle`, 'probe'],
        },
        change: {
          message: `Name the ports of ${target.name} by the new convention`,
          author: target.author,
          edits: [
            {
              kind: 'Service',
              namespace: target.namespace,
              name: target.name,
              set: [{ path: ['spec', 'ports', 0, 'targetPort'], value: port }],
            },
          ],
        },
      };
    },
  },
  {
    name: 'network-policy-too-narrow',
    build(dice) {
      const [key, caller] = dice.target([
        ['team-b-prod/ledger', 'payments'],
        ['team-a-prod/cart-redis', 'cart'],
        ['team-b-prod/orders-db', 'orders'],
        ['team-a-prod/products', 'search'],
      ] as const);
      const target = targetOf(key);
      const name = `${target.name}-${dice.of(['callers', 'ingress'])}`;
      const allowed = { 'app.kubernetes.io/name': 'backup-agent' };
      return {
        title: `A NetworkPolicy keeps ${caller} away from ${target.name}`,
        ...seenFrom(target, caller),
        truth: {
          category: 'network-policy',
          cause: { kind: 'NetworkPolicy', namespace: target.namespace, name },
          symptoms: [
            `calls of ${caller} to ${target.name} time out`,
            `${target.name} gets no requests any more, and is ready`,
          ],
          fix: `Allow ${caller} in NetworkPolicy ${name}.`,
          action: 'ask-human',
          not: [`${target.name}: it is ready and idle`, 'a slow dependency'],
        },
        objects: [
          {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            metadata: { name, namespace: target.namespace },
            spec: {
              podSelector: {
                matchLabels: { 'app.kubernetes.io/name': target.name },
              },
              policyTypes: ['Ingress'],
              ingress: [{ from: [{ podSelector: { matchLabels: allowed } }] }],
            },
          },
        ],
      };
    },
  },
  {
    name: 'node-dns-asked',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/cart',
          'team-a-prod/checkout',
          'team-a-prod/search',
          'team-b-prod/orders',
          'team-b-prod/payments',
        ]),
      );
      return {
        title: `${target.name} does not find the services that it calls`,
        ...seenFrom(target),
        truth: {
          category: 'dns-policy',
          cause: target.deployment,
          symptoms: [
            'calls fail because the name cannot be resolved',
            'pods are ready, and what they call is healthy',
          ],
          fix: `Set dnsPolicy of ${target.name} back to ClusterFirst.`,
          action: 'rollback',
          not: ['what it calls: it answers others', 'NetworkPolicy'],
        },
        change: {
          message: `Spare the cluster DNS the lookups of ${target.name}`,
          author: target.author,
          edits: [podEdit(target, ['dnsPolicy'], 'Default')],
        },
      };
    },
  },
];
