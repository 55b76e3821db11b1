import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  accessRequestPermission,
  namespaceListPermission,
  namespaceReadPermission,
} from '@internal/plugin-tenancy-common';
import {
  KnownNamespace,
  namespacePermissionResourceRef,
  namespaceRules,
  OwnershipService,
} from '@internal/plugin-tenancy-node';

/**
 * Makes `<cluster>/<namespace>` a resource of the permission framework. What cannot
 * be told about is no resource, and so denied.
 * @internal
 */
export function registerNamespaceResource(options: {
  permissionsRegistry: PermissionsRegistryService;
  ownership: OwnershipService;
}): void {
  const { permissionsRegistry, ownership } = options;
  permissionsRegistry.addPermissions([
    namespaceListPermission,
    accessRequestPermission,
  ]);
  permissionsRegistry.addResourceType({
    resourceRef: namespacePermissionResourceRef,
    permissions: [namespaceReadPermission],
    rules: Object.values(namespaceRules),
    getResources: refs =>
      Promise.all(refs.map(ref => readResource(ownership, ref))),
  });
}

async function readResource(
  ownership: OwnershipService,
  ref: string,
): Promise<KnownNamespace | undefined> {
  // A cluster's name may hold a slash, the name of a namespace never does.
  const slash = ref.lastIndexOf('/');
  if (slash < 1) return undefined;
  const namespace = {
    cluster: ref.slice(0, slash),
    namespace: ref.slice(slash + 1),
  };
  const knowledge = await ownership.knowledgeOf(namespace);
  return knowledge.state === 'present' ? { namespace, knowledge } : undefined;
}
