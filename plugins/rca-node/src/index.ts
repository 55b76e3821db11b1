/**
 * What other backends need of root-cause analysis: the extension
 * points for collectors and a narrator, and a client.
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
export type {
  NarratorAnalysis,
  NewNarrative,
  NewSentence,
  RcaNarrator,
} from './RcaNarrator';
export {
  rcaNarratorExtensionPoint,
  type RcaNarratorExtensionPoint,
} from './rcaNarratorExtensionPoint';
export type { RcaService } from './RcaService';
export { rcaServiceRef } from './rcaServiceRef';
