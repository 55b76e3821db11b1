import { readFile } from 'node:fs/promises';
import { expectReadable } from './support/accessibility';
import { apiOf } from './support/api';
import { cloneRepository } from './support/git';
import { analyze, openRootCauseTab, reportOn } from './support/rootCause';
import { expect, test } from './support/test';
import { breakService, whileFrozen } from './support/world';

/** In the front matter of the Markdown. */
const VERDICT = /^verdict: "?cause-found"?$/m;

test.describe.configure({ mode: 'serial' });

test.describe('A service runs out of memory after a rollout', () => {
  /** The analysis of the first test, which the others look at. */
  let id: string;

  test.beforeAll(async () => {
    // Playing the world forward takes its time on a small machine.
    test.setTimeout(180_000);
    await breakService('oom-checkout');
  });

  test('its team analyzes it and reads the cause, in the portal and in Git', async ({
    page,
  }) => {
    await openRootCauseTab(page, 'checkout');
    id = await analyze(page);
    const report = await reportOn(page);

    await expect(report.getByText('Cause found')).toBeVisible();
    await expect(
      report.getByText(/Confidence: (High|Medium)/).first(),
    ).toBeVisible();
    const summary = await report
      .getByRole('heading', { level: 2 })
      .first()
      .innerText();
    expect(summary).toMatch(/checkout/);

    // The cause opens to what it rests on.
    const cause = report.getByRole('heading', { level: 4 }).first();
    await expect(cause).toContainText('Out of memory');
    await cause.getByRole('button').click();
    await expect(
      report.getByText(/^Evidence for \([1-9]/).first(),
    ).toBeVisible();
    await expect(report.getByText(/OOMKilled/).first()).toBeVisible();
    await expect(
      report.getByRole('button', { name: /^Copy query of/ }).first(),
    ).toBeVisible();
    const sources = report.getByRole('region', { name: 'Sources' });
    for (const source of ['Kubernetes', 'Logs', 'Metrics', 'Changes']) {
      await expect(sources.getByRole('row', { name: source })).toContainText(
        /Read|Partly read/,
      );
    }

    // The same is in Git, once, by its id.
    await expect(
      report.getByRole('link', { name: 'Report in Git' }),
    ).toHaveAttribute('href', /^https?:/);
    const { files, lastCommit } = await cloneRepository('platform/reports');
    const committed = [...files].filter(([, text]) => text.includes(id));
    expect(committed.map(([path]) => path.split('.').pop()).sort()).toEqual([
      'json',
      'md',
    ]);
    expect(lastCommit).toContain('checkout');
    const markdown = committed.find(([path]) => path.endsWith('.md'))![1];
    expect(markdown).toMatch(VERDICT);

    const download = page.waitForEvent('download');
    await report.getByRole('button', { name: 'Download Markdown' }).click();
    const file = await (await download).path();
    expect(await readFile(file, 'utf8')).toMatch(VERDICT);
  });

  test('the report stays, on the list and under its own address', async ({
    page,
  }) => {
    await page.goto('/rca');
    const row = page
      .getByRole('listitem')
      .filter({ has: page.locator(`a[href$="/rca/${id}"]`) });
    await expect(row).toContainText('Cause found');
    await row.getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`/rca/${id}$`));
    await expect(
      page.getByRole('article', { name: 'Root-cause report' }),
    ).toBeVisible();

    await page.goto('/rca?verdict=healthy');
    await expect(
      page.getByRole('button', { name: 'Clear filters' }),
    ).toBeVisible();
    await expect(page.locator(`a[href$="/rca/${id}"]`)).toHaveCount(0);

    // The overview says it in a line.
    await page.goto('/catalog/default/component/checkout');
    await expect(page.locator(`a[href$="/rca/${id}"]`)).toBeVisible();
  });

  for (const theme of ['light', 'dark']) {
    test(`everybody can read it, on a phone as well, ${theme}`, async ({
      page,
    }) => {
      test.setTimeout(180_000);
      await page.addInitScript(
        name => window.localStorage.setItem('theme', name),
        theme,
      );
      const report = page.getByRole('article', { name: 'Root-cause report' });
      const pages = {
        '/catalog/default/component/checkout/root-cause': report,
        [`/rca/${id}`]: report,
        '/rca': page.locator(`a[href$="/rca/${id}"]`),
        '/rca/no-such-analysis': page.getByText('No such analysis'),
      };
      for (const [path, content] of Object.entries(pages)) {
        await page.goto(path);
        await expect(content).toBeVisible();
        await expect(page.locator('body')).toHaveAttribute(
          'data-theme-mode',
          theme,
        );
        await expectReadable(page);
      }
    });
  }

  for (const [person, ownService] of [
    ['bob', 'payments'],
    ['bella', 'insights'],
  ] as const) {
    test.describe(`${person}, of another team`, () => {
      test.use({ person });

      test('sees neither the report nor the service', async ({
        page,
        request,
      }) => {
        const api = await apiOf(page, request);
        await expect(page.getByText('No analyses yet')).toBeVisible();

        await page.goto(`/rca/${id}`);
        await expect(page.getByText('No such analysis')).toBeVisible();
        await expect(page.getByText(/checkout/)).toHaveCount(0);
        for (const path of ['', '/report.md']) {
          const answer = await api.get(`/api/rca/investigations/${id}${path}`);
          expect(answer.status()).toBe(404);
          expect(await answer.text()).not.toContain('checkout');
        }
        const cancelled = await api.post(
          `/api/rca/investigations/${id}/cancel`,
          {},
        );
        expect(cancelled.status()).toBe(404);

        const started = await api.post('/api/rca/investigations', {
          entityRef: 'component:default/checkout',
          namespace: 'team-a-prod',
          cluster: 'sandbox',
        });
        expect([403, 404]).toContain(started.status());

        const entity = await api.get(
          '/api/catalog/entities/by-name/component/default/checkout',
        );
        expect(entity.status()).toBe(404);
        await page.goto('/');
        // The list is there, with what is theirs.
        const component = (name: string) =>
          page.locator(`a[href="/catalog/default/component/${name}"]`);
        await expect(component(ownService)).toBeVisible();
        await expect(component('checkout')).toHaveCount(0);
      });
    });
  }

  test('a template runs the analysis and hands over its outputs', async ({
    page,
  }) => {
    await page.goto('/create/templates/default/analyze-root-cause');
    const service = page.getByRole('textbox', { name: /Service/ });
    await service.fill('checkout');
    await page.getByRole('option', { name: /^checkout$/ }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();

    const link = page.getByRole('link', { name: 'Report', exact: true });
    await expect(link).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('cause-found').first()).toBeVisible();
    await link.click();
    await expect(
      page.getByRole('article', { name: 'Root-cause report' }),
    ).toContainText('Cause found');
  });

  test('an analysis can be cancelled', async ({ page }) => {
    await openRootCauseTab(page, 'checkout');
    // An analysis takes about a second, which is too short for a hand.
    await whileFrozen(async () => {
      await analyze(page);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(page.getByText('The analysis was cancelled')).toBeVisible();
    });
    await page.goto('/rca?state=cancelled');
    await expect(
      page.getByText('Cancelled before it had a result.').first(),
    ).toBeVisible();
  });
});
