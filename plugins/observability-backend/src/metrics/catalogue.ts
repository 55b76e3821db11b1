import { MetricPanelInfo } from '@internal/plugin-observability-common';
import { requestPanels } from './requestPanels';
import { resourcePanels } from './resourcePanels';
import { Panel } from './types';

/** Every panel, in the order of a page. @internal */
export const panels: readonly Panel[] = [...requestPanels, ...resourcePanels];

/** @internal */
export function findPanel(id: string): Panel | undefined {
  return panels.find(panel => panel.id === id);
}

/** A panel as pages get it. @internal */
export function toInfo(panel: Panel): MetricPanelInfo {
  const { id, title, description, group, unit } = panel;
  return { id, title, description, group, unit };
}
