/** The id of the element of a panel, to jump to. */
export function panelAnchor(panel: string): string {
  return `panel-${panel}`;
}

/** Brings a panel to where the reader sees it, keyboards included. */
export function showPanel(panel: string): void {
  const element = document.getElementById(panelAnchor(panel));
  element?.scrollIntoView({ block: 'start' });
  element?.focus({ preventScroll: true });
}
