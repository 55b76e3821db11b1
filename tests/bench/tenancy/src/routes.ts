import { Request } from './Load';

/** A page of the portal by the request that it rests on. */
export type BenchRoute = Request & {
  title: string;
  /** Names what an answer holds, so that both portals are known to give the same. */
  rowsOf(answer: any): string[]; // eslint-disable-line @typescript-eslint/no-explicit-any -- of any route
};

type Entity = { kind: string; metadata: { name: string } };

const nameOf = ({ kind, metadata }: Entity) => `${kind}:${metadata.name}`;

/** What a member of team-a opens. Nothing in it is hidden from them: ours must not win by telling less. */
export const benchRoutes: BenchRoute[] = [
  {
    title: 'catalog list',
    method: 'GET',
    path: '/api/catalog/entities/by-query?limit=20&orderField=metadata.name,asc&filter=kind=component,relations.ownedBy=group:default/team-a',
    rowsOf: ({ items }) => items.map(nameOf),
  },
  {
    title: 'entity page',
    method: 'GET',
    path: '/api/catalog/entities/by-name/component/default/checkout',
    rowsOf: entity => [nameOf(entity)],
  },
  {
    title: 'Kubernetes objects',
    method: 'POST',
    path: '/api/kubernetes/resources/workloads/query',
    body: JSON.stringify({
      entityRef: 'component:default/checkout',
      auth: {},
    }),
    rowsOf: ({ items }) =>
      items.flatMap((item: any) =>
        item.errors.length
          ? [`error: ${JSON.stringify(item.errors)}`]
          : item.resources.flatMap(({ type, resources }: any) =>
              resources.map(
                ({ metadata }: any) =>
                  `${item.cluster.name} ${type} ${metadata.namespace}/${metadata.name}`,
              ),
            ),
      ),
  },
];

/** The rows of one answer, in order; undefined for a refusal. */
export async function fetchRows(
  route: BenchRoute,
  portal: { url: string; token: string },
): Promise<string[] | undefined> {
  const answer = await fetch(`${portal.url}${route.path}`, {
    method: route.method,
    body: route.body,
    headers: {
      authorization: `Bearer ${portal.token}`,
      ...(route.body && { 'content-type': 'application/json' }),
    },
  });
  const body = await answer.json();
  return answer.ok ? route.rowsOf(body).toSorted() : undefined;
}
