/* eslint-disable jest/no-standalone-expect -- kubernetes.test.ts runs each case inside a test */
import type { ApiClient } from './ApiClient';
import type { KubernetesCase } from './types';

/** A list's or watch's address for the ConfigMaps of a namespace. */
function configMaps(
  namespace: string,
  query: Record<string, string | number> = {},
): string {
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]) => [key, String(value)]),
  );
  return `/api/v1/namespaces/${namespace}/configmaps${
    search.size ? `?${search}` : ''
  }`;
}

async function createConfigMap(
  client: ApiClient,
  namespace: string,
  name: string,
  labels: Record<string, string>,
) {
  const answer = await client.call('POST', configMaps(namespace), {
    body: { metadata: { name, labels }, data: { k: 'v' } },
  });
  expect(answer.code).toBe(201);
  return answer.body;
}

async function take(events: AsyncGenerator<any>, count: number) {
  // eslint-disable-line @typescript-eslint/no-explicit-any
  const taken: string[] = [];
  for await (const { type, object } of events) {
    taken.push(`${type} ${object.metadata.name}`);
    if (taken.length === count) {
      break;
    }
  }
  return taken;
}

/** Lists, pages and watches. */
export const readCases: KubernetesCase[] = [
  {
    name: 'selects by labels and by the fields that it supports, and refuses others',
    async run({ client, namespace }) {
      await createConfigMap(client, namespace, 'a', {
        case: 'select',
        tier: 'web',
      });
      await createConfigMap(client, namespace, 'b', {
        case: 'select',
        tier: 'db',
      });
      await createConfigMap(client, namespace, 'c', { case: 'select' });
      const names = async (labelSelector: string, fieldSelector = '') => {
        const { code, body } = await client.call(
          'GET',
          configMaps(namespace, { labelSelector, fieldSelector }),
        );
        expect(code).toBe(200);
        return body.items.map(
          (item: { metadata: { name: string } }) => item.metadata.name,
        );
      };
      expect(await names('case=select')).toEqual(['a', 'b', 'c']);
      expect(await names('case=select,tier in (web,db)')).toEqual(['a', 'b']);
      expect(await names('case==select,tier notin (web)')).toEqual(['b', 'c']);
      expect(await names('case=select,tier!=db')).toEqual(['a', 'c']);
      expect(await names('case=select,!tier')).toEqual(['c']);
      expect(await names('case=select', 'metadata.name!=a')).toEqual([
        'b',
        'c',
      ]);
      const refused = async (resource: string, query: string) => {
        const answer = await client.call(
          'GET',
          `/api/v1/namespaces/${namespace}/${resource}?${query}`,
        );
        expect(answer).toMatchObject({
          code: 400,
          body: { reason: 'BadRequest' },
        });
        return answer.body.message;
      };
      expect(
        await refused('pods', 'fieldSelector=status.reason%3DEvicted'),
      ).toBe('field label not supported: status.reason');
      expect(await refused('configmaps', 'fieldSelector=data.k%3Dv')).toContain(
        '"data.k" is not a known field selector',
      );
      expect(await refused('pods', 'fieldSelector=status.phase')).toBe(
        "invalid selector: 'status.phase'; can't understand 'status.phase'",
      );
      expect(await refused('pods', 'labelSelector=a%20in%20(b')).toBe(
        "unable to parse requirement: found '', expected: ',' or ')'",
      );
      expect(await refused('pods', 'limit=abc')).toBe(
        'strconv.ParseInt: parsing "abc": invalid syntax',
      );
      expect(
        (
          await client.call(
            'GET',
            `/api/v1/namespaces/${namespace}-nosuch/pods`,
          )
        ).body.items,
      ).toEqual([]);
    },
  },
  {
    name: 'pages consistently, counting what remains only without a selector',
    async run({ client, namespace }) {
      for (const name of ['p1', 'p2', 'p3']) {
        await createConfigMap(client, namespace, name, { case: 'page' });
      }
      const selected = { labelSelector: 'case=page' };
      const first = await client.call(
        'GET',
        configMaps(namespace, { ...selected, limit: 1 }),
      );
      expect(first.body.items[0]).not.toHaveProperty('kind');
      expect(first.body.metadata.continue).toEqual(expect.any(String));
      expect(first.body.metadata).not.toHaveProperty('remainingItemCount');
      await createConfigMap(client, namespace, 'p1-late', { case: 'page' });
      const rest = await client.call(
        'GET',
        configMaps(namespace, {
          ...selected,
          limit: 9,
          continue: first.body.metadata.continue,
        }),
      );
      expect(
        rest.body.items.map(
          (item: { metadata: { name: string } }) => item.metadata.name,
        ),
      ).toEqual(['p2', 'p3']);
      expect(rest.body.metadata).toEqual({
        resourceVersion: first.body.metadata.resourceVersion,
      });
      const all = await client.call('GET', configMaps(namespace));
      const unselected = await client.call(
        'GET',
        configMaps(namespace, { limit: 1 }),
      );
      expect(unselected.body.metadata.remainingItemCount).toBe(
        all.body.items.length - 1,
      );
      const cached = await client.call(
        'GET',
        configMaps(namespace, { limit: 1, resourceVersion: 0 }),
      );
      expect(cached.body.items.length).toBe(all.body.items.length);
      expect(
        (
          await client.call(
            'GET',
            configMaps(namespace, {
              continue: first.body.metadata.continue,
              resourceVersion: 5,
            }),
          )
        ).body.message,
      ).toBe('specifying resource version is not allowed when using continue');
    },
  },
  {
    name: 'watches from a version, turning an object that stops matching into DELETED',
    async run({ client, namespace }) {
      const list = await client.call('GET', configMaps(namespace));
      const query = {
        watch: 1,
        resourceVersion: list.body.metadata.resourceVersion,
        labelSelector: 'case=watch',
        timeoutSeconds: 10,
      };
      await createConfigMap(client, namespace, 'early', { case: 'watch' });
      const watch = await client.watch(configMaps(namespace, query));
      expect(watch.code).toBe(200);
      await createConfigMap(client, namespace, 'other', { case: 'none' });
      const relabel = (value: string) =>
        client.call('PATCH', `${configMaps(namespace)}/early`, {
          type: 'application/merge-patch+json',
          body: { metadata: { labels: { case: value } } },
        });
      await relabel('none');
      await relabel('watch');
      await client.call('DELETE', `${configMaps(namespace)}/early`);
      expect(await take(watch.events, 4)).toEqual([
        'ADDED early',
        'DELETED early',
        'ADDED early',
        'DELETED early',
      ]);
      watch.close();
    },
  },
  {
    name: 'ends watches in order, marks the initial events and refuses half of a streaming list',
    async run({ client, namespace }) {
      await createConfigMap(client, namespace, 'initial', { case: 'stream' });
      const streaming = {
        watch: 1,
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
      };
      const watch = await client.watch(
        configMaps(namespace, {
          ...streaming,
          labelSelector: 'case=stream',
          timeoutSeconds: 2,
        }),
      );
      const events: any[] = []; // eslint-disable-line @typescript-eslint/no-explicit-any
      for await (const event of watch.events) {
        events.push(event);
      }
      // A real server on an etcd older than 3.4.31 has no streaming lists, and says so.
      const old = /RequestWatchProgress is disabled/.test(
        events[0]?.object.message,
      );
      if (!old) {
        expect(events.map(event => event.type).slice(0, 2)).toEqual([
          'ADDED',
          'BOOKMARK',
        ]);
        expect(events[0].object).toMatchObject({
          kind: 'ConfigMap',
          apiVersion: 'v1',
        });
        expect(events[1].object.metadata.annotations).toEqual({
          'k8s.io/initial-events-end': 'true',
        });
      }
      const half = await client.call(
        'GET',
        configMaps(namespace, { watch: 1, sendInitialEvents: 'true' }),
      );
      expect(half).toMatchObject({
        code: 422,
        body: {
          message:
            'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        },
      });
      expect(
        (
          await client.call(
            'GET',
            configMaps(namespace, { watch: 1, resourceVersion: 'abc' }),
          )
        ).code,
      ).toBe(500);
      expect(
        (
          await client.call(
            'GET',
            configMaps(namespace, { resourceVersion: 'abc' }),
          )
        ).code,
      ).toBe(400);
      const future = await client.call(
        'GET',
        configMaps(namespace, { resourceVersion: 999_999_999_999 }),
      );
      expect(future).toMatchObject({
        code: 504,
        body: { reason: 'Timeout', details: { retryAfterSeconds: 1 } },
      });
      const single = await client.call(
        'GET',
        `${configMaps(namespace)}/initial?watch=1`,
      );
      expect(single.body.kind).toBe('ConfigMap');
    },
  },
];
