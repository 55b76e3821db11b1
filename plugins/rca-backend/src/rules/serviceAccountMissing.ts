import { refusalRule } from './refusals';

/** Pods shall run as a ServiceAccount that is not there. @internal */
export const serviceAccountMissing = refusalRule({
  id: 'service-account-missing',
  say: ({ name, match, culprit, workload }) => ({
    title: `ServiceAccount ${match[1]} of ${name} does not exist in ${workload.ref.namespace}`,
    cause: {
      category: 'missing-config',
      weight: 0.97,
      selfSufficient: true,
      statement: `New pods of ${name} are refused because their ServiceAccount ${match[1]} does not exist${culprit}.`,
      confirmBy: `Look whether ServiceAccount ${match[1]} was deleted or renamed.`,
    },
  }),
});
