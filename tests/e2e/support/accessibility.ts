import AxeBuilder from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';

const PHONE = { width: 390, height: 844 };
/**
 * A page that still loads or moves is no page that somebody reads; a flaw of one that rests stays.
 * Looking at a page of charts takes ten seconds where others work on the same processors.
 */
const SETTLES_WITHIN = { timeout: 60_000 };
/** One look at a page of a thousand elements alone takes longer than that where other work runs beside it. */
const LOOKED_AT_WITHIN = { timeout: 60_000 };

/** Serious and critical violations, each with the elements that it concerns. */
async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page })
    // What passes is not listed: finding a selector for each of a thousand elements takes longest.
    .options({ resultTypes: ['violations'] })
    .analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(n => n.target).join(' | ')}`);
}

/** That everybody can read the page, on a desk and on a phone, where nothing scrolls sideways. */
export async function expectReadable(
  page: Page,
  /** What is opened first; of many alike, one is enough. */
  folds = 'h4 button, details > summary',
) {
  // Everything open, as a reader would have it.
  for (const fold of await page.locator(folds).all()) {
    await fold.click();
  }
  // Half-way through a fade, colours have a contrast that nobody ever reads.
  await page.addStyleTag({
    content: '* { transition: none !important; animation: none !important }',
  });
  const { pathname } = new URL(page.url());
  const expectNoViolations = (where: string) =>
    expect(async () => {
      expect(await violations(page), where).toEqual([]);
    }).toPass(LOOKED_AT_WITHIN);
  await expectNoViolations(pathname);

  const desk = page.viewportSize()!;
  await page.setViewportSize(PHONE);
  await expect
    .poll(
      () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        ),
      { message: `${pathname} on a phone`, ...SETTLES_WITHIN },
    )
    .toBeLessThanOrEqual(0);
  await expectNoViolations(`${pathname} on a phone`);
  await page.setViewportSize(desk);
}
