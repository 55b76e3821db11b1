/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import { randomBytes, randomUUID } from 'node:crypto';
import { parse as parseYaml } from 'yaml';
import type { KubeObject } from '../../types';
import { ApiError } from '../http/ApiError';
import { negotiate } from '../http/negotiate';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { mediaTypeOf, readObject, readText } from '../http/readBody';
import { sendObject } from '../http/respond';
import type { ServedResource } from '../http/servedResources';
import type { ApiContext, ApiRequest } from '../http/types';
import { renderObject } from '../read/renderObjects';
import { apiVersionOf, resourceTypes } from '../resourceTypes';
import { formatTime } from '../time';
import { admitNamespace, admitRbac } from './admit';
import { applyJsonPatch } from './applyJsonPatch';
import { applyMergePatch } from './applyMergePatch';
import { applyStrategicMergePatch } from './applyStrategicMergePatch';
import { commitUpdate } from './commitUpdate';
import { trackManager } from './trackManager';
import { checkPatched, validateObject } from './validateObject';
import { parseWriteOptions } from './writeOptions';

type Write = ApiRequest<ResourceRequestInfo>;

/** Letters that a generated name may end with, as the server picks them. */
const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const GENERATED_LETTERS = 5;

/**
 * Server-side apply is refused by its media type: without field schemas the sandbox could not keep the
 * ownership rules that make it more than a merge patch.
 */
const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];
const KNOWN_PATCH_TYPES = [
  ...PATCH_TYPES,
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
];

/** POST to a collection. */
export async function createRoute(
  api: ApiContext,
  request: Write,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const { type } = served;
  const form = negotiate(incoming.headers.accept, { streaming: false });
  const options = parseWriteOptions(
    incoming,
    response,
    url.searchParams,
    'CreateOptions',
  );
  const body = await readObject(incoming, type.kind);
  checkIdentity(served, body, info);
  if (body.metadata?.resourceVersion) {
    throw ApiError.internal(
      'resourceVersion should not be set on objects to be created',
    );
  }
  const {
    uid: _,
    creationTimestamp: __,
    generation: ___,
    deletionTimestamp: ____,
    managedFields: _____,
    ...metadata
  } = body.metadata ?? {};
  if (!metadata.name && metadata.generateName) {
    metadata.name = `${metadata.generateName}${randomLetters()}`;
  }
  const object: Record<string, any> = {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    ...body,
    metadata: { ...metadata, namespace: info.namespace },
  };
  if (type.subresources?.includes('status')) {
    delete object.status;
  }
  if (served.stored === resourceTypes.pods) {
    object.status = { phase: 'Pending' };
  }
  if (served.stored === resourceTypes.namespaces) {
    object.status = { phase: 'Active' };
    object.spec = { finalizers: ['kubernetes'] };
    object.metadata.labels = {
      'kubernetes.io/metadata.name': metadata.name,
      ...metadata.labels,
    };
  }
  if (info.namespace) {
    admitNamespace(api.store, type, metadata.name ?? '', info.namespace);
  }
  validateObject(type, object);
  admitRbac(api.authorizer, request.user, served, object);
  const time = formatTime(api.clock.now());
  object.metadata.managedFields = trackManager(undefined, object, {
    manager: options.fieldManager,
    apiVersion: apiVersionOf(type),
    time,
  });
  let created: KubeObject;
  if (options.dryRun) {
    if (api.store.get(served.stored, info.namespace, metadata.name)) {
      throw ApiError.alreadyExists(type, metadata.name);
    }
    const generation = type.generation ? 1 : undefined;
    created = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: randomUUID(),
        creationTimestamp: time,
        generation,
      },
    } as KubeObject;
  } else {
    try {
      created = api.store.create(served.stored, object as KubeObject);
    } catch (error) {
      throw ApiError.fromStore(error, type, metadata.name);
    }
  }
  sendObject(response, 201, render(api, created, served, url), form);
}

/** PUT of an object, or of its status. */
export async function updateRoute(
  api: ApiContext,
  request: Write,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const form = negotiate(incoming.headers.accept, { streaming: false });
  const options = parseWriteOptions(
    incoming,
    response,
    url.searchParams,
    'UpdateOptions',
  );
  const body = await readObject(incoming, served.type.kind);
  checkIdentity(served, body, info);
  const updated = commitUpdate(api, request, served, options, current => ({
    ...body,
    kind: current.kind,
    apiVersion: current.apiVersion,
    metadata: { ...body.metadata, name: info.name },
  }));
  sendObject(response, 200, render(api, updated, served, url), form);
}

/** PATCH of an object, or of its status. */
export async function patchRoute(
  api: ApiContext,
  request: Write,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const form = negotiate(incoming.headers.accept, { streaming: false });
  const options = parseWriteOptions(
    incoming,
    response,
    url.searchParams,
    'PatchOptions',
  );
  const patch = await readPatch(request);
  const updated = commitUpdate(api, request, served, options, current => {
    const next = patch(current) as Record<string, any>;
    checkPatched(served.type, next);
    checkIdentity(served, next, info);
    return next;
  });
  sendObject(response, 200, render(api, updated, served, url), form);
}

/** Reads the patch in a request's body as a function of the object that it changes. */
export async function readPatch(
  request: Write,
): Promise<(target: unknown) => unknown> {
  const mediaType = mediaTypeOf(request.incoming);
  if (!KNOWN_PATCH_TYPES.includes(mediaType)) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      '415: Unsupported Media Type',
      {},
    );
  }
  if (!PATCH_TYPES.includes(mediaType)) {
    throw ApiError.unsupportedMediaType(PATCH_TYPES);
  }
  const text = await readText(request.incoming);
  let patch: unknown;
  try {
    patch = parseYaml(text);
    // A patch is JSON; YAML is only how some clients write it.
    patch = JSON.parse(text);
  } catch (error) {
    if (patch === undefined || patch === null) {
      throw ApiError.badRequest(
        `error decoding patch: ${(error as Error).message}`,
      );
    }
  }
  switch (mediaType) {
    case 'application/json-patch+json':
      return target => applyJsonPatch(target, patch);
    case 'application/merge-patch+json':
      return target => applyMergePatch(target, patch);
    default:
      return target => applyStrategicMergePatch(target, patch);
  }
}

/** What the body says it is must be what the path says. */
function checkIdentity(
  served: ServedResource,
  body: Record<string, any>,
  info: ResourceRequestInfo,
): void {
  const { type } = served;
  if (body.kind !== undefined && body.kind !== type.kind) {
    throw ApiError.badRequest(
      `${body.kind} in version "${type.version}" cannot be handled as a ${
        type.kind
      }: converting (${type.version}.${body.kind}) to (${
        type.group || 'core'
      }.${type.kind}): unknown conversion`,
    );
  }
  if (body.apiVersion !== undefined && body.apiVersion !== apiVersionOf(type)) {
    throw ApiError.badRequest(
      `the API version in the data (${
        body.apiVersion
      }) does not match the expected API version (${apiVersionOf(type)})`,
    );
  }
  const { name, namespace } = body.metadata ?? {};
  if (info.name && name && name !== info.name) {
    throw ApiError.badRequest(
      `the name of the object (${name}) does not match the name on the URL (${info.name})`,
    );
  }
  if (namespace && namespace !== info.namespace) {
    throw ApiError.badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
}

function render(
  api: ApiContext,
  object: KubeObject,
  served: ServedResource,
  url: URL,
): unknown {
  return renderObject(object, served, {
    form: { encoding: 'json' },
    query: url.searchParams,
    nowMs: api.clock.now(),
  });
}

function randomLetters(): string {
  return [...randomBytes(GENERATED_LETTERS)]
    .map(byte => NAME_LETTERS[byte % NAME_LETTERS.length])
    .join('');
}
