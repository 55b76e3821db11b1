import {
  ANNOTATION_SOURCE_LOCATION,
  Entity,
  parseLocationRef,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { LocationSpec } from '@backstage/plugin-catalog-common';
import { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { requireBelow, requirePlainPath, ResolveUrl } from './confine';

const TECHDOCS_REF = 'backstage.io/techdocs-ref';

/** Refuses entities whose documentation or source would be read from somewhere else. */
export class ConfinedSourcesProcessor implements CatalogProcessor {
  readonly #resolveUrl: ResolveUrl;

  constructor(options: { resolveUrl: ResolveUrl }) {
    this.#resolveUrl = options.resolveUrl;
  }

  getProcessorName(): string {
    return 'ConfinedSourcesProcessor';
  }

  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
  ): Promise<Entity> {
    const { annotations } = entity.metadata;
    // The platform names files itself; only what comes by address is a tenant's.
    if (!annotations || location.type !== 'url') {
      return entity;
    }
    const reference = (name: string) =>
      Object.hasOwn(annotations, name) ? annotations[name] : undefined;
    const source = reference(ANNOTATION_SOURCE_LOCATION);
    if (source !== undefined) {
      this.#require(ANNOTATION_SOURCE_LOCATION, source, location.target);
    }
    const docs = reference(TECHDOCS_REF);
    if (docs !== undefined) {
      this.#require(TECHDOCS_REF, docs, location.target);
    }
    return entity;
  }

  #require(name: string, value: string, descriptorUrl: string): void {
    const what = `Annotation ${name}`;
    const { type, target } = parse(value, what);
    if (type === 'url') {
      const resolveUrl = this.#resolveUrl;
      requireBelow({ url: target, descriptorUrl, resolveUrl, what });
    } else if (type === 'dir' && name === TECHDOCS_REF) {
      requirePlainPath(target, what);
    } else {
      throw new InputError(`${what} cannot be of type '${type}'`);
    }
  }
}

function parse(value: string, what: string) {
  try {
    return parseLocationRef(value);
  } catch {
    throw new InputError(`${what} must be written as <type>:<target>`);
  }
}
