import { defaultVocabulary } from '@internal/plugin-observability-node';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderCatalogue } from './__testUtils__/renderCatalogue';
import { panels } from './catalogue';

const PAGE = resolve(__dirname, '../../../../docs/metrics-catalogue.md');

describe('catalogue', () => {
  it('should be documented as it is', () => {
    const page = readFileSync(PAGE, 'utf8');
    // `renderCatalogue()` prints what has to stand there.
    expect(page.slice(page.indexOf('## Requests'))).toBe(renderCatalogue());
  });

  it('should have ids of its own, and names from the vocabulary only', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const names = Object.fromEntries(
      Object.keys(defaultVocabulary.metrics).map(key => [key, `own_${key}`]),
    ) as typeof defaultVocabulary.metrics;
    for (const panel of panels) {
      for (const { query } of panel.parts({
        names,
        namespace: 'n',
        service: 'x"} or {y="',
        rateSeconds: 60,
      })) {
        expect(query).toContain('own_');
        expect(query).not.toMatch(/\b(?:http|rpc|kube|container)_\w+/);
        // A service's name cannot end its string.
        expect(query).not.toContain('or {y="');
      }
    }
  });
});
