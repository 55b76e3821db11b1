// A portal to be measured: with BENCH_ARM=ours our modules enforce tenancy; with BENCH_ARM=uncached they
// do, and nothing about callers is kept; with BENCH_ARM=stock the same stock plugins run without
// them, and everybody may do everything.
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { benchPlugin } from './benchPlugin';

const allowAll = createBackendModule({
  pluginId: 'permission',
  moduleId: 'allow-all',
  register: reg =>
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          handle: async () => ({ result: AuthorizeResult.ALLOW }),
        });
      },
    }),
});

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@internal/plugin-auth-backend-module-zitadel-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@internal/plugin-catalog-backend-module-zitadel'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
const arm = process.env.BENCH_ARM;
if (arm === 'stock') {
  backend.add(allowAll);
} else {
  if (arm !== 'uncached') {
    backend.add(import('@internal/plugin-caller-cache-node'));
  }
  backend.add(import('@internal/plugin-http-guard-node'));
  backend.add(
    import('@internal/plugin-permission-backend-module-tenancy-policy'),
  );
  // eslint-disable-next-line @backstage/no-mixed-plugin-imports -- this is a backend, made for one measurement
  backend.add(import('@internal/plugin-tenancy-backend'));
  backend.add(import('@internal/plugin-catalog-backend-module-tenancy'));
  backend.add(
    import('@internal/plugin-catalog-backend-module-confined-sources'),
  );
  backend.add(import('@internal/plugin-kubernetes-backend-module-tenancy'));
  backend.add(benchPlugin);
}
backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
