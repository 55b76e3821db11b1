import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { rcaServiceRef } from '@internal/plugin-rca-node';
import { createRcaAnalyzeAction } from './createRcaAnalyzeAction';

/**
 * Adds the action `rca:analyze` to software templates.
 * @public
 */
export const scaffolderModuleRca = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'rca',
  register({ registerInit }) {
    registerInit({
      deps: { actions: scaffolderActionsExtensionPoint, rca: rcaServiceRef },
      async init({ actions, rca }) {
        actions.addActions(createRcaAnalyzeAction({ rca }));
      },
    });
  },
});
