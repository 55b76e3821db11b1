import type { KubeObject, ObjectStore } from '../../types';
import { resourceTypes } from '../resourceTypes';
import { MASTERS_GROUP, UserInfo } from './types';

/** A rule of a Role or ClusterRole. */
export type PolicyRule = {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
};

/** What somebody wants to do: on a resource, or on a path. */
export type AccessAttributes = {
  verb: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  path?: string;
};

/** The answer; `reason` names the binding that allows it. */
export type AccessDecision = { allowed: boolean; reason?: string };

type Subject = { kind: string; name: string; namespace?: string };
type Grant = { rules: PolicyRule[]; reason: string };

/** Decides by the RBAC objects in the store, read anew for each decision; nothing else allows anything. */
export class RbacAuthorizer {
  readonly #store: ObjectStore;

  private constructor(store: ObjectStore) {
    this.#store = store;
  }

  static create(options: { store: ObjectStore }): RbacAuthorizer {
    return new RbacAuthorizer(options.store);
  }

  authorize(user: UserInfo, attributes: AccessAttributes): AccessDecision {
    if (user.groups.includes(MASTERS_GROUP)) {
      return { allowed: true };
    }
    for (const grant of this.#grants(
      user,
      attributes.path === undefined ? attributes.namespace : undefined,
    )) {
      if (grant.rules.some(rule => ruleAllows(rule, attributes))) {
        return { allowed: true, reason: grant.reason };
      }
    }
    return { allowed: false };
  }

  /** All rules that hold for a user in a namespace, for `SelfSubjectRulesReview`. */
  rulesFor(user: UserInfo, namespace: string): PolicyRule[] {
    const rules = [...this.#grants(user, namespace)].flatMap(
      grant => grant.rules,
    );
    const everything = [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ];
    return user.groups.includes(MASTERS_GROUP)
      ? [...rules, ...everything]
      : rules;
  }

  *#grants(user: UserInfo, namespace: string | undefined): Generator<Grant> {
    for (const binding of this.#store.view(resourceTypes.clusterrolebindings)) {
      yield* this.#grantOf(binding, user);
    }
    if (namespace) {
      for (const binding of this.#store.view(
        resourceTypes.rolebindings,
        namespace,
      )) {
        yield* this.#grantOf(binding, user);
      }
    }
  }

  *#grantOf(binding: KubeObject, user: UserInfo): Generator<Grant> {
    const { namespace, name } = binding.metadata;
    const subjects = (binding.subjects ?? []) as Subject[];
    const subject = subjects.find(candidate =>
      isSubject(candidate, user, namespace),
    );
    if (!subject) {
      return;
    }
    const roleRef = binding.roleRef as { kind: string; name: string };
    const role =
      roleRef.kind === 'ClusterRole'
        ? this.#store.get(resourceTypes.clusterroles, undefined, roleRef.name)
        : this.#store.get(resourceTypes.roles, namespace, roleRef.name);
    const who = subject.namespace
      ? `${subject.name}/${subject.namespace}`
      : subject.name;
    yield {
      rules: (role?.rules ?? []) as PolicyRule[],
      reason: `RBAC: allowed by ${binding.kind} "${
        namespace ? `${name}/${namespace}` : name
      }" of ${roleRef.kind} "${roleRef.name}" to ${subject.kind} "${who}"`,
    };
  }
}

function isSubject(
  subject: Subject,
  user: UserInfo,
  bindingNamespace: string | undefined,
): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.username;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount':
      return (
        user.username ===
        `system:serviceaccount:${subject.namespace ?? bindingNamespace}:${
          subject.name
        }`
      );
    default:
      return false;
  }
}

function ruleAllows(rule: PolicyRule, attributes: AccessAttributes): boolean {
  if (!matches(rule.verbs, attributes.verb)) {
    return false;
  }
  if (attributes.path !== undefined) {
    return (rule.nonResourceURLs ?? []).some(pattern =>
      urlMatches(pattern, attributes.path!),
    );
  }
  const { group = '', resource = '', subresource, name } = attributes;
  return (
    matches(rule.apiGroups, group) &&
    resourceMatches(rule.resources, resource, subresource) &&
    (!rule.resourceNames?.length ||
      (name !== undefined && rule.resourceNames.includes(name)))
  );
}

function resourceMatches(
  resources: string[] = [],
  resource: string,
  subresource?: string,
): boolean {
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  return resources.some(
    candidate =>
      candidate === '*' ||
      candidate === wanted ||
      (subresource !== undefined && candidate === `*/${subresource}`),
  );
}

function urlMatches(pattern: string, path: string): boolean {
  return (
    pattern === path ||
    (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)))
  );
}

function matches(allowed: string[] = [], wanted: string): boolean {
  return allowed.includes('*') || allowed.includes(wanted);
}
