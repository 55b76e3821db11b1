import { containersOf } from '../lib/kubernetes';
import { describeSeconds, instantOf, secondsBetween } from '../lib/time';
import { describeCulprit, fieldsOf } from './changesBefore';
import { quotePod } from './quote';
import { stuckPodRule } from './stuckPods';

/** Init containers migrate databases and wait for others: shorter is no hang. */
const PATIENCE_SECONDS = 5 * 60;

/** An init container runs and does not end, so that the application never begins. @internal */
export const initContainerHanging = stuckPodRule({
  id: 'init-container-hanging',
  look({ index, window }, pod) {
    const hanging = containersOf(pod).find(
      ({ init, status, spec }) =>
        init &&
        status.state?.running !== undefined &&
        // A sidecar: it is meant to run on.
        spec?.restartPolicy !== 'Always',
    );
    const since = instantOf(hanging?.status.state?.running?.startedAt);
    const age = secondsBetween(window.to.toISOString(), since) ?? 0;
    return hanging && age >= PATIENCE_SECONDS
      ? {
          text: `${hanging.name} runs for ${describeSeconds(age)}`,
          since,
          evidence: [
            quotePod(index, pod, {
              title: `Init container ${hanging.name} does not end`,
              excerpt: JSON.stringify({
                image: hanging.spec?.image,
                command: hanging.spec?.command,
                args: hanging.spec?.args,
              }),
              at: since,
            }),
          ],
        }
      : undefined;
  },
  say: ({ name, who, text, changes }) => ({
    title: `An init container holds up ${who} of ${name}: ${text}`,
    cause: {
      category: 'bad-config',
      weight: 0.88,
      // What it waits for may be the cause.
      selfSufficient: false,
      statement: `${name} does not begin because its init container does not end (${text})${describeCulprit(
        changes,
        fieldsOf(changes, 'command', 'image').at(-1),
      )}.`,
      confirmBy: `Read the log of that init container: what does it wait for?`,
    },
  }),
});
