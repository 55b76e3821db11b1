import { Caller } from '../support/Caller';
import { Answer } from '../support/send';
import { expect } from '../support/Suite';
import { World } from '../world/World';

/** A refusal, and nothing of somebody else's in it. */
export function expectRefused(world: World, answer: Answer): void {
  const { status, text } = answer;
  expect(
    status >= 400 && status < 500,
    `was let in: ${status} ${text.slice(0, 200)}`,
  );
  expectNoLeak(world, answer);
}

export function expectNoLeak(world: World, answer: Answer | string): void {
  const leak = world.leakIn(answer);
  expect(!leak, leak ?? '');
}

/** The namespaces that a caller may read, as `cluster/namespace`. */
export async function readableBy(caller: Caller): Promise<Set<string>> {
  const { json } = await caller.get('/api/tenancy/access?limit=200');
  return new Set(
    json.namespaces.map(
      (item: { cluster: string; namespace: string }) =>
        `${item.cluster}/${item.namespace}`,
    ),
  );
}

type ClusterObjects = {
  cluster: { name: string };
  resources: Array<{
    resources: Array<{ metadata?: { namespace?: string } }>;
  }>;
};

/** Every object that the Kubernetes plugin answered with is in a namespace of the caller's. */
export function expectWithin(readable: Set<string>, answer: Answer): number {
  let objects = 0;
  for (const { cluster, resources } of (answer.json?.items ??
    []) as ClusterObjects[]) {
    for (const { metadata } of resources.flatMap(list => list.resources)) {
      objects++;
      const place = `${cluster.name}/${metadata?.namespace}`;
      expect(readable.has(place), `an object of ${place} came back`);
    }
  }
  return objects;
}
