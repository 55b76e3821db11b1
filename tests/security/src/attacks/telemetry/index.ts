export { testTelemetry } from './testTelemetry';
