import { CoreV1Event } from '@kubernetes/client-node';
import { eventFirstInstant, eventInstant } from '../lib/kubernetes';
import { firstLine, messageOf, quoteEvent, quotePod } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/** What TLS libraries and certificate controllers say. */
const EXPIRED =
  /certificate (?:has|is) (?:already )?expired|certificate has expired or is not yet valid|CERT_HAS_EXPIRED|ERR_CERT_DATE_INVALID|certificate verify failed: certificate has expired/i;
/** Objects whose events speak of certificates. */
const KINDS = new Set([
  'Ingress',
  'Certificate',
  'CertificateRequest',
  'Gateway',
]);

/**
 * A certificate ran out. TLS Secrets cannot be read here, so it is told from
 * those who notice: events of Ingresses and certificate controllers, and lines of
 * the services that refuse the connection.
 * @internal
 */
export const certificateExpired: Rule = {
  id: 'certificate-expired',
  evaluate: snapshot => [...fromEvents(snapshot), ...fromLines(snapshot)],
};

function fromEvents({ index, graph, window }: Snapshot): RuleFinding[] {
  const byObject = new Map<string, CoreV1Event>();
  for (const event of index.facts.events) {
    const { kind = '', namespace, name } = event.involvedObject;
    if (
      KINDS.has(kind) &&
      EXPIRED.test(event.message ?? '') &&
      Date.parse(eventInstant(event) ?? '') >= window.from.getTime()
    ) {
      byObject.set(`${kind}/${namespace}/${name}`, event);
    }
  }
  return [...byObject]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, event]) => {
      const { kind = '', namespace = '', name = '' } = event.involvedObject;
      const served = index.facts.ingresses
        .filter(
          ({ metadata, spec }) =>
            metadata?.namespace === namespace &&
            (metadata.name === name ||
              spec?.tls?.some(({ secretName }) => secretName === name)),
        )
        .flatMap(({ spec }) => spec?.rules ?? [])
        .flatMap(rule => rule.http?.paths ?? [])
        .map(({ backend }) => backend.service?.name ?? '')
        .map(service => graph.find(namespace, service)?.workload?.ref)
        .filter(ref => ref !== undefined);
      return {
        rule: certificateExpired.id,
        title: `The certificate of ${kind} ${name} has expired`,
        severity: 'critical' as const,
        object: index.ref(kind, { namespace, name }),
        onset: eventFirstInstant(event),
        affects: served,
        evidence: [quoteEvent(index, event)],
        cause: {
          category: 'certificate-expired' as const,
          weight: 0.95,
          selfSufficient: true,
          statement: `The TLS certificate of ${kind} ${name} has expired (${firstLine(
            event.message,
          )}).`,
          confirmBy: `Look at the end of the certificate in its Secret, which cannot be read from here.`,
        },
      };
    });
}

function fromLines({ index, graph, logs }: Snapshot): RuleFinding[] {
  return index.workloads.flatMap(workload => {
    const node = graph.nodeOfWorkload(workload);
    const template = (logs?.templates ?? []).find(
      item =>
        (item.change === 'new' || item.change === 'rate-up') &&
        item.service === node?.name &&
        item.namespace === node?.namespace &&
        EXPIRED.test(item.template),
    );
    const pod = index
      .podsOf(workload)
      .find(({ metadata }) =>
        lastWordsOf(index.facts.lastWords, metadata?.namespace, metadata?.name),
      );
    const words =
      pod &&
      lastWordsOf(
        index.facts.lastWords,
        pod.metadata?.namespace,
        pod.metadata?.name,
      );
    const line = template?.template ?? words;
    if (line === undefined) {
      return [];
    }
    const said = firstLine(messageOf(line));
    return [
      {
        rule: certificateExpired.id,
        title: `${workload.ref.name} says that a certificate has expired`,
        severity: 'critical' as const,
        object: workload.ref,
        onset: template?.firstSeen,
        evidence: template
          ? [{ source: 'logs', index: template.evidence }]
          : [
              quotePod(index, pod!, {
                title: `Last lines of ${pod?.metadata?.name}`,
                excerpt: line,
              }),
            ],
        cause: {
          category: 'certificate-expired' as const,
          weight: 0.9,
          selfSufficient: true,
          statement: `${workload.ref.name} refuses or is refused a connection because a certificate has expired. It says: "${said}".`,
          confirmBy: `Find out which peer it speaks of, and when that certificate ended.`,
        },
      },
    ];
  });
}

function lastWordsOf(
  words: Record<string, string[]>,
  namespace: string | undefined,
  pod: string | undefined,
): string | undefined {
  return Object.entries(words)
    .filter(([key]) => key.startsWith(`${namespace}/${pod}/`))
    .flatMap(([, lines]) => lines)
    .findLast(line => EXPIRED.test(line));
}
