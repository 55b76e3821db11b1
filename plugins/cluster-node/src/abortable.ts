import {
  ConfigurationOptions,
  Observable,
  RequestContext,
  ResponseContext,
} from '@kubernetes/client-node';

/**
 * Options that make one call of a typed Kubernetes client end with a signal:
 * `api.listNamespacedPod({ namespace }, abortable(signal))`.
 * @public
 */
export function abortable(signal: AbortSignal): ConfigurationOptions {
  return {
    middlewareMergeStrategy: 'append',
    middleware: [
      {
        pre: (context: RequestContext) => {
          context.setSignal(signal);
          return new Observable(Promise.resolve(context));
        },
        post: (context: ResponseContext) =>
          new Observable(Promise.resolve(context)),
      },
    ],
  };
}
