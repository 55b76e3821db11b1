import { NotAllowedError } from '@backstage/errors';
import {
  AccessSource,
  denialReasons,
  isNamespaceName,
  NamespaceKnowledge,
  NamespaceRef,
  ownershipOf,
  TenantScope,
} from '@internal/plugin-tenancy-common';
import { createTenantScope } from './createTenantScope';
import { DecisionRecorder } from './DecisionRecorder';
import { OwnershipService } from './OwnershipService';
import { ScannableNamespace, ScanTenancyService } from './ScanTenancyService';

/** Decides by ownership alone, for the plugin that it was made for. */
export class DefaultScanTenancyService implements ScanTenancyService {
  readonly #caller: string;
  readonly #ownership: OwnershipService;
  readonly #recorder: DecisionRecorder;

  constructor(options: {
    pluginId: string;
    ownership: OwnershipService;
    recorder: DecisionRecorder;
  }) {
    this.#caller = `plugin:${options.pluginId}`;
    this.#ownership = options.ownership;
    this.#recorder = options.recorder;
  }

  async list(): Promise<ScannableNamespace[]> {
    const found: ScannableNamespace[] = [];
    for (const { cluster } of this.#ownership.clusters()) {
      for (const known of (await this.#ownership.list(cluster)) ?? []) {
        const owned = ownerOf(known.knowledge);
        if (owned) found.push({ ...known.namespace, owner: owned.owner });
      }
    }
    return found;
  }

  async scope(
    namespace: NamespaceRef,
  ): Promise<{ scope: TenantScope; owner: string }> {
    const owned = isNamespaceName(namespace.namespace)
      ? ownerOf(await this.#ownership.knowledgeOf(namespace))
      : undefined;
    if (!owned) {
      const reason = denialReasons.unowned;
      this.#recorder.record(this.#caller, {
        result: 'deny',
        namespace,
        reason,
      });
      throw Object.assign(
        new NotAllowedError(
          `Namespace '${namespace.cluster}/${namespace.namespace}' has no owner to scan it for`,
        ),
        { reason },
      );
    }
    const { owner, source } = owned;
    this.#recorder.record(this.#caller, {
      result: 'allow',
      grant: { ...namespace, access: 'owner', via: owner, source },
    });
    const scope = createTenantScope({
      userEntityRef: `${this.#caller}/scan`,
      cluster: namespace.cluster,
      namespaces: [namespace.namespace],
      purpose: 'scan',
    });
    return { scope, owner };
  }
}

function ownerOf(
  knowledge: NamespaceKnowledge,
): { owner: string; source: AccessSource } | undefined {
  if (knowledge.state !== 'present') return undefined;
  const ownership = ownershipOf(knowledge.claims);
  return ownership.state === 'owned' ? ownership : undefined;
}
