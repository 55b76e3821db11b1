import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { DecisionRecorder } from './DecisionRecorder';
import { DefaultScanTenancyService } from './DefaultScanTenancyService';
import { ownershipServiceRef } from './ownershipServiceRef';
import type { ScanTenancyService } from './ScanTenancyService';

/** Plugins that may scan without a person. Each has a scheduled scan and decides about readers itself. */
const SCANNING_PLUGINS = ['observability'];

/**
 * The narrow way for a scheduled scan to look at telemetry. Plugins that are not on
 * its list cannot even start with it.
 * @public
 */
export const scanTenancyServiceRef = createServiceRef<ScanTenancyService>({
  id: 'aiops.tenancy.scan',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        auditor: coreServices.auditor,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        ownership: ownershipServiceRef,
        plugin: coreServices.pluginMetadata,
      },
      factory({ auditor, lifecycle, logger, ownership, plugin }) {
        const pluginId = plugin.getId();
        if (!SCANNING_PLUGINS.includes(pluginId)) {
          throw new NotAllowedError(
            `Plugin '${pluginId}' may not scan namespaces without a person`,
          );
        }
        const recorder = new DecisionRecorder({ auditor, logger });
        lifecycle.addShutdownHook(() => recorder.flush());
        return new DefaultScanTenancyService({ pluginId, ownership, recorder });
      },
    }),
});
