import { TestDatabases } from '@backstage/backend-test-utils';

/** The product has one kind of database. */
export function createTestDatabases(): TestDatabases {
  return TestDatabases.create({ ids: ['POSTGRES_18'] });
}
