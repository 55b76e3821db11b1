import { defaultVocabulary } from '@internal/plugin-observability-node';
import { panels } from '../catalogue';

const GROUPS = {
  requests: 'Requests (RED)',
  resources: 'Resources (USE)',
  workload: 'Workload',
};

/** The catalogue as the documentation has it: each panel with its queries for a workload `SERVICE`. */
export function renderCatalogue(): string {
  const lines: string[] = [];
  let group: string | undefined;
  for (const panel of panels) {
    if (panel.group !== group) {
      group = panel.group;
      lines.push(`## ${GROUPS[panel.group]}`, '');
    }
    lines.push(
      `### ${panel.title} (\`${panel.id}\`, ${panel.unit})`,
      '',
      panel.description,
      '',
      '```promql',
    );
    const parts = panel.parts({
      names: defaultVocabulary.metrics,
      namespace: 'NAMESPACE',
      service: 'SERVICE',
      rateSeconds: 60,
    });
    for (const { query, name } of parts) {
      const title =
        typeof name === 'string'
          ? name
          : `by ${/by \((\w+)/.exec(query)?.[1] ?? 'label'}`;
      lines.push(`# ${title}`, query);
    }
    lines.push('```', '');
  }
  return lines.join('\n');
}
