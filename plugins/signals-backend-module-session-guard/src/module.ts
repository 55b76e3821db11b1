import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { SessionWatch } from './SessionWatch';
import { UpgradeGuard } from './UpgradeGuard';

/**
 * Holds the websockets of the signals plugin to the session that opened them.
 * @public
 */
export const signalsModuleSessionGuard = createBackendModule({
  pluginId: 'signals',
  moduleId: 'session-guard',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        userInfo: coreServices.userInfo,
      },
      async init({ auth, discovery, httpRouter, lifecycle, logger, userInfo }) {
        const sessions = new SessionWatch({ userInfo, logger });
        lifecycle.addShutdownHook(() => sessions.stop());
        const guard = new UpgradeGuard({
          auth,
          logger,
          sessions,
          signalsUrl: await discovery.getBaseUrl('signals'),
        });
        // Modules come before their plugin, so this sees a request before the stock router does.
        httpRouter.use(guard.middleware());
      },
    });
  },
});
