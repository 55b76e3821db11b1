import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { createGuard } from './createGuard';

/**
 * The stock root HTTP router with a guard in front.
 * @public
 */
export const httpGuardServiceFactory = rootHttpRouterServiceFactory({
  configure({ app, applyDefaults }) {
    app.use(createGuard());
    applyDefaults();
  },
});
