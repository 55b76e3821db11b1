import { Rule } from './types';
import { firstLine } from './quote';

/** Findings of this kind for one service. */
const MAX_PER_SERVICE = 2;

/** Lines that a service never wrote before, or writes far more often. @internal */
export const newErrorLines: Rule = {
  id: 'new-error-lines',
  evaluate({ logs, graph }) {
    const seen = new Map<string, number>();
    return (logs?.templates ?? [])
      .filter(
        ({ change, level }) =>
          (change === 'new' || change === 'rate-up') &&
          /^(?:error|fatal|crit)/i.test(level ?? ''),
      )
      .flatMap(template => {
        const node = graph.find(template.namespace, template.service);
        const count = seen.get(node?.key ?? '') ?? 0;
        if (!node || count >= MAX_PER_SERVICE) {
          return [];
        }
        seen.set(node.key, count + 1);
        return [
          {
            rule: 'new-error-lines',
            title: `${node.name} ${
              template.change === 'new' ? 'began to log' : 'logs more often'
            }: ${firstLine(template.template)}`,
            severity: 'info' as const,
            object: graph.objectOf(node),
            onset: template.firstSeen,
            evidence: [{ source: 'logs', index: template.evidence }],
          },
        ];
      });
  },
};
