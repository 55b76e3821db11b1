import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { readPlatformGroups } from '@internal/plugin-tenancy-node';
import { PermissionRow, permissionTable } from './permissionTable';

/** Kinds that describe the company rather than what runs. */
const DEFAULT_SHARED_KINDS = ['Group', 'User', 'Domain', 'Template'];

/** Actions that check the caller themselves, or do nothing. */
const DEFAULT_SAFE_ACTIONS = [
  'observability:query-logs',
  'observability:log-patterns',
  'observability:query-metrics',
  'observability:list-anomalies',
  'rca:analyze',
  'rca:analyze-root-cause',
  'rca:get-report',
  'debug:log',
  'catalog:fetch',
];

/** The parsed `tenancyPolicy` section, with the platform groups of `tenancy`. */
export type PolicyConfig = {
  platformGroups: string[];
  sharedKinds: string[];
  sharePlatformEntities: boolean;
  /** Labels with the value that makes an entity public. */
  publicLabels: Array<{ label: string; value: string }>;
  safeActions: string[];
  table: Readonly<Record<string, PermissionRow>>;
};

/** Reads the configuration; throws with the rule that a bad value breaks. */
export function readPolicyConfig(config: RootConfigService): PolicyConfig {
  const section = config.getOptionalConfig('tenancyPolicy');
  const added: Record<string, PermissionRow> = {};
  for (const item of section?.getOptionalConfigArray('permissions') ?? []) {
    const name = item.getString('name');
    if (Object.hasOwn(permissionTable, name)) {
      throw new InputError(
        `tenancyPolicy.permissions holds '${name}', which the policy decides itself; only other permissions can be added`,
      );
    }
    const read = (key: string, otherwise: 'allow' | 'deny') => {
      const value = item.getOptionalString(key) ?? otherwise;
      if (value !== 'allow' && value !== 'deny') {
        throw new InputError(
          `tenancyPolicy.permissions has ${key}: '${value}' for '${name}'; it must be allow or deny`,
        );
      }
      return value;
    };
    const team = read('team', 'deny');
    added[name] = {
      platform: read('platform', team),
      team,
      groupless: 'deny',
    };
  }
  return {
    platformGroups: readPlatformGroups(config),
    sharedKinds:
      section?.getOptionalStringArray('sharedKinds') ?? DEFAULT_SHARED_KINDS,
    sharePlatformEntities:
      section?.getOptionalBoolean('sharePlatformEntities') ?? true,
    publicLabels: (section?.getOptionalConfigArray('publicLabels') ?? []).map(
      item => ({
        label: item.getString('label'),
        value: item.getString('value'),
      }),
    ),
    safeActions:
      section?.getOptionalStringArray('safeActions') ?? DEFAULT_SAFE_ACTIONS,
    table: { ...added, ...permissionTable },
  };
}
