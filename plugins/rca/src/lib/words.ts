import {
  CauseCategory,
  InvestigationState,
  ObjectRef,
  ProposedAction,
  Severity,
  SourceProgress,
  TimelineEntry,
  Verdict,
} from '@internal/plugin-rca-common';
import { Tone } from '@internal/page-kit';

type Labels<K extends string> = Record<K, { word: string; tone: Tone }>;

export const verdictLabels: Labels<Verdict> = {
  'cause-found': { word: 'Cause found', tone: 'danger' },
  inconclusive: { word: 'Inconclusive', tone: 'warning' },
  healthy: { word: 'Healthy', tone: 'success' },
};

export const stateLabels: Labels<InvestigationState> = {
  queued: { word: 'Queued', tone: 'pending' },
  running: { word: 'Running', tone: 'pending' },
  succeeded: { word: 'Finished', tone: 'success' },
  failed: { word: 'Failed', tone: 'danger' },
  cancelled: { word: 'Cancelled', tone: 'neutral' },
};

export const sourceLabels: Labels<SourceProgress['status']> = {
  waiting: { word: 'Waiting', tone: 'neutral' },
  running: { word: 'Reading', tone: 'pending' },
  ok: { word: 'Read', tone: 'success' },
  partial: { word: 'Partly read', tone: 'warning' },
  failed: { word: 'Failed', tone: 'danger' },
  'timed-out': { word: 'Timed out', tone: 'warning' },
  cancelled: { word: 'Cancelled', tone: 'neutral' },
};

export const severityLabels: Labels<Severity> = {
  critical: { word: 'Critical', tone: 'danger' },
  warning: { word: 'Warning', tone: 'warning' },
  info: { word: 'Info', tone: 'info' },
};

export const riskLabels: Labels<ProposedAction['risk']> = {
  low: { word: 'Low risk', tone: 'success' },
  medium: { word: 'Medium risk', tone: 'warning' },
  high: { word: 'High risk', tone: 'danger' },
};

export const timelineLabels: Labels<TimelineEntry['kind']> = {
  onset: { word: 'Onset', tone: 'danger' },
  change: { word: 'Change', tone: 'info' },
  event: { word: 'Event', tone: 'neutral' },
  finding: { word: 'Finding', tone: 'warning' },
};

export const categoryWords: Record<CauseCategory, string> = {
  'bad-image': 'Bad image',
  'bad-config': 'Bad configuration',
  'missing-config': 'Missing configuration',
  'out-of-memory': 'Out of memory',
  'probe-failure': 'Failing probe',
  'cpu-saturation': 'CPU saturation',
  'slow-dependency': 'Slow dependency',
  'code-regression': 'Code regression',
  unschedulable: 'Unschedulable pods',
  'service-selector': 'Service selector',
  'node-failure': 'Node failure',
  'scaled-to-zero': 'Scaled to zero',
  'quota-exceeded': 'Quota',
  'admission-denied': 'Admission',
  storage: 'Storage',
  'network-policy': 'Network policy',
  'dns-policy': 'DNS policy',
  'certificate-expired': 'Expired certificate',
  other: 'Other',
};

const sourceWords: Record<string, string> = {
  kubernetes: 'Kubernetes',
  logs: 'Logs',
  metrics: 'Metrics',
  changes: 'Changes',
  all: 'All sources',
};

/** Name of a collector for people; collectors of others keep their own name. */
export function sourceName(source: string): string {
  return sourceWords[source] ?? source;
}

/** `Deployment team-a-prod/checkout`; the cluster is said once for the whole report. */
export function objectName(object: ObjectRef): string {
  return object.namespace
    ? `${object.kind} ${object.namespace}/${object.name}`
    : `${object.kind} ${object.name}`;
}

const HIGH_CONFIDENCE = 0.8;
const MEDIUM_CONFIDENCE = 0.5;

/** A word and a number, e.g. `High (92 %)`. */
export function confidenceText(confidence: number): string {
  let word = 'Low';
  if (confidence >= HIGH_CONFIDENCE) {
    word = 'High';
  } else if (confidence >= MEDIUM_CONFIDENCE) {
    word = 'Medium';
  }
  return `${word} (${Math.round(confidence * 100)} %)`;
}
