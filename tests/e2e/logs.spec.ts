import { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectReadable } from './support/accessibility';
import { apiOf } from './support/api';
import { expect, test } from './support/test';
import { breakService, breakStore, mendStore } from './support/world';

const LOGS = '/catalog/default/component/checkout/logs';
/** Services of the simulated company write a line every few seconds. */
const NEXT_LINE_MS = 60_000;
/** The portal asks a store that failed again after half a minute. */
const STORE_BACK_MS = 90_000;

const patterns = (page: Page) => page.getByRole('list', { name: 'Patterns' });
const lines = (page: Page) =>
  page.getByRole('list', { name: 'Log lines, newest first' });
const rows = (page: Page) => lines(page).locator(':scope > li');

test.describe('Logs of a service that runs out of memory after a rollout', () => {
  test.beforeAll(async () => {
    // Playing the world forward takes its time on a small machine.
    test.setTimeout(180_000);
    await breakService('oom-checkout');
  });

  test('its team sees what is new, when it began, and the lines of it', async ({
    page,
  }) => {
    await page.goto('/catalog/default/component/checkout');
    await page.getByRole('button', { name: 'Observability' }).click();
    await page.getByRole('menuitemradio', { name: 'Logs' }).click();
    await expect(page).toHaveURL(new RegExp(`${LOGS}$`));

    const fresh = patterns(page)
      .locator(':scope > li')
      .filter({ hasText: 'New' })
      .filter({ hasText: 'GC overhead' });
    await expect(fresh).toBeVisible();
    await expect(
      page
        .getByRole('list', { name: 'Changes in this time' })
        .getByText(/Rollout of checkout/),
    ).toBeVisible();

    // The last quarter of the hour, with the mouse.
    const chart = page.locator('.u-over');
    const box = (await chart.boundingBox())!;
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.75, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, middle, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/from=.+&to=.+/);
    const width = () => {
      const { searchParams } = new URL(page.url());
      return (
        Date.parse(searchParams.get('to')!) -
        Date.parse(searchParams.get('from')!)
      );
    };
    expect(width()).toBeGreaterThan(10 * 60_000);
    expect(width()).toBeLessThan(20 * 60_000);
    // And nearer, with keys.
    const quarter = width();
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+PageDown');
    await expect(slider).toHaveAttribute('aria-valuetext', /selected/);
    await page.keyboard.press('Enter');
    await expect.poll(width).toBeLessThan(quarter / 2);
    await page.goBack();
    await expect.poll(width).toBe(quarter);
    // Back in the hour: the quarter before this one had the lines as well, so that they are not new in it.
    await page.goBack();
    await expect(page).not.toHaveURL(/from=/);

    await fresh.getByRole('button').first().click();
    const found = page.getByRole('list', {
      name: 'Lines of the pattern, newest first',
    });
    await expect(found.getByText(/GC overhead/).first()).toBeVisible();
    await expect(
      found.locator(':scope > li').filter({ hasNotText: 'GC overhead' }),
    ).toHaveCount(0);
  });

  test('they narrow by what they see, and a link shows the same to others', async ({
    page,
  }) => {
    await page.goto(`${LOGS}?view=lines&last=1h`);
    await page
      .getByRole('textbox', { name: 'Text in the message' })
      .fill('overhead');
    await page.keyboard.press('Enter');
    await expect(rows(page).filter({ hasNotText: /overhead/i })).toHaveCount(0);
    await rows(page).first().getByRole('button').first().click();
    await page
      .getByRole('button', {
        name: 'Only lines with this kubernetes.pod_name',
        exact: true,
      })
      .click();
    const filters = page.getByRole('grid', { name: 'Filters' });
    await expect(filters.getByRole('row')).toHaveCount(2);
    await expect(rows(page).first()).toBeVisible();

    // What the button copies, without a clipboard that a browser may refuse.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: {
          writeText: async (text: string) => {
            document.title = text;
          },
        },
      });
    });
    await page.getByRole('button', { name: 'Copy link to this view' }).click();
    await expect(page).toHaveTitle(/from=/);
    const link = await page.title();
    const count = await rows(page).count();
    const other = await page.context().newPage();
    await other.goto(link);
    await expect(rows(other)).toHaveCount(count);
    await expect(
      other.getByRole('grid', { name: 'Filters' }).getByRole('row'),
    ).toHaveCount(2);
    await other.close();

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /NDJSON/ }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    const exported = file.trim().split('\n');
    expect(exported.length).toBeGreaterThanOrEqual(count);
    for (const line of exported) {
      expect(JSON.stringify(JSON.parse(line))).toMatch(/overhead/);
    }
  });

  test('they write a query of their own, which stays in their namespace', async ({
    page,
  }) => {
    await page.goto(`${LOGS}?view=lines`);
    await expect(rows(page).first()).toBeVisible();
    const run = async (query: string) => {
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await page.getByRole('textbox', { name: /^Query in/ }).fill(query);
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await expect(page.getByText('Edited query')).toBeVisible();
    };
    await run('overhead');
    await expect(rows(page).first()).toContainText(/overhead/i);
    await run('kubernetes.pod_namespace:="team-b-prod"');
    await expect(page.getByText('No logs in this window')).toBeVisible();
    await run('options(ignore_global_time_filter=true) *');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await page.getByRole('button', { name: 'Back to filters' }).click();
    await expect(rows(page).first()).toBeVisible();
  });

  test('they follow the lines live, and hold them still', async ({ page }) => {
    // It has more to say than one that is killed again and again.
    await page.goto('/catalog/default/component/frontend/logs?view=live');
    const live = page.getByRole('log').getByRole('listitem');
    await expect(live.first()).toBeVisible({ timeout: NEXT_LINE_MS });
    await page.getByRole('button', { name: 'Pause' }).click();
    const count = await live.count();
    await expect(page.getByText(/^\d+ new lines?$/)).toBeVisible({
      timeout: NEXT_LINE_MS,
    });
    expect(await live.count()).toBe(count);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => live.count()).toBeGreaterThan(count);
  });

  test('a store that dies half-way is named, what was read stays, and it comes back', async ({
    page,
  }) => {
    test.skip(
      Boolean(process.env.VICTORIALOGS_URL),
      'Only the store of the sandbox dies on command',
    );
    test.setTimeout(240_000);
    const live = await page.context().newPage();
    await live.goto(`${LOGS}?view=live`);
    await expect(live.getByText('Live', { exact: true }).last()).toBeVisible();
    await page.goto(`${LOGS}?view=lines`);
    await expect(rows(page).first()).toBeVisible();
    const count = await rows(page).count();
    try {
      await breakStore('logs');
      await expect(
        live.getByRole('button', { name: /Start again|Try again/ }),
      ).toBeVisible({ timeout: NEXT_LINE_MS });

      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /CSV/ }).click();
      await expect(
        page.getByText(
          /The lines could not be exported|The exported file is not whole/,
        ),
      ).toBeVisible({ timeout: 30_000 });
      expect(await rows(page).count()).toBe(count);

      await page.goto(LOGS);
      await expect(
        page.getByText('Patterns and lines could not be read'),
      ).toBeVisible({ timeout: 30_000 });
      await expect(
        page.getByText('How many lines there are could not be read'),
      ).toBeVisible();
      // What the cluster says is there all the same.
      await expect(page.getByText(/Rollout of checkout/)).toBeVisible();
      await expectReadable(page);
    } finally {
      await mendStore('logs');
    }
    await expect(async () => {
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(patterns(page)).toBeVisible({ timeout: 5_000 });
      // The first question after the failure goes alone, and others are still refused.
      await expect(page.getByText(/could not be (read|counted)/)).toHaveCount(
        0,
        { timeout: 5_000 },
      );
    }).toPass({ timeout: STORE_BACK_MS });
    await live.close();
  });

  for (const theme of ['light', 'dark']) {
    test(`everybody can read it, on a phone as well, ${theme}`, async ({
      page,
    }) => {
      test.skip(
        Boolean(process.env.VICTORIALOGS_URL),
        'The same pages are looked at with the stores of the sandbox',
      );
      test.setTimeout(180_000);
      await page.addInitScript(
        name => window.localStorage.setItem('theme', name),
        theme,
      );
      const pages = {
        [LOGS]: patterns(page),
        [`${LOGS}?view=lines&level=error&is=stream%3Dstdout`]: page
          .getByRole('region', { name: 'Lines' })
          .first(),
        [`${LOGS}?view=live`]: page.getByRole('log'),
      };
      for (const [path, content] of Object.entries(pages)) {
        await page.goto(path);
        await expect(content).toBeVisible();
        await expectReadable(page);
      }
    });
  }

  test.describe('bob, of another team', () => {
    test.use({ person: 'bob' });

    test('reads none of it', async ({ page, request }) => {
      const api = await apiOf(page, request);
      const to = new Date().toISOString();
      const from = new Date(Date.now() - 3_600_000).toISOString();
      for (const path of ['volume', 'patterns', 'lines', 'fields', 'tail']) {
        const answer = await api.post(`/api/observability/logs/${path}`, {
          entityRef: 'component:default/checkout',
          cluster: 'sandbox',
          namespace: 'team-a-prod',
          window: { from, to },
        });
        expect([403, 404]).toContain(answer.status());
        expect(await answer.text()).not.toContain('overhead');
      }
    });
  });
});
