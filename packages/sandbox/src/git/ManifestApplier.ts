import { resourceTypeOf, resourceTypes } from '../kubernetes';
import type { KubeObject, NewKubeObject, ObjectStore } from '../types';
import { withServerFields } from '../world/cluster/seedCluster';
import { threeWayMerge } from './threeWayMerge';

/** What a manifest says about an object; the rest belongs to the server and to controllers. */
const METADATA_FIELDS = ['labels', 'annotations'] as const;
const NOT_DESIRED = ['apiVersion', 'kind', 'metadata', 'status'];

/** Writes desired objects into the cluster's store. */
export class ManifestApplier {
  readonly #store: ObjectStore;
  readonly #lastApplied = new Map<string, NewKubeObject>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Creates the object, or changes what differs from the manifest. */
  apply(manifest: NewKubeObject): void {
    const type = resourceTypeOf(manifest);
    if (!type) {
      throw new Error(`The sandbox has no resource ${manifest.kind}`);
    }
    const { namespace, name } = manifest.metadata;
    const key = manifestKey(manifest);
    const last = this.#lastApplied.get(key);
    this.#lastApplied.set(key, structuredClone(manifest));
    const live = this.#store.get(type, namespace, name);
    if (!live) {
      const created = withServerFields(structuredClone(manifest));
      this.#store.create(type, withReplicas(created));
      return;
    }
    const desired = this.#leaveToAutoscaler(manifest);
    const merged = mergeFields(last, desired, live);
    // The store keeps the version when nothing changed.
    this.#store.update(type, merged);
  }

  /** Deletes what an earlier `apply` wrote and `kept` no longer contains. */
  prune(kept: NewKubeObject[]): void {
    const keys = new Set(kept.map(manifestKey));
    for (const [key, manifest] of this.#lastApplied) {
      if (!keys.has(key)) {
        this.#lastApplied.delete(key);
        const type = resourceTypeOf(manifest)!;
        const { namespace, name } = manifest.metadata;
        if (this.#store.get(type, namespace, name)) {
          this.#store.delete(type, namespace, name);
        }
      }
    }
  }

  /** Takes the replicas out of a Deployment that an autoscaler scales; 0 switches that off. */
  #leaveToAutoscaler(manifest: NewKubeObject): NewKubeObject {
    const { namespace, name } = manifest.metadata;
    const replicas = manifest.spec?.replicas;
    if (!replicas || !this.#isAutoscaled(manifest.kind, namespace, name)) {
      return manifest;
    }
    const { replicas: _, ...spec } = manifest.spec;
    return { ...manifest, spec };
  }

  #isAutoscaled(kind: string, namespace: string | undefined, name: string) {
    return this.#store
      .view(resourceTypes.horizontalpodautoscalers, namespace)
      .some(({ spec }) => {
        const target = spec?.scaleTargetRef;
        return target?.kind === kind && target?.name === name;
      });
  }
}

/** `Deployment/team-a-prod/cart` */
export function manifestKey(manifest: NewKubeObject): string {
  const { namespace, name } = manifest.metadata;
  return [manifest.kind, namespace, name].join('/');
}

function mergeFields(
  last: NewKubeObject | undefined,
  desired: NewKubeObject,
  live: KubeObject,
): KubeObject {
  const merged: KubeObject = { ...live, metadata: { ...live.metadata } };
  for (const field of METADATA_FIELDS) {
    merged.metadata[field] = threeWayMerge(
      last?.metadata[field],
      desired.metadata[field] ?? {},
      live.metadata[field] ?? {},
    ) as Record<string, string>;
    if (!Object.keys(merged.metadata[field]!).length) {
      delete merged.metadata[field];
    }
  }
  const fields = Object.keys({ ...last, ...desired }).filter(
    field => !NOT_DESIRED.includes(field),
  );
  for (const field of fields) {
    if (field in desired) {
      merged[field] = threeWayMerge(last?.[field], desired[field], live[field]);
    } else {
      delete merged[field];
    }
  }
  return withReplicas(merged);
}

/** The API server's default where neither the manifest nor an autoscaler says a number. */
function withReplicas<T extends NewKubeObject>(object: T): T {
  return object.kind === 'Deployment' && object.spec?.replicas === undefined
    ? { ...object, spec: { ...object.spec, replicas: 1 } }
    : object;
}
