import { denialSentences } from './denials';

type BackendError = Error & { reason?: string };

/** What the backend threw, through the wrapper of the client. */
function backendError(error: Error): BackendError {
  return (error as { cause?: BackendError }).cause ?? error;
}

/** Name of the error that the backend threw. @public */
export function errorName(error: Error): string {
  return backendError(error).name;
}

/** Machine-readable reason that the backend gave, if any. @public */
export function errorReason(error: Error): string | undefined {
  return backendError(error).reason;
}

/**
 * A sentence for people about a failed call, and what can be done about it.
 *
 * @param error - as a client threw it
 * @param explanations - what a plugin says about the reason codes of its own
 * @public
 */
export function describeError(
  error: Error,
  explanations: Readonly<Record<string, string>> = {},
): {
  explanation: string;
  /** True where trying again can help. */
  retryable: boolean;
  /** True where it is about what the reader may see, or may be: what is hidden is not found. */
  denied: boolean;
} {
  const { name, message } = backendError(error);
  const known = { ...denialSentences, ...explanations }[
    errorReason(error) ?? ''
  ];
  const denied = name === 'NotAllowedError' || name === 'NotFoundError';
  switch (name) {
    case 'NotAllowedError':
      return {
        explanation:
          known ??
          'You do not have the permission for this. Ask the platform team if you should have it.',
        retryable: false,
        denied,
      };
    case 'NotFoundError':
      return {
        explanation:
          known ??
          'It does not exist, or it belongs to a namespace that you may not read.',
        retryable: false,
        denied,
      };
    case 'AuthenticationError':
      return {
        explanation:
          'Your session has ended. Reload the page to sign in again.',
        retryable: false,
        denied,
      };
    case 'InputError':
      return { explanation: known ?? message, retryable: false, denied };
    case 'TimeoutError':
      return {
        explanation: 'The portal did not answer in time.',
        retryable: true,
        denied,
      };
    case 'TypeError':
      // What fetch throws when there is no connection at all.
      return {
        explanation: 'The portal could not be reached. Check your connection.',
        retryable: true,
        denied,
      };
    default:
      return { explanation: known ?? message, retryable: true, denied };
  }
}
