// `make tenant NAMESPACE=… TEAM=… | kubectl apply -f -`: what a team's namespace needs.
import { tenantManifests } from './lib/tenantManifests.mjs';

try {
  const [namespace, team] = process.argv.slice(2);
  process.stdout.write(tenantManifests(namespace, team));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
