import {
  containerEdit,
  podEdit,
  release,
  seenFrom,
  targetOf,
  together,
} from './targets';
import type { FaultFamily } from './types';

/** Images that cannot be had, or not be run. */
export const imageFaults: FaultFamily[] = [
  {
    name: 'registry-misspelt',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/search',
          'team-b-prod/ledger',
          'team-a-b-prod/insights',
          'team-a-prod/cart',
        ]),
      );
      const host = dice.of(['registry.shop.exmaple', 'regsitry.shop.example']);
      return {
        title: `The image of ${target.name} is looked for at a host that does not exist`,
        ...seenFrom(target),
        truth: {
          category: 'bad-image',
          cause: target.deployment,
          symptoms: [
            'new pods wait in ImagePullBackOff: no such host',
            'fewer pods or none serve the traffic',
          ],
          fix: 'Set the image back.',
          action: 'rollback',
          not: ['registry outage: other images are pulled', 'cluster DNS'],
        },
        change: {
          message: `Pull ${target.name} through the mirror`,
          author: target.author,
          edits: [
            containerEdit(
              target,
              ['image'],
              `${host}/${target.image}:${target.tag}`,
            ),
          ],
        },
      };
    },
  },
  {
    name: 'pull-secret-missing',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/cart',
          'team-b-prod/ledger',
          'team-a-prod/products',
          'team-a-b-prod/insights',
        ]),
      );
      const { tag, edit } = release(target);
      const name = dice.of(['mirror-credentials', 'registry-pull']);
      return {
        title: `The credentials for the image of ${target.name} are not there`,
        ...seenFrom(target),
        truth: {
          category: 'missing-config',
          cause: target.deployment,
          symptoms: [
            `FailedToRetrieveImagePullSecret Events that name ${name}`,
            'new pods wait in ImagePullBackOff: 401 Unauthorized',
          ],
          fix: `Create Secret ${name}, or release from the open repository.`,
          action: 'rollback',
          not: ['bad image: it exists', 'the registry: it answers'],
        },
        images: [
          {
            service: `${target.namespace}/${target.name}`,
            tag,
            behaviour: { restricted: true },
          },
        ],
        change: {
          message: `Release ${target.name} ${tag} from the restricted repository`,
          author: target.author,
          edits: [
            together([edit, podEdit(target, ['imagePullSecrets'], [{ name }])]),
          ],
        },
      };
    },
  },
  {
    name: 'command-not-found',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/search',
          'team-a-prod/cart',
          'team-b-prod/ledger',
          'team-a-b-prod/insights',
        ]),
      );
      const command = dice.of(['/usr/local/bin/serve', '/app/bin/start']);
      return {
        title: `${target.name} is started by a program that its image does not have`,
        ...seenFrom(target),
        truth: {
          category: 'bad-config',
          cause: target.deployment,
          symptoms: [
            'containers end with StartError, exit code 128',
            `stat ${command}: no such file or directory`,
          ],
          fix: 'Take the command out again.',
          action: 'rollback',
          not: ['bad image: it is the one as before', 'the application'],
        },
        change: {
          message: `Start ${target.name} with an explicit command`,
          author: target.author,
          edits: [containerEdit(target, ['command'], [command, '--port=8080'])],
        },
      };
    },
  },
];
