import AxeBuilder from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';

const PHONE = { width: 390, height: 844 };

/** Serious and critical violations, each with the elements that it concerns. */
async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(n => n.target).join(' | ')}`);
}

/** That everybody can read the page, on a desk and on a phone, where nothing scrolls sideways. */
export async function expectReadable(page: Page) {
  // Everything open, as a reader would have it.
  for (const fold of await page.locator('h4 button, details > summary').all()) {
    await fold.click();
  }
  const { pathname } = new URL(page.url());
  expect(await violations(page), pathname).toEqual([]);

  const desk = page.viewportSize()!;
  await page.setViewportSize(PHONE);
  expect(
    await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    ),
    `${pathname} on a phone`,
  ).toBeLessThanOrEqual(0);
  expect(await violations(page), `${pathname} on a phone`).toEqual([]);
  await page.setViewportSize(desk);
}
