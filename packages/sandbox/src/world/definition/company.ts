import type { ChangeAuthor, Person } from '../../types';
import type { EntryLoad, NamespaceDefinition, NodeDefinition } from './types';

/** The label by which the platform says who owns a namespace. */
export const TEAM_LABEL = 'aiops.backstage/team';

/** Where the company's images come from. */
export const REGISTRY = 'registry.shop.example';

export const namespaces: NamespaceDefinition[] = [
  { name: 'team-a-prod', team: 'team-a' },
  { name: 'team-a-staging', team: 'team-a' },
  { name: 'team-b-prod', team: 'team-b' },
  { name: 'team-a-b-prod', team: 'team-a-b' },
  { name: 'ingress', team: 'platform-engineering' },
  { name: 'monitoring', team: 'platform-engineering' },
  { name: 'kube-system' },
  { name: 'default' },
  { name: 'gitops-system' },
];

export const nodes: NodeDefinition[] = [
  { name: 'sandbox-node-1', zone: 'zone-a', cpu: 4, memoryMi: 8_192 },
  { name: 'sandbox-node-2', zone: 'zone-b', cpu: 4, memoryMi: 8_192 },
  { name: 'sandbox-node-3', zone: 'zone-c', cpu: 4, memoryMi: 8_192 },
];

/** Customers through the ingress, and traffic that has its own source. */
export const entryLoads: EntryLoad[] = [
  {
    service: 'ingress/ingress-gateway',
    route: 'GET /',
    peakPerSecond: 14,
    daily: true,
  },
  {
    service: 'ingress/ingress-gateway',
    route: 'GET /product/{id}',
    peakPerSecond: 9,
    daily: true,
  },
  {
    service: 'ingress/ingress-gateway',
    route: 'GET /search',
    peakPerSecond: 7,
    daily: true,
  },
  {
    service: 'ingress/ingress-gateway',
    route: 'POST /checkout',
    peakPerSecond: 4,
    daily: true,
  },
  {
    service: 'team-a-b-prod/insights',
    route: 'GET /api/reports/{id}',
    peakPerSecond: 1.2,
    daily: true,
  },
  {
    service: 'team-a-staging/frontend',
    route: 'POST /checkout',
    peakPerSecond: 0.3,
    daily: false,
  },
  {
    service: 'team-b-prod/ledger',
    route: 'GET /api/balance',
    peakPerSecond: 0.4,
    daily: false,
  },
];

export const people: Person[] = [
  person('300000000000000001', 'alice', 'Alice', 'Almeida', [
    'team-a-developer',
  ]),
  person('300000000000000002', 'adam', 'Adam', 'Andersson', ['team-a-admin']),
  person('300000000000000003', 'bob', 'Bob', 'Baranov', ['team-b-developer']),
  person('300000000000000004', 'bella', 'Bella', 'Brandt', [
    'team-a-b-developer',
  ]),
  person('300000000000000005', 'petra', 'Petra', 'Petrova', [
    'platform-engineering-owner',
  ]),
  person('300000000000000006', 'nina', 'Nina', 'Novak', []),
];

/** The person as the author of a commit. */
export function authorNamed(username: string): ChangeAuthor {
  const found = people.find(candidate => candidate.username === username);
  return found
    ? { name: `${found.givenName} ${found.familyName}`, email: found.email }
    : { name: username, email: `${username}@shop.example` };
}

function person(
  id: string,
  username: string,
  givenName: string,
  familyName: string,
  roles: string[],
): Person {
  return {
    id,
    username,
    givenName,
    familyName,
    email: `${username}@shop.example`,
    roles,
  };
}
