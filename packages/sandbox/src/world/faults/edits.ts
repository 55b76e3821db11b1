import type { NewKubeObject } from '../../types';
import { cloneJson } from '../../kubernetes/json';
import type { ManifestEdit } from './types';

/** Where a Deployment's container is. */
export const CONTAINER = ['spec', 'template', 'spec', 'containers', 0] as const;
/** Where the annotations of a Deployment's pods are. */
export const POD_ANNOTATIONS = [
  'spec',
  'template',
  'metadata',
  'annotations',
] as const;

/** An edit of one field of a Deployment. */
export function deploymentEdit(
  namespace: string,
  name: string,
  path: Array<string | number>,
  value: unknown,
): ManifestEdit {
  return { kind: 'Deployment', namespace, name, set: [{ path, value }] };
}

/** The manifest with an edit's fields set. */
export function applyEdit(
  manifest: NewKubeObject,
  edit: ManifestEdit,
): NewKubeObject {
  const edited = cloneJson(manifest);
  for (const { path, value } of edit.set) {
    const parents = path.slice(0, -1);
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- walks free-form manifests
    let place: any = edited;
    for (const key of parents) {
      place[key] ??= {};
      place = place[key];
    }
    place[path[path.length - 1]] = cloneJson(value);
  }
  return edited;
}
