import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

// What every request meets first
backend.add(import('@internal/plugin-http-guard-node'));
backend.add(import('@internal/plugin-caller-cache-node'));

// The built frontend
backend.add(import('@backstage/plugin-app-backend'));

// Who you are
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@internal/plugin-auth-backend-module-zitadel-provider'));
backend.add(import('@internal/plugin-auth-backend-module-saml-provider'));
backend.add(import('@internal/plugin-auth-backend-module-ldap-provider'));
backend.add(import('@internal/plugin-auth-backend-module-stock-providers'));
backend.add(import('@internal/plugin-auth-backend-module-access-keys'));

// What you may do
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@internal/plugin-permission-backend-module-tenancy-policy'),
);
backend.add(import('@internal/plugin-tenancy-backend'));

// What there is
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@backstage/plugin-catalog-backend-module-ldap'));
backend.add(import('@internal/plugin-catalog-backend-module-zitadel'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@internal/plugin-catalog-backend-module-confined-sources'));
backend.add(import('@internal/plugin-catalog-backend-module-tenancy'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));
backend.add(import('@backstage/plugin-techdocs-backend'));

// What runs, inside the caller's namespaces
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@internal/plugin-kubernetes-backend-module-tenancy'));

// What it says: logs, metrics, traces, and what is unusual in them
backend.add(import('@internal/plugin-observability-backend'));

// Why it broke
backend.add(import('@internal/plugin-rca-backend'));
backend.add(import('@internal/plugin-rca-backend-module-k8sgpt'));
backend.add(import('@internal/plugin-rca-backend-module-llm'));

// Templates and their actions
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@internal/plugin-scaffolder-backend-module-rca'));

// Telling people and tools; the events bus carries it between replicas
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@internal/plugin-signals-backend-module-session-guard'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

// A portal that cannot start ends, so that whatever supervises it notices.
backend.start().catch(error => {
  process.stderr.write(`The portal could not start: ${error.message}\n`);
  process.exit(1);
});
