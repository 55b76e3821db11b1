import type { FaultDefinition, NewKubeObject } from '../../types';
import type { Behaviour } from '../definition';
import type { Dice } from './Dice';
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
  | { kind: 'traffic'; factor: number }
  /** Something outside the cluster changes how a service behaves. */
  | {
      kind: 'ailment';
      namespace: string;
      service: string;
      behaviour: Partial<Behaviour>;
    }
  /** Every new pod is put before a webhook that does not work. */
  | { kind: 'webhook'; failure: string }
  /** Somebody makes nodes take no more pods. */
  | { kind: 'cordon'; nodes: string[] }
  /** ... and takes the pods away that are there, one after the other. */
  | { kind: 'drain'; node: string };

/** A version that somebody built for this occasion. */
export type BuiltImage = {
  /** `namespace/service` */
  service: string;
  tag: string;
  behaviour?: Partial<Behaviour>;
};

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
  images?: BuiltImage[];
  /** What somebody creates in the cluster by hand, beside Git. */
  objects?: NewKubeObject[];
  /** What a controller says of such objects that the sandbox has no controller for. */
  complaints?: Array<{
    kind: string;
    namespace: string;
    name: string;
    reason: string;
    message: string;
    component: string;
  }>;
  /** Labels that somebody sets on a namespace by hand. */
  namespaceLabels?: { namespace: string; labels: Record<string, string> };
}

/** A kind of fault whose target, severity and words depend on the seed. */
export interface FaultFamily {
  name: string;
  build(dice: Dice): Omit<FaultSpec, 'name'>;
}
