/** @packageDocumentation Mocks for tests of packages that use `tenancy-node`. */
export {
  fakeTenancy,
  mockTenantScope,
  namespaceIndexServiceMock,
  ownershipServiceMock,
  scanTenancyServiceMock,
  tenancyServiceMock,
} from './testUtils/tenancyServiceMock';
