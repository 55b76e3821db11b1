import type { KubeObject } from '../../types';
import { ApiError } from '../http/ApiError';
import { negotiate } from '../http/negotiate';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { readOptionalObject } from '../http/readBody';
import { sendObject, sendText } from '../http/respond';
import type { ServedResource } from '../http/servedResources';
import type { ApiContext, ApiRequest } from '../http/types';
import { parseListOptions } from '../read/listOptions';
import { renderList, renderObject } from '../read/renderObjects';
import { resourceTypes } from '../resourceTypes';
import type { RemoveOptions } from './Remover';
import { parseWriteOptions } from './writeOptions';

const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** Resources whose DELETE answers with the object instead of a Status. */
const RETURN_OBJECT: unknown[] = [
  resourceTypes.namespaces,
  resourceTypes.persistentvolumeclaims,
  resourceTypes.persistentvolumes,
  resourceTypes.pods,
  resourceTypes.resourcequotas,
  resourceTypes.serviceaccounts,
  resourceTypes.services,
];

type DeleteOptions = RemoveOptions & {
  dryRun: boolean;
  uid?: string;
  resourceVersion?: string;
};

/** DELETE of one object. */
export async function deleteRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const form = negotiate(incoming.headers.accept, { streaming: false });
  const options = await readDeleteOptions(request);
  const object = api.store.get(served.stored, info.namespace, info.name!);
  if (!object) {
    throw ApiError.notFound(served.type, info.name!);
  }
  checkPreconditions(served, object, options);
  const result = options.dryRun
    ? { object, gone: true }
    : api.remover.remove(served.stored, object, options);
  if (!result.gone || RETURN_OBJECT.includes(served.stored)) {
    const render = { form, query: url.searchParams, nowMs: api.clock.now() };
    sendObject(
      response,
      200,
      renderObject(result.object, served, render),
      form,
    );
    return;
  }
  sendObject(response, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: info.name,
      group: served.type.group || undefined,
      kind: served.type.plural,
      uid: object.metadata.uid,
    },
  });
}

/** DELETE of a collection, of what the selectors name; answers with what was deleted. */
export async function deleteCollectionRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const form = negotiate(incoming.headers.accept, { streaming: false });
  const options = await readDeleteOptions(request);
  const { matches } = parseListOptions(url.searchParams, served, {
    watch: false,
  });
  const objects = api.store.view(served.stored, info.namespace).filter(matches);
  if (!options.dryRun) {
    for (const object of objects) {
      api.remover.remove(served.stored, object, options);
    }
  }
  const page = {
    objects,
    metadata: { resourceVersion: api.store.resourceVersion },
  };
  const body = renderList(page, served, {
    form,
    query: url.searchParams,
    nowMs: api.clock.now(),
  });
  if (typeof body === 'string') {
    sendText(response, 200, body, 'application/json');
  } else {
    sendObject(response, 200, body, form);
  }
}

/** Options come in the body, or in the query, or both. */
async function readDeleteOptions(request: ApiRequest): Promise<DeleteOptions> {
  const { incoming, response, url } = request;
  const body = await readOptionalObject(incoming, 'DeleteOptions');
  const query = new URLSearchParams(url.searchParams);
  for (const value of body.dryRun ?? []) {
    query.append('dryRun', value);
  }
  const { dryRun } = parseWriteOptions(
    incoming,
    response,
    query,
    'DeleteOptions',
  );
  const propagationPolicy =
    body.propagationPolicy ?? (query.get('propagationPolicy') || undefined);
  if (
    propagationPolicy !== undefined &&
    !POLICIES.includes(propagationPolicy)
  ) {
    throw ApiError.invalidOptions('DeleteOptions', {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${propagationPolicy}": supported values: "Foreground", "Background", "Orphan", "nil"`,
      field: 'propagationPolicy',
    });
  }
  const grace =
    body.gracePeriodSeconds ?? (query.get('gracePeriodSeconds') || undefined);
  return {
    dryRun,
    propagationPolicy,
    gracePeriodSeconds: grace === undefined ? undefined : Number(grace),
    uid: body.preconditions?.uid,
    resourceVersion: body.preconditions?.resourceVersion,
  };
}

function checkPreconditions(
  served: ServedResource,
  object: KubeObject,
  options: DeleteOptions,
): void {
  const { name, uid, resourceVersion } = object.metadata;
  const refuse = (why: string) =>
    ApiError.conflict({ ...served.type, plural: served.type.kind }, name, why);
  if (options.uid && options.uid !== uid) {
    throw refuse(
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (options.resourceVersion && options.resourceVersion !== resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}
