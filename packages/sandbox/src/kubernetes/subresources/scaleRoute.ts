/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import type { KubeObject } from '../../types';
import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { readObject } from '../http/readBody';
import { sendObject } from '../http/respond';
import type { ServedResource } from '../http/servedResources';
import type { ApiContext, ApiRequest } from '../http/types';
import { commitUpdate } from '../write/commitUpdate';
import { readPatch } from '../write/writeRoutes';
import { parseWriteOptions } from '../write/writeOptions';

type Scale = {
  metadata: Record<string, any>;
  spec: { replicas?: number };
  [field: string]: unknown;
};

/** GET, PUT and PATCH of `…/scale`. */
export async function scaleRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info } = request;
  if (info.verb === 'get') {
    const object = api.store.get(served.stored, info.namespace, info.name!);
    if (!object) {
      throw ApiError.notFound(served.type, info.name!);
    }
    sendObject(response, 200, toScale(object));
    return;
  }
  const change = await readChange(request);
  const options = parseWriteOptions(
    incoming,
    response,
    url.searchParams,
    'UpdateOptions',
  );
  const updated = commitUpdate(api, request, served, options, current => {
    const scale = change(toScale(current));
    const replicas = scale.spec?.replicas ?? 0;
    if (!Number.isInteger(replicas) || replicas < 0) {
      throw ApiError.invalid(
        { group: 'autoscaling', kind: 'Scale' },
        info.name!,
        [
          {
            reason: 'FieldValueInvalid',
            message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
            field: 'spec.replicas',
          },
        ],
      );
    }
    const { resourceVersion, uid } = scale.metadata ?? {};
    return {
      ...current,
      metadata: { ...current.metadata, resourceVersion, uid },
      spec: { ...current.spec, replicas },
    };
  });
  sendObject(response, 200, toScale(updated));
}

async function readChange(
  request: ApiRequest<ResourceRequestInfo>,
): Promise<(scale: Scale) => Scale> {
  if (request.info.verb === 'patch') {
    const patch = await readPatch(request);
    return scale => patch(scale) as Scale;
  }
  const body = await readObject(request.incoming, 'Scale');
  return () => body as Scale;
}

function toScale(object: KubeObject): Scale {
  const replicas = object.spec?.replicas ?? 1;
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    // Go leaves a zero out here, so that no replicas look like no number.
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: object.status?.replicas ?? 0,
      selector: formatSelector(object.spec?.selector),
    },
  };
}

/** A selector as the string that `labelSelector` takes. */
function formatSelector(selector: any): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(pair =>
    pair.join('='),
  );
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }: any) => {
      switch (operator) {
        case 'Exists':
          return key;
        case 'DoesNotExist':
          return `!${key}`;
        default:
          return `${key} ${operator.toLocaleLowerCase('en-US')} (${values.join(
            ',',
          )})`;
      }
    },
  );
  return [...labels, ...expressions].join(',');
}
