import AxeBuilder from '@axe-core/playwright';
import { Page } from '@playwright/test';
import { analyze, openRootCauseTab, reportOn } from './support/rootCause';
import { expect, test } from './support/test';

const PHONE = { width: 390, height: 844 };

/** Serious and critical violations, each with the elements that it concerns. */
async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(n => n.target).join(' | ')}`);
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

for (const theme of ['light', 'dark']) {
  test(`our pages can be read by everybody, and on a phone, ${theme}`, async ({
    page,
  }) => {
    await page.addInitScript(
      name => window.localStorage.setItem('theme', name),
      theme,
    );
    await openRootCauseTab(page, 'checkout');
    const id = await analyze(page);
    await reportOn(page);
    await expect(page.locator('body')).toHaveAttribute(
      'data-theme-mode',
      theme,
    );

    for (const path of [
      '/catalog/default/component/checkout/root-cause',
      '/rca',
      `/rca/${id}`,
      '/rca/no-such-analysis',
    ]) {
      await page.goto(path);
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      await expect(
        page
          .getByRole('article', { name: 'Root-cause report' })
          .or(page.getByText('No such analysis'))
          .or(page.locator(`a[href$="/rca/${id}"]`))
          .first(),
      ).toBeVisible();
      // Everything open, as a reader would have it.
      for (const fold of await page
        .locator('h4 button, details > summary')
        .all()) {
        await fold.click();
      }
      expect(await violations(page), path).toEqual([]);

      const before = page.viewportSize()!;
      await page.setViewportSize(PHONE);
      expect(await overflow(page), `${path} on a phone`).toBeLessThanOrEqual(0);
      expect(await violations(page), `${path} on a phone`).toEqual([]);
      await page.setViewportSize(before);
    }
  });
}
