import { JsonObject } from '@backstage/types';

/** What the app reads once, at its start; the bundler puts an array where the type of the environment says text. */
export function setAppConfig(auth: JsonObject): void {
  process.env = {
    NODE_ENV: 'test',
    APP_CONFIG: [
      {
        data: {
          app: { title: 'Backstage AIOps' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth,
        },
        context: 'test',
      },
    ] as unknown as string,
  };
}
