// The part of the attack suite that needs a Kubernetes API and no portal: KUBERNETES_URL,
// KUBERNETES_ADMIN_TOKEN and, for its certificate, KUBERNETES_CA (a file).
import { testRbac } from './attacks/rbac';
import { KubernetesApi, targetFromEnvironment } from './support/KubernetesApi';
import { Suite } from './support/Suite';

async function main(): Promise<boolean> {
  const target = targetFromEnvironment();
  if (!target) {
    throw new Error('KUBERNETES_URL or KUBERNETES_ADMIN_TOKEN is not set');
  }
  const suite = new Suite();
  await testRbac(suite, new KubernetesApi(target));
  return suite.finish().failed === 0;
}

main().then(
  passed => process.exit(passed ? 0 : 1),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(2);
  },
);
