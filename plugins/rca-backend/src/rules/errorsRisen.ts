import {
  causeChange,
  changesBefore,
  describeCulprit,
  fieldsOf,
  PrecedingChanges,
} from './changesBefore';
import { citeMetric, describeShift } from './metricSignals';
import {
  measuredServices,
  risenErrors,
  troubledDependencies,
} from './serviceMetrics';
import { MetricSignal } from '../collectors/metrics';
import { ServiceNode } from '../engine/ServiceGraph';
import { Rule, RuleCause, RuleEvidence, Snapshot } from './types';
import { firstLine } from './quote';

/** Log patterns of one service that are quoted beside the numbers. */
const MAX_TEMPLATES = 3;

/** More requests fail than before: by the service's own doing, or by that of what it calls. @internal */
export const errorsRisen: Rule = {
  id: 'errors-risen',
  evaluate(snapshot) {
    return measuredServices(snapshot).flatMap(({ node, facts }) => {
      const errors = risenErrors(facts);
      if (!errors) {
        return [];
      }
      // What answers too slowly fails its callers by their timeouts.
      const failing = troubledDependencies(snapshot, node, 'errors');
      const culprits = failing.length
        ? failing
        : troubledDependencies(snapshot, node, 'latency');
      const onset = errors.shift?.onset ?? facts.onset;
      const names = culprits.map(edge => edge.to.name).join(', ');
      const logs = newErrorLines(snapshot, node);
      const changes = node.workload
        ? changesBefore(snapshot, node.workload, onset)
        : undefined;
      return [
        {
          rule: 'errors-risen',
          title: `The error ratio of ${node.name} ${describeShift(errors)}${
            culprits.length
              ? `, with ${
                  failing.length ? 'failing' : 'slow'
                } calls to ${names}`
              : ''
          }`,
          severity: 'critical' as const,
          object: snapshot.graph.objectOf(node),
          onset,
          evidence: [
            ...citeMetric(errors),
            ...culprits.flatMap(({ observed }) =>
              citeMetric(
                failing.length ? observed?.errorRatio : observed?.latencyP95,
              ),
            ),
            ...logs.evidence,
            ...(culprits.length ? [] : changes?.evidence ?? []),
          ],
          cause:
            culprits.length || !changes
              ? undefined
              : explain(node, errors, changes, logs.text),
        },
      ];
    });
  },
};

function explain(
  node: ServiceNode,
  errors: MetricSignal,
  changes: PrecedingChanges,
  line: string | undefined,
): RuleCause {
  const image = fieldsOf(changes, 'image').at(-1);
  const config = fieldsOf(changes, 'env', 'config-reference', 'command').at(-1);
  const quote = line ? ` Its logs say: "${firstLine(line)}".` : '';
  const change = causeChange(changes, node.workload!.ref);
  if (image) {
    return {
      category: 'code-regression',
      weight: 0.9,
      selfSufficient: false,
      statement: `${node.name} fails requests by its own doing${describeCulprit(
        changes,
        image,
      )}: its error ratio ${describeShift(
        errors,
      )}, while what it calls answers as before.${quote}`,
      confirmBy: `Compare the error ratio of pods of both versions of ${node.name}.`,
      change,
    };
  }
  if (config || changes.config) {
    return {
      category: 'bad-config',
      weight: 0.78,
      selfSufficient: false,
      statement: `${
        node.name
      } fails requests since its configuration changed${describeCulprit(
        changes,
        config,
      )}: its error ratio ${describeShift(errors)}.${quote}`,
      confirmBy: `Run ${node.name} with the previous configuration.`,
      change,
    };
  }
  return {
    category: 'other',
    weight: 0.45,
    selfSufficient: false,
    statement: `${
      node.name
    } fails requests by its own doing: its error ratio ${describeShift(
      errors,
    )}, and neither a change nor a dependency explains it.${quote}`,
    confirmBy: `Read the error lines of ${node.name} since then.`,
  };
}

function newErrorLines(
  snapshot: Snapshot,
  node: ServiceNode,
): { evidence: RuleEvidence[]; text?: string } {
  const templates = (snapshot.logs?.templates ?? [])
    .filter(
      template =>
        template.service === node.name &&
        template.namespace === node.namespace &&
        (template.change === 'new' || template.change === 'rate-up') &&
        /^(?:error|fatal|crit|warn)/i.test(template.level ?? 'error'),
    )
    .slice(0, MAX_TEMPLATES);
  return {
    evidence: templates.map(({ evidence }) => ({
      source: 'logs',
      index: evidence,
    })),
    text: templates[0]?.template,
  };
}
