import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  GroupEntity,
  stringifyEntityRef,
  UserEntity,
} from '@backstage/catalog-model';
import { mapRolesToGroups, toUserRef } from '@internal/plugin-tenancy-common';
import { ZitadelGrant } from '../client';
import { MappingConfig } from '../config';
import { Model, Snapshot } from './types';

/** Dropped roles that are named in the log at most. */
const MAX_NAMED_ROLES = 10;

/**
 * Turns what ZITADEL said into entities; pure.
 *
 * @remarks
 * Ids and roles are mapped by the functions that sign-in uses, so that the user
 * who signs in is the user in the catalog. A group exists as long as somebody
 * has a role that names it, be they active or not: what a team owns should not
 * lose its owner because of a locked account.
 */
export function buildModel(
  snapshot: Snapshot,
  options: { location: string; mapping: MappingConfig },
): Model {
  const { location, mapping } = options;
  const annotations = {
    [ANNOTATION_LOCATION]: location,
    [ANNOTATION_ORIGIN_LOCATION]: location,
  };
  const model: Model = {
    entities: new Map(),
    counts: { users: 0, groups: 0, memberships: 0 },
    notes: [],
  };
  const rolesByUser = collectRoles(snapshot, mapping);
  const groupRefs = new Set<string>();
  const dropped = new Set<string>();
  const membership = new Map<string, string[]>();
  let overloaded = 0;
  for (const [userId, roles] of rolesByUser) {
    if (roles.length > mapping.maxRoles) {
      overloaded += 1;
      continue;
    }
    const mapped = mapRolesToGroups(roles, mapping);
    mapped.groups.forEach(ref => groupRefs.add(ref));
    mapped.dropped.forEach(({ role }) => dropped.add(role));
    membership.set(userId, mapped.groups);
  }

  let unnamable = 0;
  let inactive = 0;
  for (const person of snapshot.people.rows.values()) {
    const ref = toUserRef(person.id, mapping);
    const memberOf = membership.get(person.id) ?? [];
    if (!person.active) {
      inactive += 1;
    } else if (!ref) {
      unnamable += 1;
    } else if ((rolesByUser.get(person.id)?.length ?? 0) <= mapping.maxRoles) {
      const user: UserEntity = {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: {
          name: person.id,
          namespace: mapping.userNamespace,
          title: person.displayName,
          annotations,
        },
        spec: {
          profile: {
            displayName: person.displayName,
            ...(person.email && { email: person.email }),
          },
          memberOf,
        },
      };
      model.entities.set(ref, user);
      model.counts.users += 1;
      model.counts.memberships += memberOf.length;
    }
  }

  for (const group of buildGroups(groupRefs, mapping)) {
    const metadata = { ...group.metadata, annotations };
    model.entities.set(stringifyEntityRef(group), { ...group, metadata });
    model.counts.groups += 1;
  }

  const note = (count: number, words: string) =>
    count > 0 && model.notes.push(`${count} ${words}`);
  note(inactive, 'people who are not active');
  note(unnamable, 'people whose id cannot name a user');
  note(overloaded, `people with more than ${mapping.maxRoles} roles`);
  note(
    snapshot.people.malformed + snapshot.grants.malformed,
    'rows without an id',
  );
  note(
    dropped.size,
    `roles that name no group: ${[...dropped]
      .slice(0, MAX_NAMED_ROLES)
      .map(role => JSON.stringify(role))
      .join(', ')}`,
  );
  return model;
}

/** Each role once; grants that ZITADEL puts into no token count for nothing. */
function collectRoles(
  snapshot: Snapshot,
  mapping: MappingConfig,
): Map<string, unknown[]> {
  const counts = (grant: ZitadelGrant) =>
    grant.active &&
    // Both were asked for; a server that ignores a filter must not make groups.
    grant.projectId === mapping.projectId &&
    (mapping.grantOrganizationIds?.includes(grant.organizationId) ?? true);
  const roles = new Map<string, Set<unknown>>();
  for (const grant of snapshot.grants.rows.values()) {
    if (counts(grant)) {
      const set = roles.get(grant.userId) ?? new Set();
      grant.roles.forEach(role => set.add(role));
      roles.set(grant.userId, set);
    }
  }
  return new Map([...roles].map(([userId, set]) => [userId, [...set]]));
}

function buildGroups(refs: Set<string>, mapping: MappingConfig): GroupEntity[] {
  const { parents, groupNamespace } = mapping;
  const toRef = (name: string) => `group:${groupNamespace}/${name}`;
  const types = new Map<string, string>();
  for (const ref of refs) {
    types.set(ref.slice(toRef('').length), 'team');
  }
  // Above the teams, up to the top; a map may be extended while it is walked.
  for (const name of types.keys()) {
    const parent = parents.get(name);
    if (parent && !types.has(parent)) types.set(parent, 'department');
  }
  return [...types].map(([name, type]) => {
    const parent = parents.get(name);
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name, namespace: groupNamespace },
      spec: { type, ...(parent && { parent: toRef(parent) }), children: [] },
    };
  });
}
