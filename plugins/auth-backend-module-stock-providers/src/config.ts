import { Config, ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  isProtectedUrl,
  readRoleMapping,
  RoleMappingConfig,
} from '@internal/plugin-sign-in-node';

/** A refresh cookie outlives a working day, not a quarter of a year. */
const DEFAULT_SESSION_DURATION = { hours: 12 };

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The parsed configuration of one environment of a stock provider. */
export type StockProviderConfig = {
  roleMapping: RoleMappingConfig;
  /** Roles that the platform gives by id. */
  rolesByUserId: ReadonlyMap<string, string[]>;
  /** What the stock authenticator reads. */
  stock: Config;
};

/** Reads an environment of a provider; throws with the rule that a bad value breaks. */
export function readStockProviderConfig(
  config: Config,
  providerId: string,
): StockProviderConfig {
  const label = `auth.providers.${providerId}`;
  if (config.has('signIn')) {
    throw new InputError(
      `${label} has the key signIn; the user is the immutable id of the provider, no resolver can be chosen`,
    );
  }
  if (providerId === 'microsoft' && !GUID.test(config.getString('tenantId'))) {
    throw new InputError(
      `${label}.tenantId is '${config.getString(
        'tenantId',
      )}'; it must be the id of one tenant, in lower case, never 'common' or 'organizations', which let everybody in`,
    );
  }
  const instance = config.getOptionalString('enterpriseInstanceUrl');
  if (instance !== undefined && !isProtectedUrl(instance)) {
    throw new InputError(
      `${label}.enterpriseInstanceUrl is '${instance}'; it must be an https url (http on loopback only)`,
    );
  }
  const byUserId = config.getOptionalConfig('roles.byUserId');
  return {
    roleMapping: readRoleMapping(config, label),
    rolesByUserId: new Map(
      Object.entries(byUserId?.get<Record<string, unknown>>() ?? {}).map(
        ([id, roles]) => {
          if (!Array.isArray(roles) || roles.some(r => typeof r !== 'string')) {
            throw new InputError(
              `${label}.roles.byUserId.${id} must be a list of roles`,
            );
          }
          return [id, roles as string[]];
        },
      ),
    ),
    stock: new ConfigReader({
      sessionDuration: DEFAULT_SESSION_DURATION,
      ...config.get<JsonObject>(),
    }),
  };
}
