import type { DesiredState, NewKubeObject, ObjectStore } from '../../types';
import { resourceTypeOf } from '../../kubernetes/resourceTypes';
import { withServerFields } from '../cluster/seedCluster';

/** The desired state of a world without a Git repository: manifests go straight into the cluster. */
export class DirectDesiredState implements DesiredState {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  apply(objects: NewKubeObject[]): void {
    for (const object of objects) {
      const type = resourceTypeOf(object)!;
      const { namespace, name, labels, annotations } = object.metadata;
      const live = this.#store.get(type, namespace, name);
      if (!live) {
        this.#store.create(type, withServerFields(object));
        continue;
      }
      const { metadata: _, spec, status: __, ...rest } = object;
      this.#store.update(type, {
        ...live,
        ...rest,
        metadata: {
          ...live.metadata,
          labels: { ...live.metadata.labels, ...labels },
          annotations: { ...live.metadata.annotations, ...annotations },
        },
        // Fields that the manifest is silent about belong to the server and to controllers.
        ...(spec ? { spec: { ...live.spec, ...spec } } : {}),
      });
    }
  }
}
