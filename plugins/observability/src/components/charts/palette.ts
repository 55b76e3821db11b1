import { useEffect, useState } from 'react';
import { ChartColour } from './types';

/** Lines with a colour of their own; what comes after them is drawn grey behind them. */
export const NAMED_SERIES = 6;

const THEME_ATTRIBUTE = 'data-theme-mode';

/** Name of the custom property (palette.module.css) that a series is drawn with. */
export function colourVariable(
  colour: ChartColour | undefined,
  index: number,
): string {
  if (colour) {
    return `--chart-${colour}`;
  }
  return index < NAMED_SERIES ? `--chart-${index}` : '--chart-rest';
}

/** A custom property as a colour that a canvas can paint with. */
export type ReadColour = (name: string, alpha?: number) => string;

/** Reads colours as they are where the element is. */
export function colourReader(element: HTMLElement): ReadColour {
  const probe = element.ownerDocument.createElement('span');
  probe.hidden = true;
  element.append(probe);
  return (name, alpha = 1) => {
    probe.style.color = `color-mix(in srgb, var(${name}) ${
      alpha * 100
    }%, transparent)`;
    return getComputedStyle(probe).color;
  };
}

/** Changes whenever the reader switches between light and dark: canvases do not follow by themselves. */
export function useThemeMode(): string {
  const read = () =>
    document
      .querySelector(`[${THEME_ATTRIBUTE}]`)
      ?.getAttribute(THEME_ATTRIBUTE) ?? 'light';
  const [mode, setMode] = useState(read);
  useEffect(() => {
    const observer = new MutationObserver(() => setMode(read()));
    for (const element of [document.documentElement, document.body]) {
      observer.observe(element, { attributeFilter: [THEME_ATTRIBUTE] });
    }
    return () => observer.disconnect();
  }, []);
  return mode;
}
