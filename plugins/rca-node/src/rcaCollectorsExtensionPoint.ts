import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { RcaCollector } from './RcaCollector';

/** @public */
export interface RcaCollectorsExtensionPoint {
  /** @throws Error when a collector of the same source is there already. */
  addCollector(...collectors: RcaCollector[]): void;
}

/** Adds sources of evidence to root-cause analysis. @public */
export const rcaCollectorsExtensionPoint =
  createExtensionPoint<RcaCollectorsExtensionPoint>({ id: 'rca.collectors' });
