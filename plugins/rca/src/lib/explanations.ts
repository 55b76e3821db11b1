import { rcaErrorReasons } from '@internal/plugin-rca-common';

/** What people are told about the reason codes of the backend. */
export const rcaExplanations: Record<string, string> = {
  [rcaErrorReasons.noNamespace]:
    'The component does not say in which Kubernetes namespace it runs. Add the annotation backstage.io/kubernetes-namespace to its catalog file.',
  [rcaErrorReasons.badTimeRange]:
    'The time range must end now or earlier and be at most 24 hours long.',
  [rcaErrorReasons.namespaceDenied]:
    'You may not read the namespace of this component. Look at My access to see why, and to ask for it.',
  [rcaErrorReasons.tooManyInvestigations]:
    'Your team has as many analyses running as it may. Wait until one has finished, or cancel one.',
};
