import { containersOf } from '../lib/kubernetes';
import { describeCulprit, fieldsOf } from './changesBefore';
import { MISSING_CONFIG } from './configMissing';
import { firstLine, quotePod } from './quote';
import { stuckPodRule } from './stuckPods';

const REASONS = new Set([
  'CreateContainerError',
  'CreateContainerConfigError',
  'RunContainerError',
  'StartError',
  'ContainerCannotRun',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
]);
/** Told by a rule of its own, as is configuration that is missing. */
const OTHER_PROCESSOR = /exec format error/i;

/** The container is there and the node cannot start it: no such command, no permission, a failing hook. @internal */
export const containerCannotStart = stuckPodRule({
  id: 'container-cannot-start',
  look({ index }, pod) {
    for (const { name, status } of containersOf(pod)) {
      const waiting = status.state?.waiting;
      const ended = status.state?.terminated ?? status.lastState?.terminated;
      const [reason, message] = REASONS.has(waiting?.reason ?? '')
        ? [waiting?.reason, waiting?.message ?? ended?.message]
        : [ended?.reason, ended?.message];
      if (
        !status.ready &&
        REASONS.has(reason ?? '') &&
        !OTHER_PROCESSOR.test(message ?? '') &&
        !MISSING_CONFIG.test(message ?? '')
      ) {
        return {
          text: firstLine(message ?? reason, 200),
          evidence: [
            quotePod(index, pod, {
              title: `Container ${name} cannot be started: ${reason}`,
              excerpt: message ?? '',
            }),
          ],
        };
      }
    }
    return undefined;
  },
  say: ({ name, who, text, changes }) => {
    const image = fieldsOf(changes, 'image').at(-1);
    const command = fieldsOf(changes, 'command').at(-1);
    return {
      title: `The container cannot be started in ${who} of ${name}: ${text}`,
      cause: {
        category: image && !command ? 'bad-image' : 'bad-config',
        weight: 0.93,
        selfSufficient: true,
        statement: `${name} cannot be started (${text})${describeCulprit(
          changes,
          command ?? image,
        )}.`,
        confirmBy: `Compare command, arguments and hooks of ${name} with what its image holds.`,
      },
    };
  },
});
