import { ConflictError, InputError } from '@backstage/errors';
import {
  RcaCollector,
  RcaCollectorsExtensionPoint,
} from '@internal/plugin-rca-node';

const SOURCE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** The collectors of modules, and then our own. @internal */
export class CollectorRegistry implements RcaCollectorsExtensionPoint {
  readonly #collectors: RcaCollector[] = [];

  addCollector(...collectors: RcaCollector[]): void {
    for (const collector of collectors) {
      const { source } = collector;
      if (!SOURCE.test(source)) {
        throw new InputError(
          `Invalid source '${source}' of a collector: must be kebab-case`,
        );
      }
      if (this.#collectors.some(known => known.source === source)) {
        throw new ConflictError(
          `There is a collector for the source '${source}' already`,
        );
      }
      this.#collectors.push(collector);
    }
  }

  get collectors(): readonly RcaCollector[] {
    return this.#collectors;
  }
}
