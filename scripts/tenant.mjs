// `make tenant NAMESPACE=… TEAM=… | kubectl apply -f -`: what a team's namespace needs.
import { tenantManifests } from './lib/tenantManifests.mjs';

try {
  const [namespace, team, portal] = process.argv.slice(2);
  process.stdout.write(tenantManifests(namespace, team, portal));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
