import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { AuthenticationStrategy } from '@backstage/plugin-kubernetes-node';

/**
 * The stock plugin's own strategies, so that a cluster is entered as its
 * documentation says. Loaded on use: they bring the SDKs of three clouds.
 */
export async function loadStrategy(
  provider: 'aws' | 'azure' | 'googleServiceAccount',
  deps: { config: RootConfigService; logger: LoggerService },
): Promise<AuthenticationStrategy> {
  const stock =
    // eslint-disable-next-line @backstage/no-mixed-plugin-imports -- the strategies are part of its public API
    await import('@backstage/plugin-kubernetes-backend');
  switch (provider) {
    case 'aws':
      return new stock.AwsIamStrategy({ config: deps.config });
    case 'azure':
      return new stock.AzureIdentityStrategy(deps.logger);
    case 'googleServiceAccount':
      return new stock.GoogleServiceAccountStrategy({ config: deps.config });
    default:
      return provider satisfies never;
  }
}
