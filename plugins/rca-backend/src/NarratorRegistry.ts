import { ConflictError } from '@backstage/errors';
import {
  RcaNarrator,
  RcaNarratorExtensionPoint,
} from '@internal/plugin-rca-node';

/** The narrator of a module, if there is one. @internal */
export class NarratorRegistry implements RcaNarratorExtensionPoint {
  #narrator: RcaNarrator | undefined;

  setNarrator(narrator: RcaNarrator): void {
    if (this.#narrator) {
      throw new ConflictError('There is a narrator already');
    }
    this.#narrator = narrator;
  }

  get narrator(): RcaNarrator | undefined {
    return this.#narrator;
  }
}
