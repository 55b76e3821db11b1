import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { RcaNarrator } from './RcaNarrator';

/** @public */
export interface RcaNarratorExtensionPoint {
  /** @throws Error when there is a narrator already. */
  setNarrator(narrator: RcaNarrator): void;
}

/** Lets a module put reports into words; without one they are as complete. @public */
export const rcaNarratorExtensionPoint =
  createExtensionPoint<RcaNarratorExtensionPoint>({ id: 'rca.narrator' });
