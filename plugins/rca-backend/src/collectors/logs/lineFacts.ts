import { mentionedServices } from './classifyLine';
import { SignalGroup, TemplateGroup } from './compareSamples';
import { LogEvidence } from './LogEvidence';
import {
  LogFacts,
  LogSignal,
  LogSignalKind,
  LogTemplateFacts,
} from './LogFacts';
import { LogSample } from './loadLogs';
import { redactSecrets } from '../../lib/redactSecrets';

const MAX_TEMPLATES = 15;
const MAX_SIGNALS = 15;
const MAX_PODS = 20;
const MAX_TEXT_CHARS = 500;

/** One line of these is worth telling; of the others a single one is everyday life. */
const telling: LogSignalKind[] = [
  'missing-key',
  'invalid-config',
  'out-of-memory',
  'disk-full',
  'panic',
];

/** Failures that lines name now and did not, or less often, before. @internal */
export function signalFacts(
  groups: SignalGroup[],
  templates: TemplateGroup[],
  evidence: LogEvidence,
): LogSignal[] {
  return groups
    .filter(g => g.after > 0 && ['new', 'rate-up'].includes(g.rate.change))
    .filter(g => g.rate.significant || telling.includes(g.signal.kind))
    .sort((a, b) => b.rate.score - a.rate.score)
    .slice(0, MAX_SIGNALS)
    .filter(() => !evidence.isFull)
    .map(group => {
      const { target, signal, examples } = group;
      const text = redactSecrets(examples[0].message.split('\n', 1)[0]);
      const template = templates.find(t => t.examples.includes(examples[0]));
      return {
        kind: signal.kind,
        service: target.service,
        namespace: target.namespace,
        pods: [...group.pods].sort().slice(0, MAX_PODS),
        ...(signal.peer && { peer: signal.peer }),
        ...(signal.key && { key: signal.key }),
        firstSeen: examples[0].time,
        count: group.after,
        significant: group.rate.significant,
        text: text.slice(0, MAX_TEXT_CHARS),
        evidence: evidence.addLines({
          target,
          title: `${target.service}: ${text}`,
          template: template?.template.text ?? '',
          examples,
          at: examples[0].time,
        }),
      };
    });
}

const changeWords: Record<LogTemplateFacts['change'], string> = {
  new: 'new',
  vanished: 'vanished',
  'rate-up': 'more frequent',
  'rate-down': 'less frequent',
};

/** Kinds of lines that came, went, or changed their rate. @internal */
export function templateFacts(
  groups: TemplateGroup[],
  evidence: LogEvidence,
): LogTemplateFacts[] {
  return groups
    .filter(g => g.rate.significant && g.rate.change !== 'none')
    .sort((a, b) => b.rate.score - a.rate.score)
    .slice(0, MAX_TEMPLATES)
    .filter(() => !evidence.isFull)
    .map(group => {
      const { target, template, rate, examples } = group;
      const change = rate.change as LogTemplateFacts['change'];
      const text = redactSecrets(template.text).slice(0, MAX_TEXT_CHARS);
      return {
        id: template.id,
        template: text,
        service: target.service,
        namespace: target.namespace,
        pods: [...group.pods].sort().slice(0, MAX_PODS),
        ...(examples[0]?.level && { level: examples[0].level }),
        change,
        before: group.before,
        after: group.after,
        ...(examples[0] && { firstSeen: examples[0].time }),
        evidence: evidence.addLines({
          target,
          title: `${target.service}: ${changeWords[change]} line: ${text}`,
          template: template.text,
          examples,
          at: examples[0]?.time,
        }),
      };
    });
}

/** Which services the lines name. @internal */
export function countMentions(
  sample: LogSample,
  peers: readonly string[],
): LogFacts['mentions'] {
  const counts = new Map<string, LogFacts['mentions'][number]>();
  for (const { target, record } of sample.lines) {
    for (const service of mentionedServices(record.message, peers)) {
      const key = `${target.namespace}/${target.service} ${service}`;
      const mention = counts.get(key) ?? {
        service,
        mentionedBy: target.service,
        count: 0,
      };
      mention.count++;
      if (service !== target.service) {
        counts.set(key, mention);
      }
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
