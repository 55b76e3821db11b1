import { firstLine } from './quote';
import { refusalRule } from './refusals';

/**
 * An admission webhook is down or says no. Its configuration belongs to the
 * cluster and cannot be read here; the refusals tell.
 * @internal
 */
export const admissionWebhookFailing = refusalRule({
  id: 'admission-webhook-failing',
  say({ name, match, culprit }) {
    const [, down, failing, failure, denying, denial] = match;
    const text = firstLine(failure ?? denial);
    return {
      unrelated: down !== undefined,
      title: down
        ? `Admission webhook ${failing} does not work, so pods of ${name} are refused: ${text}`
        : `Admission webhook ${denying} refuses pods of ${name}: ${text}`,
      cause: {
        category: 'admission-denied',
        weight: 0.95,
        selfSufficient: true,
        statement: down
          ? `New pods of ${name} are refused because the admission webhook ${failing} does not answer (${text}).`
          : `New pods of ${name} are refused by the admission webhook ${denying} (${text})${culprit}.`,
        confirmBy: down
          ? `Ask the platform team for the Service behind webhook ${failing}.`
          : `Change ${name} to what webhook ${denying} asks for.`,
      },
    };
  },
});
