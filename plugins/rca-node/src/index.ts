/**
 * What other backends need of root-cause analysis: the collector extension
 * point and a client.
 *
 * @packageDocumentation
 */
export type {
  CollectedEvidence,
  CollectorContext,
  InvestigationSubject,
  NewEvidence,
  NewFinding,
  RcaCollector,
  SharedLoads,
  SubjectDependency,
} from './RcaCollector';
export {
  rcaCollectorsExtensionPoint,
  type RcaCollectorsExtensionPoint,
} from './rcaCollectorsExtensionPoint';
export type { RcaService } from './RcaService';
export { rcaServiceRef } from './rcaServiceRef';
