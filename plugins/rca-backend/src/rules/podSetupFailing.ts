import { CoreV1Event } from '@kubernetes/client-node';
import { containersOf, eventFirstInstant } from '../lib/kubernetes';
import { describeCulprit } from './changesBefore';
import { firstLine, quoteEvent } from './quote';
import { stuckPodRule } from './stuckPods';

const VOLUMES = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
]);
const SANDBOX = 'FailedCreatePodSandBox';
/** A ConfigMap or Secret that is not there is told by a rule of its own. */
const CONFIG =
  /(?:configmap|secret)s? "[^"]+" not found|references non-existent (?:config|secret) key/i;

/** A node cannot prepare volumes or network for a pod, so that no container of it begins. @internal */
export const podSetupFailing = stuckPodRule({
  id: 'pod-setup-failing',
  look({ index }, pod) {
    const waits = containersOf(pod).some(({ status }) =>
      /^(?:ContainerCreating|PodInitializing)$/.test(
        status.state?.waiting?.reason ?? '',
      ),
    );
    const event = waits
      ? index.eventsOf('Pod', pod.metadata).findLast(isSetupFailure)
      : undefined;
    return (
      event && {
        text: `${event.reason}: ${firstLine(event.message)}`,
        since: eventFirstInstant(event),
        evidence: [quoteEvent(index, event)],
      }
    );
  },
  say: ({ name, who, text, changes }) => {
    const storage = !text.startsWith(SANDBOX);
    return {
      title: `The node cannot set up ${who} of ${name}: ${text}`,
      cause: {
        category: storage ? 'storage' : 'node-failure',
        weight: 0.88,
        selfSufficient: true,
        statement: `${name} cannot start because ${
          storage
            ? 'a volume cannot be mounted'
            : 'its node cannot give it a network'
        } (${text})${describeCulprit(changes, undefined)}.`,
        confirmBy: storage
          ? `Look at the volumes of ${name} and at the node that should mount them.`
          : `Ask the platform team for the network plugin of that node.`,
      },
    };
  },
});

function isSetupFailure({ reason = '', message = '' }: CoreV1Event): boolean {
  return (VOLUMES.has(reason) && !CONFIG.test(message)) || reason === SANDBOX;
}
