import { Panel, PanelPart, PanelSubject } from './types';
import {
  clientProtocols,
  ofService,
  Protocol,
  rate,
  serverProtocols,
  share,
} from './promql';

const QUANTILES: Array<[name: string, q: number]> = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
];

/** One part a protocol; a service that speaks one of them has one series. */
function byProtocol(
  build: (subject: PanelSubject, protocol: Protocol) => string,
): Panel['parts'] {
  return subject =>
    serverProtocols(subject).map(protocol => ({
      name: protocol.name,
      query: build(subject, protocol),
    }));
}

/** One part a protocol, with one series a callee. */
function byCallee(
  build: (subject: PanelSubject, protocol: Protocol, by: string[]) => string,
): Panel['parts'] {
  return subject =>
    clientProtocols(subject).map(protocol => ({
      name: labels => `${labels[subject.names.peer] ?? 'unknown'}`,
      query: build(subject, protocol, [subject.names.peer]),
    }));
}

function quantile(
  q: number,
  subject: PanelSubject,
  { histogram }: Protocol,
  by: string[] = [],
): string {
  const buckets = rate(subject, `${histogram}_bucket`, ofService(subject), [
    ...by,
    'le',
  ]);
  return `histogram_quantile(${q}, ${buckets})`;
}

function errorShare(
  subject: PanelSubject,
  { histogram, failed }: Protocol,
  by: string[] = [],
): string {
  const matchers = ofService(subject);
  return share(
    rate(subject, `${histogram}_count`, [...matchers, failed], by),
    rate(subject, `${histogram}_count`, matchers, by),
  );
}

/** RED: what others ask of the workload, and what it asks of others. @internal */
export const requestPanels: Panel[] = [
  {
    id: 'request-rate',
    title: 'Requests',
    description: 'Requests that the workload answers each second, by protocol.',
    group: 'requests',
    unit: 'per-second',
    matters: { minAbsolute: 0.2, minRelative: 0.3 },
    gapsMatter: true,
    parts: byProtocol((subject, { histogram }) =>
      rate(subject, `${histogram}_count`, ofService(subject)),
    ),
  },
  {
    id: 'error-ratio',
    title: 'Errors',
    description:
      'Share of the requests that fail by the workload’s doing: HTTP 5xx, or a gRPC status such as INTERNAL.',
    group: 'requests',
    unit: 'ratio',
    matters: { minAbsolute: 0.01, minRelative: 0.5 },
    badDirection: 'up',
    parts: byProtocol((subject, protocol) => errorShare(subject, protocol)),
  },
  {
    id: 'latency',
    title: 'Latency',
    description:
      'How long requests take: the middle one (p50), and what one in twenty (p95) and one in a hundred (p99) exceed.',
    group: 'requests',
    unit: 'seconds',
    matters: { minAbsolute: 0.01, minRelative: 0.3 },
    badDirection: 'up',
    parts: subject =>
      serverProtocols(subject).flatMap(protocol =>
        QUANTILES.map(
          ([name, q]): PanelPart => ({
            name: protocol.name === 'HTTP' ? name : `${protocol.name} ${name}`,
            query: quantile(q, subject, protocol),
          }),
        ),
      ),
  },
  {
    id: 'call-rate',
    title: 'Calls to others',
    description: 'Calls that the workload makes each second, by callee.',
    group: 'requests',
    unit: 'per-second',
    matters: { minAbsolute: 0.2, minRelative: 0.3 },
    parts: byCallee((subject, { histogram }, by) =>
      rate(subject, `${histogram}_count`, ofService(subject), by),
    ),
  },
  {
    id: 'call-error-ratio',
    title: 'Errors of calls',
    description:
      'Share of the calls to each callee that fail there or get no answer, as the workload sees it.',
    group: 'requests',
    unit: 'ratio',
    matters: { minAbsolute: 0.01, minRelative: 0.5 },
    badDirection: 'up',
    parts: byCallee((subject, protocol, by) =>
      errorShare(subject, protocol, by),
    ),
  },
  {
    id: 'call-latency',
    title: 'Latency of calls (p95)',
    description:
      'How long calls to each callee take, the network included: one in twenty takes longer.',
    group: 'requests',
    unit: 'seconds',
    matters: { minAbsolute: 0.01, minRelative: 0.3 },
    badDirection: 'up',
    parts: byCallee((subject, protocol, by) =>
      quantile(0.95, subject, protocol, by),
    ),
  },
];
