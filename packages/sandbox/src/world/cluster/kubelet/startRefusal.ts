import type { KubeObject } from '../../../types';
import type { PodRuntime, Termination } from './PodRuntime';

/** What every image of the company holds. */
const ENTRYPOINT = '/app/server';

export type StartRefusal = Pick<
  Termination,
  'exitCode' | 'reason' | 'message'
> & {
  /** What the container still wrote. */
  says?: string;
};

/** Why a node cannot execute what a container shall run; undefined when it can. */
export function startRefusal(
  runtime: PodRuntime,
  pod: KubeObject,
): StartRefusal | undefined {
  const [program]: string[] = pod.spec.containers[0].command ?? [ENTRYPOINT];
  if (program !== ENTRYPOINT) {
    return {
      exitCode: 128,
      reason: 'StartError',
      message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${program}": stat ${program}: no such file or directory`,
    };
  }
  return runtime.behaviour?.foreignArchitecture
    ? {
        exitCode: 255,
        reason: 'Error',
        says: `exec ${ENTRYPOINT}: exec format error`,
      }
    : undefined;
}
