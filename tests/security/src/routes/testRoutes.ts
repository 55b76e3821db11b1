import { CallerName, CALLERS } from '../support/Caller';
import { Answer } from '../support/send';
import { expect, Suite } from '../support/Suite';
import type { Route } from '../portal/listRoutes';
import { World } from '../world/World';
import { pluginRoutes, routes } from './classification';
import { ClassifiedRoute, RouteClass, Sample } from './types';

const PEOPLE: CallerName[] = ['alice', 'petra', 'bob', 'bella', 'nina'];
const MEMBERS: CallerName[] = PEOPLE.filter(name => name !== 'nina');
/** What machines may call, by app-config.security.yaml. */
const MACHINE_PLUGINS: Partial<Record<CallerName, string>> = {
  static: 'notifications',
  service: 'notifications',
};
const REFUSALS = [401, 403, 404, 405];
/** A plugin that is installed has one of these at least; else the list is not complete. */
const KNOWN_ROUTES = [
  'POST /api/scaffolder/v2/tasks',
  'GET /api/catalog/entities',
  '* /api/kubernetes/proxy',
  'GET /api/rca/investigations',
  'GET /api/app/*',
];

/** Every route that the portal serves, called by everybody. */
export async function testRoutes(suite: Suite, world: World): Promise<void> {
  suite.begin('Routes');
  const listed: Route[] = (await world.as('anonymous').get('/.security/routes'))
    .json;
  const present = new Set(
    listed.map(({ method, path }) => `${method} ${path}`),
  );
  await suite.test('the list of routes is complete', () => {
    const missing = KNOWN_ROUTES.filter(route => !present.has(route));
    expect(!missing.length, `not listed: ${missing.join(', ')}`);
  });
  const used = new Set<ClassifiedRoute>();
  for (const { method, path } of listed) {
    const row = classify(method, path);
    if (!row) {
      await suite.test(`${method} ${path}`, () =>
        expect(false, 'is not classified, see routes/classification.ts'),
      );
      continue;
    }
    used.add(row);
    await callAsEverybody(suite, world, { method, path, row });
  }
  for (const row of routes.filter(candidate => !used.has(candidate))) {
    await suite.test(row[0], () =>
      expect(false, 'is classified, but the portal has no such route'),
    );
  }
}

function classify(method: string, path: string): ClassifiedRoute | undefined {
  const generic = path.replace(/^\/api\/[a-z-]+\//, '/api/:pluginId/');
  return (
    routes.find(([route]) => route === `${method} ${path}`) ??
    pluginRoutes.find(([route]) => route === `${method} ${generic}`)
  );
}

async function callAsEverybody(
  suite: Suite,
  world: World,
  { method, path, row }: { method: string; path: string; row: ClassifiedRoute },
): Promise<void> {
  const [, routeClass, given = {}] = row;
  const sample = typeof given === 'function' ? given(world) : given;
  const methods = method === '*' ? sample.methods ?? ['GET', 'POST'] : [method];
  for (const name of CALLERS) {
    if (sample.except?.includes(name)) continue;
    if (
      sample.needsKubelet &&
      world.admin.state.planted &&
      allowed(routeClass, name, false) !== 'no'
    ) {
      suite.skip(`${path} as ${name}`, 'there is no kubelet', methods.length);
      continue;
    }
    for (const verb of methods) {
      await suite.test(`${verb} ${path} as ${name}`, async () => {
        const answer = await world.as(name).send({
          method: verb,
          path: fill(path, sample),
          headers: sample.headers,
          body: verb === 'GET' ? undefined : sample.body ?? {},
        });
        const [, plugin] = /^\/api\/([^/]+)/.exec(path) ?? [];
        checkAccess({ world, name, routeClass, sample, answer, plugin });
      });
    }
  }
}

function fill(path: string, { params = {}, query }: Sample): string {
  const filled = path
    .replace(/:(\w+)/g, (_, name) => params[name] ?? 'none')
    .replace(/\*$/, 'none');
  return query ? `${filled}?${query}` : filled;
}

function checkAccess(call: {
  world: World;
  name: CallerName;
  routeClass: RouteClass;
  sample: Sample;
  answer: Answer;
  plugin: string | undefined;
}) {
  const { world, name, routeClass, sample, answer, plugin } = call;
  const { status } = answer;
  expect(
    status < 500 || sample.passes?.includes(status),
    `fails: ${status} ${answer.text.slice(0, 300)}`,
  );
  const got = `${status} ${answer.text.slice(0, 200)}`;
  const passed = status < 400 || (sample.passes?.includes(status) ?? false);
  const refused =
    REFUSALS.includes(status) || sample.refusals?.includes(status);
  if (name !== 'alice' && name !== 'petra') {
    // An id that the caller sent comes back in error messages.
    const echoed = Object.values(sample.params ?? {});
    const text = echoed.reduce((t, id) => t.replaceAll(id, ''), answer.text);
    const leak = world.leakIn(text);
    expect(!leak, leak ?? '');
  }
  const machinePlugin = MACHINE_PLUGINS[name];
  const may = allowed(routeClass, name, machinePlugin === plugin);
  if (may === 'yes') {
    expect(passed, `should be let in: ${got}`);
  } else if (may === 'no') {
    // A kind of answer without content: what a foreigner asks for is not there for them.
    const empty =
      ['owner', 'platform'].includes(routeClass) &&
      passed &&
      isEmptyAnswer(answer);
    expect(refused || empty, `was let in: ${got}`);
  }
}

/** `any`: both are right, as long as nothing is told. */
function allowed(
  routeClass: RouteClass,
  name: CallerName,
  isItsPlugin: boolean,
): 'yes' | 'no' | 'any' {
  const isPerson = PEOPLE.includes(name);
  switch (routeClass) {
    case 'public':
      return name === 'static' || name === 'service' ? 'any' : 'yes';
    case 'signed-in':
      return isPerson || isItsPlugin ? 'yes' : 'no';
    case 'own':
      return isPerson ? 'yes' : 'no';
    case 'filtered':
      return isPerson || isItsPlugin ? 'yes' : 'no';
    case 'member':
      return MEMBERS.includes(name) ? 'yes' : 'no';
    case 'owner':
      if (name === 'alice') return 'yes';
      // What is a person's alone, the platform does not see either.
      return name === 'petra' ? 'any' : 'no';
    case 'platform':
      return name === 'petra' ? 'yes' : 'no';
    case 'internal':
      return isItsPlugin ? 'any' : 'no';
    case 'closed':
    default:
      return 'no';
  }
}

/**
 * Lists are empty for whom nothing in them is, and the Kubernetes plugin answers 200
 * with an error for each cluster.
 */
function isEmptyAnswer({ json }: Answer): boolean {
  const items = Array.isArray(json) ? json : json?.items;
  return (
    Array.isArray(items) &&
    items.every(
      (item: { resources?: unknown[] }) => item.resources?.length === 0,
    )
  );
}
