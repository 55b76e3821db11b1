import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { DatabaseAnomalyStore } from './DatabaseAnomalyStore';
import { DatabaseScanStore } from './DatabaseScanStore';

const migrationsDir = resolvePackagePath(
  '@internal/plugin-observability-backend',
  'migrations',
);

/** What people read and what the scan writes, on the same tables. @internal */
export async function createAnomalyStores(database: DatabaseService): Promise<{
  anomalies: DatabaseAnomalyStore;
  scans: DatabaseScanStore;
}> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: migrationsDir });
  }
  return {
    anomalies: new DatabaseAnomalyStore(knex),
    scans: new DatabaseScanStore(knex),
  };
}
