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
  RcaCollector,
} from './RcaCollector';
export type { RcaService } from './RcaService';
