import { V1Pod } from '@kubernetes/client-node';
import { ClusterIndex } from '../engine/ClusterIndex';
import { containersOf } from '../lib/kubernetes';
import { describeCulprit, fieldsOf } from './changesBefore';
import { firstLine, quotePod } from './quote';
import { stuckPodRule } from './stuckPods';

/** What a kernel says about a program for another processor, and what a registry says that has none for this one. */
const WRONG_ARCHITECTURE =
  /exec format error|no matching manifest for \S+|does not match the (?:specified|detected) (?:host )?platform|image operating system "[^"]*" cannot be used/i;

/** An image was built for another processor than the node has. @internal */
export const imageWrongArchitecture = stuckPodRule({
  id: 'image-wrong-architecture',
  look({ index }, pod) {
    for (const container of containersOf(pod)) {
      if (container.status.ready) {
        continue;
      }
      const { state, lastState, image } = container.status;
      const key = `${pod.metadata?.namespace}/${pod.metadata?.name}/${container.name}`;
      const said = [
        state?.waiting?.message,
        state?.terminated?.message,
        lastState?.terminated?.message,
        ...(index.facts.lastWords[key] ?? []),
        ...index
          .eventsOf('Pod', pod.metadata)
          .filter(({ type }) => type === 'Warning')
          .map(({ message }) => message),
      ].find(text => WRONG_ARCHITECTURE.test(text ?? ''));
      if (said !== undefined) {
        const place = placeOf(index, pod);
        return {
          text: `${container.spec?.image ?? image}${place}`,
          evidence: [
            quotePod(index, pod, {
              title: `Container ${container.name} cannot be executed${place}`,
              excerpt: firstLine(said, 400),
            }),
          ],
        };
      }
    }
    return undefined;
  },
  say: ({ name, who, text, changes }) => ({
    title: `Image ${text} is for another processor in ${who} of ${name}`,
    cause: {
      category: 'bad-image',
      weight: 0.97,
      selfSufficient: true,
      statement: `${name} cannot run because its image was not built for the processor of the node (${text})${describeCulprit(
        changes,
        fieldsOf(changes, 'image').at(-1),
      )}.`,
      confirmBy: `Ask the registry which platforms the image has.`,
    },
  }),
});

function placeOf(index: ClusterIndex, pod: V1Pod): string {
  const name = pod.spec?.nodeName;
  const architecture = index.node(name)?.status?.nodeInfo?.architecture;
  return name ? ` on ${name}${architecture ? ` (${architecture})` : ''}` : '';
}
