/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import type { KubeObject } from '../../types';
import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { notANumber } from '../http/parseResourceVersion';
import type { ServedResource } from '../http/servedResources';
import type { ApiContext, ApiRequest } from '../http/types';
import { equalJson } from '../json';
import { apiVersionOf, resourceTypes } from '../resourceTypes';
import { formatTime } from '../time';
import { admitRbac } from './admit';
import { trackManager } from './trackManager';
import { validateObject } from './validateObject';
import type { WriteOptions } from './writeOptions';

/** What of a pod's specification may change while it lives. */
const POD_MUTABLE = [
  'activeDeadlineSeconds',
  'tolerations',
  'terminationGracePeriodSeconds',
];
const POD_RULE =
  'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/**
 * Changes one object: reads it, lets `change` make the new state, checks, and stores it, all in one
 * turn of the event loop, so that nothing comes between.
 */
export function commitUpdate(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
  options: WriteOptions,
  change: (current: KubeObject) => Record<string, any>,
): KubeObject {
  const { info } = request;
  const { type } = served;
  const name = info.name!;
  const current = api.store.get(served.stored, info.namespace, name);
  if (!current) {
    throw ApiError.notFound(type, name);
  }
  const sent = change(current);
  checkPreconditions(served, current, sent);
  const next = nextState(served, current, sent, info.subresource);
  validateObject(type, next, current);
  if (served.stored === resourceTypes.pods && info.subresource !== 'status') {
    checkPodSpec(current, next);
  }
  admitRbac(api.authorizer, request.user, served, next);
  next.metadata.managedFields = trackManager(current, next, {
    manager: options.fieldManager,
    apiVersion: apiVersionOf(type),
    time: formatTime(api.clock.now()),
    subresource: info.subresource,
  });
  if (options.dryRun) {
    return dryUpdate(current, next);
  }
  try {
    const updated = api.store.update(served.stored, next);
    if (
      updated.metadata.deletionTimestamp &&
      !updated.metadata.finalizers?.length &&
      current.metadata.finalizers?.length
    ) {
      // The last finalizer of an object that waits for it.
      return api.store.delete(served.stored, info.namespace, name);
    }
    return updated;
  } catch (error) {
    throw ApiError.fromStore(error, type, name);
  }
}

function checkPreconditions(
  served: ServedResource,
  current: KubeObject,
  sent: Record<string, any>,
): void {
  const { name, namespace, uid, resourceVersion } = current.metadata;
  const version = sent.metadata?.resourceVersion;
  if (version && !/^\d+$/.test(version)) {
    throw ApiError.internal(notANumber(version));
  }
  const sentUid = sent.metadata?.uid;
  if (sentUid && sentUid !== uid) {
    const key = `/registry/${served.type.plural}/${
      namespace ? `${namespace}/` : ''
    }${name}`;
    throw ApiError.conflict(
      served.type,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${sentUid}, UID in object meta: ${uid}`,
    );
  }
  if (version && version !== resourceVersion) {
    throw ApiError.conflict(served.type, name);
  }
}

/** Takes from what was sent only what this path may change. */
function nextState(
  served: ServedResource,
  current: KubeObject,
  sent: Record<string, any>,
  subresource?: string,
): KubeObject {
  const { metadata } = current;
  const own = {
    name: metadata.name,
    namespace: metadata.namespace,
    generateName: metadata.generateName,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    creationTimestamp: metadata.creationTimestamp,
    generation: metadata.generation,
    deletionTimestamp: metadata.deletionTimestamp,
    deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds,
    managedFields: metadata.managedFields,
  };
  if (subresource === 'status') {
    return {
      ...current,
      metadata: { ...metadata, ...own },
      status: sent.status,
    };
  }
  const next = {
    ...sent,
    kind: current.kind,
    apiVersion: current.apiVersion,
    metadata: { ...sent.metadata, ...own },
  } as KubeObject;
  if (served.type.subresources?.includes('status')) {
    next.status = current.status;
  }
  return next;
}

function checkPodSpec(current: KubeObject, next: KubeObject): void {
  const frozen = (spec: any) => {
    const rest = { ...spec };
    for (const field of POD_MUTABLE) {
      delete rest[field];
    }
    for (const list of ['containers', 'initContainers']) {
      rest[list] = spec?.[list]?.map((container: any) => ({
        ...container,
        image: undefined,
      }));
    }
    return rest;
  };
  if (!equalJson(frozen(current.spec), frozen(next.spec))) {
    throw ApiError.invalid(resourceTypes.pods, current.metadata.name, [
      { reason: 'FieldValueForbidden', message: POD_RULE, field: 'spec' },
    ]);
  }
}

/** The answer to a dry run: the old resourceVersion, but a generation that counts the change. */
function dryUpdate(current: KubeObject, next: KubeObject): KubeObject {
  const desired = (object: KubeObject) => ({
    ...object,
    metadata: undefined,
    status: undefined,
  });
  const { generation } = current.metadata;
  if (generation === undefined || equalJson(desired(current), desired(next))) {
    return next;
  }
  return {
    ...next,
    metadata: { ...next.metadata, generation: generation + 1 },
  };
}
