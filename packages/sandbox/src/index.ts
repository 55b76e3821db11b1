export * from './telemetry';
export * from './kubernetes';
export * from './world';
export * from './identity';
export { startSandbox } from './Sandbox';
export type { Sandbox } from './Sandbox';
export type {
  SandboxEndpoints,
  SandboxOptions,
  SandboxPart,
} from './control/types';
export type { Span, SpanDescription, TraceSink } from './types';
