import {
  GrantablePermission,
  AccessSource,
  ClusterHealth,
  EntityFlagReason,
  entityFlagReasons,
  NamespaceAccess,
  NamespaceState,
} from '@internal/plugin-tenancy-common';
import { Tone } from '@internal/page-kit';

type Labels<K extends string> = Record<K, { word: string; tone: Tone }>;

export const accessLabels: Labels<NamespaceAccess> = {
  owner: { word: 'Your team’s', tone: 'success' },
  shared: { word: 'Shared', tone: 'info' },
  platform: { word: 'Platform', tone: 'neutral' },
};

/** What a key may do, as a choice reads. */
export const permissionWords: Record<GrantablePermission, string> = {
  'catalog.entity.read': 'Read the catalog',
  'kubernetes.clusters.read': 'List clusters',
  'kubernetes.resources.read': 'Read Kubernetes objects',
  'observability.read': 'Read logs, metrics, traces and anomalies',
  'rca.investigate': 'Start root-cause analyses',
  'rca.report.read': 'Read reports',
};

/** The same for a key that may be older than this portal's list. */
export function permissionWord(id: string): string {
  return permissionWords[id as GrantablePermission] ?? id;
}

/** Where the portal has it from. */
export const sourceWords: Record<AccessSource, string> = {
  label: 'Label of the namespace',
  config: 'Portal configuration',
  both: 'Label and configuration',
  shared: 'Shared with everybody',
};

export const stateLabels: Labels<NamespaceState> = {
  owned: { word: 'Owned', tone: 'success' },
  unowned: { word: 'No owner', tone: 'neutral' },
  conflict: { word: 'Conflict', tone: 'danger' },
  invalid: { word: 'Invalid label', tone: 'danger' },
};

/** What a state means for those who want to read the namespace, and what mends it. */
export const stateSentences: Record<NamespaceState, string | undefined> = {
  owned: undefined,
  unowned:
    'No trusted source names an owner, so it is closed to everybody unless it is shared. Label the namespace with its team.',
  conflict:
    'The trusted sources name different owners, so it is closed to everybody, the platform included. Make the label and tenancy.ownership.config agree.',
  invalid:
    'The label holds something that is no group, so it is closed to everybody. Correct the label.',
};

export const healthLabels: Labels<ClusterHealth['state']> = {
  fresh: { word: 'Up to date', tone: 'success' },
  stale: { word: 'Stale', tone: 'warning' },
  unavailable: { word: 'Unavailable', tone: 'danger' },
};

/** What to do about a flag, by its reason. */
export const flagAdvice: Record<EntityFlagReason, string> = {
  [entityFlagReasons.foreignNamespace]:
    'Name a namespace of the entity’s own team, or change spec.owner to the team that owns the namespace.',
  [entityFlagReasons.invalidNamespace]:
    'Write the name of a namespace: lower case letters, digits and dashes.',
  [entityFlagReasons.broadSelector]:
    'Select by a label with a value, such as app.kubernetes.io/name=checkout.',
};

/** `1 namespace`, `3 namespaces`, `2 people`. */
export function count(
  amount: number,
  thing: string,
  things: string = `${thing}s`,
): string {
  return `${amount} ${amount === 1 ? thing : things}`;
}

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;

/** `40 s`, `12 min`, `3 h`. */
export function age(seconds: number): string {
  if (seconds < 2 * SECONDS_PER_MINUTE) {
    return `${Math.round(seconds)} s`;
  }
  return seconds < 2 * SECONDS_PER_HOUR
    ? `${Math.round(seconds / SECONDS_PER_MINUTE)} min`
    : `${Math.round(seconds / SECONDS_PER_HOUR)} h`;
}

/** How old the portal's view of a cluster is, and what that means. */
export function healthSentence(health: ClusterHealth): string {
  const { state, ageSeconds, maxStalenessSeconds } = health;
  const last =
    ageSeconds === undefined
      ? 'It has not answered yet'
      : `Last confirmed ${age(ageSeconds)} ago`;
  switch (state) {
    case 'fresh':
      return `${last}.`;
    case 'stale':
      return `${last}; the last attempt failed. After ${age(
        maxStalenessSeconds,
      )} without an answer, all access is denied.`;
    default:
      return `${last}, so nobody can be told what is theirs there, and all access is denied until it answers.`;
  }
}
