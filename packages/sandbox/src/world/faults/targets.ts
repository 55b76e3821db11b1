import { NotFoundError } from '@backstage/errors';
import {
  imageName,
  namespaces,
  type ServiceDefinition,
  serviceKey,
  services,
} from '../definition';
import { configChecksum } from '../definition/desiredManifests';
import { CONTAINER, deploymentEdit, POD_ANNOTATIONS } from './edits';
import type { FaultSpec, ManifestEdit } from './types';

/** Who of a team commits. */
const AUTHORS: Record<string, string> = {
  'team-a': 'alice',
  'team-b': 'bob',
  'team-a-b': 'bella',
  'platform-engineering': 'petra',
};

/** The service `namespace/name`. */
export function serviceNamed(key: string): ServiceDefinition {
  const found = services.find(service => serviceKey(service) === key);
  if (!found) {
    throw new NotFoundError(`The sandbox has no service ${key}`);
  }
  return found;
}

/** A service with what faults say of it. */
export type Target = ServiceDefinition & {
  team: string;
  author: string;
  deployment: { kind: 'Deployment'; namespace: string; name: string };
};

export function targetOf(key: string): Target {
  const service = serviceNamed(key);
  const { name, namespace } = service;
  const team = namespaces.find(item => item.name === namespace)?.team ?? '';
  return {
    ...service,
    team,
    author: AUTHORS[team],
    deployment: { kind: 'Deployment', namespace, name },
  };
}

/** Who looks first: the target's team, from its own page or that of a caller of theirs. */
export function seenFrom(
  { name, team }: Target,
  caller = name,
): Pick<FaultSpec, 'startFrom' | 'team'> {
  return { startFrom: `component:default/${caller}`, team };
}

/** An edit of the target's container. */
export function containerEdit(
  { namespace, name }: Target,
  path: Array<string | number>,
  value: unknown,
): ManifestEdit {
  return deploymentEdit(namespace, name, [...CONTAINER, ...path], value);
}

/** An edit of the target's pods. */
export function podEdit(
  { namespace, name }: Target,
  path: Array<string | number>,
  value: unknown,
): ManifestEdit {
  return deploymentEdit(
    namespace,
    name,
    ['spec', 'template', 'spec', ...path],
    value,
  );
}

/** Several edits of one Deployment are one file. */
export function together(edits: ManifestEdit[]): ManifestEdit {
  return { ...edits[0], set: edits.flatMap(({ set }) => set) };
}

/** A version that does not exist yet, and the edit that rolls it out. */
export function release(target: Target): {
  tag: string;
  edit: ManifestEdit;
  message: string;
} {
  const [major, minor] = target.tag.split('.').map(Number);
  const tag = `${major}.${minor + 3}.0`;
  return {
    tag,
    edit: containerEdit(target, ['image'], imageName(target, tag)),
    message: `Release ${target.name} ${tag}`,
  };
}

/** A new value in the target's ConfigMap, which restarts its pods. */
export function settingEdits(
  { namespace, name, config }: Target,
  variable: string,
  value: string,
): ManifestEdit[] {
  return [
    {
      kind: 'ConfigMap',
      namespace,
      name: `${name}-config`,
      set: [{ path: ['data', variable], value }],
    },
    deploymentEdit(
      namespace,
      name,
      [...POD_ANNOTATIONS, 'checksum/config'],
      configChecksum({ ...config, [variable]: value }),
    ),
  ];
}
