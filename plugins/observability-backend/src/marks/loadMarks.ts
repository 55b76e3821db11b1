import { stringifyError } from '@backstage/errors';
import { ClusterService } from '@internal/plugin-cluster-node';
import { MarksAnswer } from '@internal/plugin-observability-common';
import { ReadableTarget } from '../access/TelemetryAccess';
import { findMarks } from './findMarks';
import { readWorkload } from './readWorkload';

/** Charts do not wait longer for their marks. */
const DEADLINE_MS = 8_000;

/**
 * What happened to a workload. A cluster that does not answer is a problem named
 * in the answer, because the charts stand without marks as well.
 * @internal
 */
export async function loadMarks(options: {
  clusters: ClusterService;
  target: ReadableTarget;
  window: { from: Date; to: Date };
  signal: AbortSignal;
}): Promise<MarksAnswer> {
  const { clusters, target, window } = options;
  const { scope, namespace, labelSelector } = target;
  const signal = AbortSignal.any([
    options.signal,
    AbortSignal.timeout(DEADLINE_MS),
  ]);
  try {
    const client = await clusters.forTenant({ scope, namespace, signal });
    const objects = await readWorkload({ client, labelSelector, signal });
    return {
      marks: findMarks(objects, window),
      problems: objects.problems,
    };
  } catch (error) {
    options.signal.throwIfAborted();
    return {
      marks: [],
      problems: [
        signal.aborted
          ? `Kubernetes did not answer within ${DEADLINE_MS / 1_000} s`
          : `Kubernetes could not be asked: ${stringifyError(error)}`,
      ],
    };
  }
}
