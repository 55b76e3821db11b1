import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  isNamespaceName,
  NamespacePattern,
  parseNamespacePattern,
} from '@internal/plugin-tenancy-common';

const DEFAULT_OWNERSHIP_LABEL = 'aiops.backstage/team';

/** A label key as Kubernetes accepts it: an optional DNS prefix and a name. */
const LABEL_KEY =
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Where the owner of a namespace may come from. */
export const ownershipSources = ['label', 'config'] as const;
/** One of {@link ownershipSources}. */
export type OwnershipSource = (typeof ownershipSources)[number];

/** A statement of the configuration: this namespace, or these, belong to that group. */
export type OwnershipRule = {
  /** Every cluster when absent. */
  cluster?: string;
  /** A whole name, or a pattern of names. */
  namespace: string | NamespacePattern;
  group: string;
};

/** The parsed `tenancy.ownership` section. */
export type OwnershipConfig = {
  sources: readonly OwnershipSource[];
  ownershipLabel: string;
  rules: readonly OwnershipRule[];
};

/** Reads `tenancy.ownership`; throws with the rule that a bad value breaks. */
export function readOwnershipConfig(
  config: RootConfigService,
  readGroup: (key: string, text: string) => string,
): OwnershipConfig {
  const section = config.getOptionalConfig('tenancy.ownership');
  const sources = readSources(section);
  const ownershipLabel =
    section?.getOptionalString('label') ?? DEFAULT_OWNERSHIP_LABEL;
  if (!LABEL_KEY.test(ownershipLabel)) {
    throw new InputError(
      `tenancy.ownership.label is '${ownershipLabel}', which is no key of a Kubernetes label; write it as on the namespace, e.g. '${DEFAULT_OWNERSHIP_LABEL}'`,
    );
  }
  const rules = (section?.getOptionalConfigArray('config') ?? []).map(item =>
    readRule(item, readGroup),
  );
  if (rules.length && !sources.includes('config')) {
    throw new InputError(
      `tenancy.ownership.config names owners, but tenancy.ownership.sources is 'label', so they would not count; set sources to 'both' or 'config', or remove the list`,
    );
  }
  if (!rules.length && !sources.includes('label')) {
    throw new InputError(
      `tenancy.ownership.sources is 'config', but tenancy.ownership.config is empty, so every namespace would be closed; name the owners there, or set sources to 'label'`,
    );
  }
  return { sources, ownershipLabel, rules };
}

function readSources(section: Config | undefined): readonly OwnershipSource[] {
  const value = section?.getOptional('sources') ?? 'label';
  const texts = Array.isArray(value) ? value : [value];
  const sources = new Set<OwnershipSource>();
  for (const text of texts) {
    if (text === 'both') {
      ownershipSources.forEach(source => sources.add(source));
    } else if (text === 'label' || text === 'config') {
      sources.add(text);
    } else {
      throw new InputError(
        `tenancy.ownership.sources holds ${JSON.stringify(
          text,
        )}; it must be 'label', 'config' or 'both'`,
      );
    }
  }
  if (!sources.size) {
    throw new InputError(
      `tenancy.ownership.sources is empty; it must be 'label', 'config' or 'both'`,
    );
  }
  return ownershipSources.filter(source => sources.has(source));
}

function readRule(
  item: Config,
  readGroup: (key: string, text: string) => string,
): OwnershipRule {
  const key = 'tenancy.ownership.config';
  const name = item.getOptionalString('namespace');
  const text = item.getOptionalString('pattern');
  if ((name === undefined) === (text === undefined)) {
    throw new InputError(
      `An entry of ${key} has ${
        name === undefined ? 'neither' : 'both'
      } namespace and pattern; give it one: namespace for a whole name, pattern for several`,
    );
  }
  const tenant = item.getOptionalString('tenant');
  if (tenant === undefined) {
    throw new InputError(
      `${key} has the ${name ? 'namespace' : 'pattern'} '${
        name ?? text
      }' without a tenant; a name alone never says whose it is, so add tenant: <group>`,
    );
  }
  const common = {
    cluster: item.getOptionalString('cluster'),
    group: readGroup(key, tenant),
  };
  if (name !== undefined) {
    if (!isNamespaceName(name)) {
      throw new InputError(
        `${key} has the namespace '${name}', which is not a name of a namespace; for several use pattern, where '*' stands for one part between dashes`,
      );
    }
    return { ...common, namespace: name };
  }
  const pattern = parseNamespacePattern(text!);
  if (!pattern) {
    throw new InputError(
      `${key} has the pattern '${text}'; '*' must stand alone between dashes, for one whole part of the name, and not come first: 'payments-*', 'payments-*-prod'`,
    );
  }
  return { ...common, namespace: pattern };
}
