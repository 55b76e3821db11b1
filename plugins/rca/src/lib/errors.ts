import { rcaErrorReasons } from '@internal/plugin-rca-common';

const explanations: Record<string, string> = {
  [rcaErrorReasons.noNamespace]:
    'The component does not say in which Kubernetes namespace it runs. Add the annotation backstage.io/kubernetes-namespace to its catalog file.',
  [rcaErrorReasons.badTimeRange]:
    'The time range must end now or earlier and be at most 24 hours long.',
  [rcaErrorReasons.namespaceDenied]:
    'You may not read the namespace of this component. Ask the team that owns it, or the platform team if your team should own it.',
  [rcaErrorReasons.tooManyInvestigations]:
    'Your team has as many analyses running as it may. Wait until one has finished, or cancel one.',
};

/** Name of the error that the backend threw, through the wrapper of the client. */
export function errorName(error: Error): string {
  return (error as { cause?: Error }).cause?.name ?? error.name;
}

/** A sentence for people about a failed call, and whether trying again can help. */
export function describeError(error: Error): {
  explanation: string;
  retryable: boolean;
} {
  const cause = (error as { cause?: Error & { reason?: string } }).cause;
  const reason = cause?.reason;
  if (reason && explanations[reason]) {
    const retryable = reason === rcaErrorReasons.tooManyInvestigations;
    return { explanation: explanations[reason], retryable };
  }
  switch (errorName(error)) {
    case 'NotAllowedError':
      return {
        explanation:
          'You do not have the permission for this. Ask the platform team if you should have it.',
        retryable: false,
      };
    case 'NotFoundError':
      return {
        explanation:
          'It does not exist, or it belongs to a namespace that you may not read.',
        retryable: false,
      };
    case 'AuthenticationError':
      return {
        explanation:
          'Your session has ended. Reload the page to sign in again.',
        retryable: false,
      };
    case 'InputError':
      return { explanation: cause?.message ?? error.message, retryable: false };
    case 'TimeoutError':
      return {
        explanation: 'The portal did not answer in time.',
        retryable: true,
      };
    case 'TypeError':
      // What fetch throws when there is no connection at all.
      return {
        explanation: 'The portal could not be reached. Check your connection.',
        retryable: true,
      };
    default:
      return { explanation: cause?.message ?? error.message, retryable: true };
  }
}
