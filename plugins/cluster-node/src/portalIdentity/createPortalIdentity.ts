import { readFile } from 'node:fs/promises';
import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  AuthenticationStrategy,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import { CachedPortalIdentity } from './CachedPortalIdentity';
import { loadStrategy } from './loadStrategy';
import { PortalIdentity, PortalIdentityConfig } from './types';

/** Creates the portal's identity at one cluster; nothing is asked of anybody before its first use. */
export function createPortalIdentity(options: {
  cluster: { name: string; url: string; identity: PortalIdentityConfig };
  config: RootConfigService;
  logger: LoggerService;
  /** How long a provider may take. */
  timeoutMs: number;
}): PortalIdentity {
  const { cluster, config, logger, timeoutMs } = options;
  const { identity } = cluster;
  const cached = (
    obtain: () => Promise<string | undefined>,
    load?: () => Promise<unknown>,
  ) =>
    new CachedPortalIdentity({
      cluster: cluster.name,
      load,
      obtain,
      logger,
      timeoutMs,
    });

  if ('token' in identity) return cached(async () => identity.token);
  if ('tokenFile' in identity) {
    const { tokenFile } = identity;
    return cached(async () => (await readFile(tokenFile, 'utf8')).trim());
  }
  const { provider, authMetadata } = identity;
  const { name, url } = cluster;
  const details: ClusterDetails = { name, url, authMetadata };
  let strategy: AuthenticationStrategy | undefined;
  const load = async () => {
    strategy ??= await loadStrategy(provider, { config, logger });
  };
  return cached(async () => {
    try {
      // The empty object is where a client's own tokens would be.
      const credential = await strategy!.getCredential(details, {});
      return credential.type === 'bearer token' ? credential.token : undefined;
    } catch (error) {
      // Not kept: one of the stock strategies never recovers from a failure.
      strategy = undefined;
      throw error;
    }
  }, load);
}
