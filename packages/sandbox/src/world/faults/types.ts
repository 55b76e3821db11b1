import type { FaultDefinition } from '../../types';
import type { SlowVolume } from '../Environment';

/** A change of some fields of a manifest, as somebody would commit it. */
export type ManifestEdit = {
  kind: 'Deployment' | 'Service' | 'ConfigMap' | 'HorizontalPodAutoscaler';
  namespace: string;
  name: string;
  set: Array<{ path: Array<string | number>; value: unknown }>;
};

/** Something that happens to the company without anybody changing a manifest. */
export type EnvironmentEffect =
  | { kind: 'silent-node'; node: string }
  | ({ kind: 'slow-volume' } & SlowVolume)
  | { kind: 'traffic'; factor: number };

/**
 * A fault with its ground truth and the mistake or mishap that causes it.
 *
 * @remarks
 * Nothing of the truth may reach the cluster: what is written there is what an
 * operator would have written.
 */
export interface FaultSpec extends FaultDefinition {
  change?: {
    /** The subject of the commit. */
    message: string;
    /** Username of who commits it. */
    author: string;
    edits: ManifestEdit[];
  };
  environment?: EnvironmentEffect[];
}
