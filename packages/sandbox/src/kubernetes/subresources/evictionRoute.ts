import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { readOptionalObject } from '../http/readBody';
import { sendObject } from '../http/respond';
import type { ApiContext, ApiRequest } from '../http/types';
import { parseLabelSelector } from '../read/parseLabelSelector';
import { readyContainers } from '../read/podSummary';
import { resourceTypes } from '../resourceTypes';
import { formatTime } from '../time';
import { parseWriteOptions } from '../write/writeOptions';
import type { KubeObject } from '../../types';

/** POST of `…/eviction`: a delete that a PodDisruptionBudget may refuse, by a 429 that is no rate limit. */
export async function evictionRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const options = parseWriteOptions(
    incoming,
    response,
    url.searchParams,
    'CreateOptions',
  );
  const body = await readOptionalObject(incoming, 'Eviction');
  if (body.metadata?.name && body.metadata.name !== info.name) {
    throw ApiError.badRequest(
      'name in URL does not match name in Eviction object',
    );
  }
  const pod = api.store.get(resourceTypes.pods, info.namespace, info.name!);
  if (!pod) {
    throw ApiError.notFound(resourceTypes.pods, info.name!);
  }
  checkBudgets(api, pod);
  if (!options.dryRun) {
    const now = formatTime(api.clock.now());
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: now,
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    };
    const marked = api.store.update(resourceTypes.pods, {
      ...pod,
      status: {
        ...pod.status,
        conditions: [...(pod.status?.conditions ?? []), condition],
      },
    });
    api.remover.remove(resourceTypes.pods, marked, {
      gracePeriodSeconds: body.deleteOptions?.gracePeriodSeconds,
    });
  }
  sendObject(response, 201, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    code: 201,
  });
}

function checkBudgets(api: ApiContext, pod: KubeObject): void {
  const { namespace } = pod.metadata;
  const pods = api.store.view(resourceTypes.pods, namespace);
  for (const budget of api.store.view(
    resourceTypes.poddisruptionbudgets,
    namespace,
  )) {
    const selector = Object.entries(budget.spec?.selector?.matchLabels ?? {})
      .map(pair => pair.join('='))
      .join(',');
    const matches = parseLabelSelector(selector);
    if (!selector || !matches(pod.metadata.labels ?? {})) {
      continue;
    }
    const covered = pods.filter(candidate =>
      matches(candidate.metadata.labels ?? {}),
    );
    const healthy = covered.filter(isHealthy).length;
    const needed = neededPods(budget.spec, covered.length);
    if (isHealthy(pod) && healthy - 1 < needed) {
      throw new ApiError(
        429,
        'TooManyRequests',
        "Cannot evict pod as it would violate the pod's disruption budget.",
        {
          causes: [
            {
              reason: 'DisruptionBudget',
              message: `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${healthy} currently`,
            },
          ],
        },
      );
    }
  }
}

function isHealthy(pod: KubeObject): boolean {
  const count = pod.spec?.containers?.length ?? 0;
  return (
    !pod.metadata.deletionTimestamp &&
    count > 0 &&
    readyContainers(pod) === count
  );
}

/** Percentages are rounded up, as the disruption controller does. */
function neededPods(
  spec: {
    minAvailable?: number | string;
    maxUnavailable?: number | string;
  } = {},
  total: number,
): number {
  const count = (value: number | string) =>
    typeof value === 'string'
      ? Math.ceil((total * Number.parseInt(value, 10)) / 100)
      : value;
  if (spec.minAvailable !== undefined) {
    return count(spec.minAvailable);
  }
  return spec.maxUnavailable === undefined
    ? 0
    : total - count(spec.maxUnavailable);
}
