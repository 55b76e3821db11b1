import { CoreV1Event } from '@kubernetes/client-node';
import { eventFirstInstant, eventInstant } from '../lib/kubernetes';
import { firstLine, quoteEvent } from './quote';
import { Rule } from './types';

/** Warnings of one object that are told; more say the same. */
const MAX_WARNINGS = 3;

/**
 * What controllers complain about Services and Ingresses: no address to give, a
 * certificate whose Secret they do not find, backends they cannot reach. Nobody
 * knows all of their words, so they are passed on and judge nothing.
 * @internal
 */
export const serviceEvents: Rule = {
  id: 'service-events',
  evaluate: ({ index, window }) =>
    [
      ['Service', index.facts.services] as const,
      ['Ingress', index.facts.ingresses] as const,
    ].flatMap(([kind, objects]) =>
      objects.flatMap(({ metadata }) => {
        const byMessage = new Map<string, CoreV1Event>();
        for (const event of index.eventsOf(kind, metadata)) {
          const at = Date.parse(eventInstant(event) ?? '');
          if (event.type === 'Warning' && at >= window.from.getTime()) {
            byMessage.set(event.message ?? '', event);
          }
        }
        return [...byMessage.values()].slice(-MAX_WARNINGS).map(event => ({
          rule: serviceEvents.id,
          title: `${kind} ${metadata?.name}, ${event.reason}: ${firstLine(
            event.message,
            240,
          )}`,
          severity: 'info' as const,
          object: index.ref(kind, metadata),
          onset: eventFirstInstant(event),
          evidence: [quoteEvent(index, event)],
        }));
      }),
    ),
};
