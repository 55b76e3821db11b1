import { RootConfigService } from '@backstage/backend-plugin-api';
import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** Reads `tenancy.namespaceAnnotations`. @internal */
export function readNamespaceAnnotations(config: RootConfigService): string[] {
  const key = 'tenancy.namespaceAnnotations';
  const annotations = config.getOptionalStringArray(key) ?? [];
  for (const annotation of annotations) {
    if (!KubernetesValidatorFunctions.isValidAnnotationKey(annotation)) {
      throw new InputError(
        `${key} holds '${annotation}', which is no key of an annotation; write it as in the entity, e.g. 'example.com/namespace'`,
      );
    }
  }
  return annotations;
}
