/** @packageDocumentation Mocks for tests of packages that use `cluster-node`. */
export { clusterServiceMock } from './testUtils/clusterServiceMock';
