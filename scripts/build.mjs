// `make build`: the bundle that the container image ships.
import { buildProduction } from './lib/production.mjs';

await buildProduction();
console.log('Built packages/backend/dist/{skeleton,bundle}.tar.gz');
