import { refusalRule } from './refusals';

/** The namespace's pod security level forbids what the pods ask for. @internal */
export const podSecurityDenied = refusalRule({
  id: 'pod-security-denied',
  say({ name, match, culprit, workload }) {
    // Details in parentheses name every container; the heads are enough.
    const violations = match[2].replace(/\s*\([^()]*\)/g, '').trim();
    return {
      title: `Pod security level ${match[1]} of ${workload.ref.namespace} forbids pods of ${name}: ${violations}`,
      cause: {
        category: 'admission-denied',
        weight: 0.97,
        selfSufficient: true,
        statement: `New pods of ${name} are refused because they break the pod security level ${match[1]} of ${workload.ref.namespace} (${violations})${culprit}.`,
        confirmBy: `Set what is missing in the securityContext of ${name}.`,
      },
    };
  },
});
