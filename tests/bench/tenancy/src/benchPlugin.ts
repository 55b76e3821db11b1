import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { tenancyServiceRef } from '@internal/plugin-tenancy-node';

const DECISIONS = 20_000;
const NAMESPACES = ['team-a-prod', 'team-a-staging', 'ingress', 'team-b-prod'];

/** Takes the time of decisions inside a portal, with a real token and the real index. */
export const benchPlugin = createBackendPlugin({
  pluginId: 'bench',
  register(reg) {
    reg.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        tenancy: tenancyServiceRef,
      },
      async init({ httpAuth, httpRouter, tenancy }) {
        httpRouter.use(async (req, res) => {
          const credentials = await httpAuth.credentials(req, {
            allow: ['user'],
          });
          const times: number[] = [];
          for (let i = 0; i < DECISIONS; i++) {
            const namespace = NAMESPACES[i % NAMESPACES.length];
            const begun = process.hrtime.bigint();
            await tenancy.decide({
              credentials,
              namespace: { cluster: 'sandbox', namespace },
            });
            times.push(Number(process.hrtime.bigint() - begun) / 1_000);
          }
          const [cold, ...cached] = times;
          res.json({ cold, cached });
        });
      },
    });
  },
});
