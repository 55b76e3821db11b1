import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { rcaErrorReasons } from '@internal/plugin-rca-common';
import { InvestigationSubject } from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { TenancyService } from '@internal/plugin-tenancy-node';

/**
 * The namespaces that an investigation may read: that of the subject, which must
 * be allowed, and those of its dependencies as far as they are.
 *
 * @throws NotAllowedError with reason `namespace-denied`.
 * @internal
 */
export async function decideScope(options: {
  tenancy: TenancyService;
  subject: InvestigationSubject;
  credentials: BackstageCredentials;
}): Promise<TenantScope> {
  const { tenancy, subject, credentials } = options;
  const { cluster } = subject;
  const decide = (namespace: string) =>
    tenancy.decide({ credentials, namespace: { cluster, namespace } });
  const own = await decide(subject.namespace);
  if (own.result === 'deny') {
    throw Object.assign(
      new NotAllowedError(
        `You may not read namespace '${subject.namespace}' of cluster '${cluster}'`,
      ),
      { reason: rcaErrorReasons.namespaceDenied },
    );
  }
  const others = new Set(
    subject.dependencies
      .filter(dependency => dependency.cluster === cluster)
      .map(dependency => dependency.namespace)
      .filter(namespace => namespace !== undefined),
  );
  const decisions = await Promise.all([...others].map(decide));
  const allowed = decisions
    .filter(decision => decision.result === 'allow')
    .map(decision => decision.grant.namespace);
  return tenancy.scope({
    credentials,
    cluster,
    namespaces: [subject.namespace, ...allowed],
  });
}
