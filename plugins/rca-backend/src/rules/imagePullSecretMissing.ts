import { containersOf, eventFirstInstant } from '../lib/kubernetes';
import { quoteEvent } from './quote';
import { stuckPodRule } from './stuckPods';

/** `Unable to retrieve some image pull secrets (a, b); …` */
const NAMES = /image pull secrets \(([^)]*)\)/i;

/**
 * An image cannot be pulled and the credentials for it are not there. Secrets
 * cannot be read here, so the node's word is taken for it.
 * @internal
 */
export const imagePullSecretMissing = stuckPodRule({
  id: 'image-pull-secret-missing',
  look({ index }, pod) {
    const waits = containersOf(pod).some(({ status }) =>
      /^(?:ErrImagePull|ImagePullBackOff)$/.test(
        status.state?.waiting?.reason ?? '',
      ),
    );
    const event = waits
      ? index
          .eventsOf('Pod', pod.metadata)
          .findLast(
            ({ reason }) => reason === 'FailedToRetrieveImagePullSecret',
          )
      : undefined;
    return (
      event && {
        text:
          NAMES.exec(event.message ?? '')?.[1].trim() ?? 'an image pull secret',
        since: eventFirstInstant(event),
        evidence: [quoteEvent(index, event)],
      }
    );
  },
  say: ({ name, who, text }) => ({
    title: `Secret ${text} with the registry's credentials is missing for ${who} of ${name}`,
    cause: {
      category: 'missing-config',
      weight: 0.97,
      selfSufficient: true,
      statement: `${name} cannot pull its image because Secret ${text}, which holds the registry's credentials, is not there.`,
      confirmBy: `Look whether Secret ${text} was deleted or renamed.`,
    },
  }),
});
