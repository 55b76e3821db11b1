/**
 * Loaded before the portal (`node --require`), and by the attack suite only: makes the
 * running backend tell which routes it serves.
 *
 * @remarks
 * Express forgets the text of a path once it is compiled, and plugins hide routers
 * behind the one door of the HTTP router service. So each layer keeps the path that it
 * was made with, the application is caught where it is handed to the HTTP server, and
 * the answer walks what is really mounted. A plugin cannot add a route past it, except
 * behind a plain function, which is listed as a route of any method.
 */
import http, { IncomingMessage, ServerResponse } from 'node:http';
import Module from 'node:module';
import type { BackendModuleRegistrationPoints } from '@backstage/backend-plugin-api';
import { resolve } from 'node:path';
import { HANDLER_OF_LAYER, listRoutes, PATH_OF_LAYER } from './listRoutes';

/** Where the portal answers with its routes, as JSON. */
const ROUTES_PATH = '/.security/routes';

type LayerConstructor = new (path: unknown, ...rest: unknown[]) => object;
type PromiseRouter = { stack: object[]; use: (...args: unknown[]) => unknown };

/** The module as everybody will load it, and a way to put another in its place. */
function intercept<T>(name: string, replace: (original: T) => unknown) {
  const file = Module.createRequire(__filename).resolve(name);
  // eslint-disable-next-line import/no-dynamic-require -- the very file that Express loads
  const replaced = replace(require(file));
  require.cache[file]!.exports = replaced;
}

const rememberPaths = (Layer: LayerConstructor) =>
  function recordingLayer(path: unknown, ...rest: unknown[]) {
    const layer = new Layer(path, ...rest);
    Object.defineProperty(layer, PATH_OF_LAYER, { value: path });
    return layer;
  };

/** Routers of promises wrap what is mounted in them, which would hide an application in there. */
function rememberHandlers(create: (...args: unknown[]) => PromiseRouter) {
  const recordingRouter = (...args: unknown[]) => {
    const router = create(...args);
    const { use } = router;
    router.use = (...mounted) => {
      const before = router.stack.length;
      const result = use.apply(router, mounted);
      const handlers = mounted.flat(9).filter(h => typeof h === 'function');
      router.stack.slice(before).forEach((layer, i) =>
        Object.defineProperty(layer, HANDLER_OF_LAYER, {
          value: handlers[i],
        }),
      );
      return result;
    };
    return router;
  };
  return Object.assign(recordingRouter, { default: recordingRouter });
}

function answerWithRoutes() {
  const createServer = http.createServer;
  type Listener = (req: IncomingMessage, res: ServerResponse) => void;
  http.createServer = ((...args: unknown[]) => {
    const app = args.find(arg => typeof arg === 'function') as
      | (Listener & { _router?: unknown })
      | undefined;
    if (!app || !('_router' in app || 'handle' in app)) {
      return (createServer as Function)(...args);
    }
    const listener: Listener = (req, res) => {
      if (req.url !== ROUTES_PATH) {
        app(req, res);
        return;
      }
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(listRoutes(app)));
    };
    return (createServer as Function)(
      ...args.map(arg => (arg === app ? listener : arg)),
    );
  }) as typeof http.createServer;
}

/**
 * Leaves modules out, to see that the suite notices: SECURITY_WITHOUT names packages,
 * whose place something takes that does nothing.
 */
function leaveOut(packages: string[]) {
  // Only now: nothing may load Express before it is prepared.
  const { createBackendModule } =
    require('@backstage/backend-plugin-api') as typeof import('@backstage/backend-plugin-api');
  for (const name of packages) {
    const file = Module.createRequire(
      resolve(process.cwd(), 'package.json'),
    ).resolve(name);
    const feature = createBackendModule({
      pluginId: 'app',
      moduleId: `nothing-${packages.indexOf(name)}`,
      register: (reg: BackendModuleRegistrationPoints) =>
        reg.registerInit({ deps: {}, async init() {} }),
    });
    require.cache[file] = {
      id: file,
      filename: file,
      loaded: true,
      exports: { __esModule: true, default: feature },
    } as NodeJS.Module;
  }
}

intercept('express/lib/router/layer', rememberPaths);
intercept('express-promise-router', rememberHandlers);
answerWithRoutes();
leaveOut((process.env.SECURITY_WITHOUT ?? '').split(',').filter(Boolean));
