import { expect, Page } from '@playwright/test';

/** An analysis reads four sources with a deadline of 8 s each, and commits. */
const ANALYSIS_TIMEOUT_MS = 45_000;

/** Opens the Root cause tab of a component by way of its page. */
export async function openRootCauseTab(page: Page, component: string) {
  await page.goto(`/catalog/default/component/${component}`);
  await page.getByRole('link', { name: 'Root cause', exact: true }).click();
  await page.getByRole('button', { name: 'Analyze', exact: true }).waitFor();
}

/** Presses Analyze; resolves to the id of the analysis once the backend has taken it. */
export async function analyze(page: Page): Promise<string> {
  const answered = page.waitForResponse(
    response =>
      response.request().method() === 'POST' &&
      response.url().endsWith('/api/rca/investigations'),
  );
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  const response = await answered;
  expect(response.status()).toBe(201);
  return (await response.json()).id;
}

/** Waits for the report of the analysis that runs on the page. */
export async function reportOn(page: Page) {
  await expect(page.getByText(/^Analyzing /)).toBeHidden({
    timeout: ANALYSIS_TIMEOUT_MS,
  });
  const report = page.getByRole('article', { name: 'Root-cause report' });
  await expect(report).toBeVisible({ timeout: ANALYSIS_TIMEOUT_MS });
  return report;
}
