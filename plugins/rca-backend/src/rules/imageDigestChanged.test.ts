import { V1Pod } from '@kubernetes/client-node';
import { PodOptions } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { pod, workload } from '../__testUtils__/snapshot';
import { imageDigestChanged } from './imageDigestChanged';

const digests = (...pods: V1Pod[]): SnapshotOptions => ({
  kubernetes: [workload('cart', { pods })],
});

const digest = (
  name: string,
  letter: string,
  options: PodOptions & { image?: string } = {},
) =>
  pod('cart', {
    name,
    ...options,
    container: {
      imageID: `docker.io/cart@sha256:${letter.repeat(64)}`,
      ...options.container,
    },
  });

ruleTest(imageDigestChanged, {
  sees: [
    [
      'a tag that was moved to a build that does not come up',
      digests(
        digest('a', 'a'),
        digest('b', 'b', {
          created: 40,
          ready: false,
          container: { ready: false },
        }),
      ),
      [
        'critical: Tag cart:1 of cart was moved: 1 pod runs another build than the other 1',
        'code-regression 0.9: Tag cart:1 was moved to another build, and the pods of cart that started with it do not become ready, while those of the old build do.',
      ],
    ],
    [
      'a moved tag that does no harm',
      digests(
        digest('a', 'a'),
        digest('b', 'b', { created: 40 }),
        digest('c', 'b', { created: 41 }),
      ),
      [
        'info: Tag cart:1 of cart was moved: 2 pods run another build than the other 1',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a tag that holds a build for each of two processors',
      {
        kubernetes: [
          ...digests(
            digest('a', 'a', { node: 'intel' }),
            digest('b', 'b', { node: 'arm', created: 40, ready: false }),
          ).kubernetes!,
          {
            nodes: [
              ['intel', 'amd64'],
              ['arm', 'arm64'],
            ].map(([name, architecture]) => ({
              metadata: { name },
              status: { nodeInfo: { architecture } as never },
            })),
          },
        ],
      },
    ],
    ['one build', digests(digest('a', 'a'), digest('b', 'a', { created: 40 }))],
    [
      'a rollout to another tag',
      digests(digest('a', 'a'), digest('b', 'b', { image: 'cart:2' })),
    ],
    [
      'an image by its digest',
      digests(
        digest('a', 'a', { image: 'cart@sha256:a' }),
        digest('b', 'b', { image: 'cart@sha256:a' }),
      ),
    ],
  ],
});
