import { parseAllDocuments } from 'yaml';
import { resourceTypeOf } from '../kubernetes';
import type { NewKubeObject } from '../types';
import { manifestKey } from './ManifestApplier';

/** Where the cluster's manifests lie; below it come a folder per namespace. */
export const MANIFEST_FOLDER = 'clusters/sandbox';

/** What teams may bring into the cluster through Git. Rights and secrets are not among it. */
const ALLOWED_KINDS = [
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Service',
  'StatefulSet',
];
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * Reads all manifests, or fails with what is wrong in which file.
 *
 * @remarks
 * A manifest's namespace must be that of its folder: who may write a team's folder
 * can change that team's namespaces only.
 */
export function parseManifests(files: Map<string, string>): NewKubeObject[] {
  const manifests = new Map<string, NewKubeObject>();
  for (const [path, content] of files) {
    if (!/\.ya?ml$/.test(path)) {
      continue;
    }
    const [folder] = path.slice(MANIFEST_FOLDER.length + 1).split('/');
    for (const document of parseAllDocuments(content)) {
      const [error] = document.errors;
      if (error) {
        throw new Error(`${path}: ${error.message.split('\n')[0]}`);
      }
      const value = document.toJS() as NewKubeObject | null;
      if (value === null) {
        continue;
      }
      const complaint = check(value, folder);
      if (complaint) {
        throw new Error(`${path}: ${complaint}`);
      }
      const key = manifestKey(value);
      if (manifests.has(key)) {
        throw new Error(`${path}: ${key} is described a second time`);
      }
      manifests.set(key, value);
    }
  }
  return [...manifests.values()];
}

function check(value: NewKubeObject, folder: string): string | undefined {
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return 'apiVersion and kind are needed';
  }
  if (!ALLOWED_KINDS.includes(kind) || !resourceTypeOf(value)) {
    return `${apiVersion} ${kind} cannot be brought in through Git`;
  }
  if (!NAME.test(metadata?.name ?? '')) {
    return 'metadata.name is needed, in lower case';
  }
  return metadata.namespace === folder
    ? undefined
    : `metadata.namespace must be '${folder}', as the folder says`;
}
