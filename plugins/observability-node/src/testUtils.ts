/**
 * A mock of the service for tests of other packages.
 *
 * @packageDocumentation
 */
export { observabilityServiceMock } from './observabilityServiceMock';
