/** Where a layer keeps the path that it was made with. */
export const PATH_OF_LAYER = Symbol.for('aiops.security.path');
/** Where a layer keeps the function that was mounted, before it was wrapped. */
export const HANDLER_OF_LAYER = Symbol.for('aiops.security.handler');

/** A route as the backend has it mounted. */
export type Route = {
  /** In upper case; `*` for one that takes any method. */
  method: string;
  /** As it was written, below all its routers. */
  path: string;
};

type Handler = { stack?: Layer[]; _router?: { stack: Layer[] } };
type Layer = {
  handle: Handler;
  route?: { path: unknown; methods: Record<string, boolean> };
  [PATH_OF_LAYER]?: unknown;
  [HANDLER_OF_LAYER]?: Handler;
};

/** Every route below an Express application, in the order of their paths. */
export function listRoutes(app: object): Route[] {
  const routes = new Map<string, Route>();
  const add = (route: Route) =>
    routes.set(`${route.path} ${route.method}`, route);
  const visit = (stack: Layer[], base: string) => {
    for (const layer of stack) {
      const path = `${base}${textOf(
        layer.route?.path ?? layer[PATH_OF_LAYER],
      )}`;
      if (layer.route) {
        for (const method of methodsOf(layer.route.methods)) {
          add({ method, path });
        }
        continue;
      }
      const mounted = stackOf(layer[HANDLER_OF_LAYER]) ?? stackOf(layer.handle);
      if (mounted) {
        visit(mounted, path);
      } else if (path !== base) {
        // Middleware with a path of its own answers requests like a route does.
        add({ method: '*', path });
      }
    }
  };
  visit(stackOf(app) ?? [], '');
  return [...routes.keys()].sort().map(key => routes.get(key)!);
}

/** What a router or an application has mounted; undefined for a plain function. */
function stackOf(handler: Handler | undefined): Layer[] | undefined {
  return handler?._router?.stack ?? handler?.stack;
}

function methodsOf(methods: Record<string, boolean>): string[] {
  const names = Object.keys(methods).filter(name => methods[name]);
  return names.includes('_all') ? ['*'] : names.map(name => name.toUpperCase());
}

function textOf(path: unknown): string {
  if (Array.isArray(path)) {
    return `{${path.map(textOf).join(',')}}`;
  }
  const text = path instanceof RegExp ? `(${path.source})` : String(path ?? '');
  return text === '/' ? '' : text.replace(/\/+$/, '');
}
