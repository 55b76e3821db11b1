import { expectReadable } from './support/accessibility';
import { apiOf } from './support/api';
import { expect, test } from './support/test';

const OWN = '/my-access?check=sandbox/team-a-prod';
const FOREIGN = '/my-access?check=sandbox/team-b-prod';
/** The catalog looks at an entity again every few minutes. */
const FLAGGED_WITHIN_MS = 60_000;
const MAX_REQUESTS_A_DAY = 10;

test.describe('alice, of team-a', () => {
  test('sees which namespaces are hers, why, and who else can see them', async ({
    page,
  }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'My access' }).click();
    await expect(
      page.getByRole('heading', { name: /^You can read 5 namespaces/ }),
    ).toBeVisible();
    const list = page.getByRole('table', {
      name: 'Namespaces that you can read',
    });
    await expect(list.getByRole('row', { name: /^team-a-prod/ })).toContainText(
      /Your team’s(team-a|Storefront)Label of the namespace/,
    );
    await expect(list.getByRole('row', { name: /^ingress/ })).toContainText(
      'Shared',
    );
    // Neither another team's nor the one whose name begins alike.
    await expect(list).not.toContainText(/team-b|team-a-b/);
    await expect(page.getByRole('list', { name: 'Clusters' })).toContainText(
      'Up to date',
    );

    await page
      .getByRole('searchbox', { name: 'Search namespaces' })
      .fill('stag');
    await expect(list.getByRole('row')).toHaveCount(2);
    await expect(page).toHaveURL(/q=stag/);

    await list.getByRole('link', { name: 'team-a-staging' }).click();
    await expect(page).toHaveURL(/\/namespaces\/sandbox\/team-a-staging$/);
    await expect(
      page.getByRole('heading', { name: /can see team-a-staging\.$/ }),
    ).toBeVisible();
    const groups = page.getByRole('table', { name: 'Groups that can see it' });
    // Groups have a title where they come from Git, and their name where they are synchronised.
    await expect(
      groups.getByRole('row', { name: /^(team-a|Storefront)/ }),
    ).toContainText('Owner');
    await expect(
      groups.getByRole('row', { name: /^platform.engineering/i }),
    ).toContainText('Portal configuration');
  });

  test('has a decision explained, and asks for access', async ({ page }) => {
    await page.goto(OWN);
    await expect(page.getByText('Open to you')).toBeVisible();
    await page.getByRole('textbox', { name: 'Namespace' }).fill('team-b-prod');
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(page.getByText('Closed to you')).toBeVisible();
    const sentence = page.getByText(/^You have no access to sandbox\//);
    const foreign = await sentence.innerText();

    // What does not exist sounds the same.
    await page.getByRole('textbox', { name: 'Namespace' }).fill('no-such');
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(sentence).toContainText('sandbox/no-such');
    expect((await sentence.innerText()).replace('no-such', 'team-b-prod')).toBe(
      foreign,
    );

    await page.goto(FOREIGN);
    await page.getByRole('button', { name: 'Ask for access' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for access' });
    await dialog
      .getByRole('textbox', { name: /Why do you need it/ })
      .fill('On call for payments this week');
    await dialog.getByRole('button', { name: 'Send request' }).click();
    await expect(dialog.getByText('The request was received')).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(dialog).toBeHidden();
  });

  test('does not get at the namespaces of others', async ({
    page,
    request,
  }) => {
    const api = await apiOf(page, request);
    await expect(
      page.getByRole('link', { name: 'My access' }).first(),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Namespaces', exact: true }),
    ).toHaveCount(0);
    await page.goto('/namespaces');
    await expect(page.getByRole('alert')).toContainText(
      'The namespaces could not be listed',
    );
    await expect(page.getByRole('table')).toHaveCount(0);
    expect((await api.get('/api/tenancy/namespaces')).status()).toBe(403);

    const hidden = await api.get(
      '/api/tenancy/namespaces/sandbox/team-b-prod/access',
    );
    const absent = await api.get(
      '/api/tenancy/namespaces/sandbox/no-such/access',
    );
    expect([hidden.status(), absent.status()]).toEqual([404, 404]);
    await page.goto('/namespaces/sandbox/team-b-prod');
    await expect(page.getByRole('alert')).toContainText(
      'It does not exist, or',
    );
    await page
      .getByRole('alert')
      .getByRole('link', { name: 'My access' })
      .click();
    await expect(page).toHaveURL(/\/my-access$/);
  });

  test('sees no names of hidden entities on the page of her service', async ({
    page,
  }) => {
    await page.goto('/catalog/default/component/checkout');
    await expect(
      page.getByText(/related entit(y is|ies are) not shown/),
    ).toBeVisible();
    await expect(page.getByText(/payments|Entities not found/)).toHaveCount(0);
  });

  test('sees what her entities say wrongly about namespaces, and how to mend it', async ({
    page,
  }) => {
    // Not before the catalog has seen the namespace's owner.
    await expect(async () => {
      await page.goto('/catalog/default/resource/receipts');
      const banner = page.getByRole('region', { name: 'Namespace warning' });
      await expect(banner).toContainText('sandbox/team-b-prod', {
        timeout: 5_000,
      });
    }).toPass({ timeout: FLAGGED_WITHIN_MS });
    await expect(
      page
        .getByRole('list', { name: 'To mend it' })
        .getByText('Name a namespace of the entity’s own team'),
    ).toBeVisible();
    await expectReadable(page);

    await page
      .getByRole('region', { name: 'Namespace warning' })
      .getByRole('link', { name: 'My access' })
      .click();
    await expect(
      page.getByRole('heading', { name: 'Flagged entities' }),
    ).toBeVisible();
    const flagged = page.getByRole('listitem').filter({ hasText: 'receipts' });
    await expect(
      flagged.getByText('backstage.io/kubernetes-namespace').first(),
    ).toBeVisible();
    // It opens nothing.
    await page.goto(FOREIGN);
    await expect(page.getByText('Closed to you')).toBeVisible();
    // One that says what is so has no warning.
    await page.goto('/catalog/default/component/checkout');
    await expect(page.getByText(/related entit(y is|ies are)/)).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'Namespace warning' }),
    ).toHaveCount(0);
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
      const pages = {
        [FOREIGN]: page.getByText('Closed to you'),
        '/namespaces/sandbox/team-a-prod': page.getByRole('table'),
        '/namespaces': page.getByRole('alert'),
      };
      for (const [path, content] of Object.entries(pages)) {
        await page.goto(path);
        await expect(content).toBeVisible();
        await expectReadable(page);
      }
    });
  }
});

test.describe('bella, who asks too often', () => {
  test.use({ person: 'bella' });

  test('is told so in words, and whom to ask instead', async ({
    page,
    request,
  }) => {
    const api = await apiOf(page, request);
    const ask = async (number: number) =>
      (
        await api.post('/api/tenancy/access-requests', {
          cluster: 'sandbox',
          namespace: `preview-${number}`,
          reason: 'To try it',
        })
      ).status();
    let asked = 0;
    while ((await ask(asked)) !== 429) {
      asked += 1;
      expect(asked).toBeLessThanOrEqual(MAX_REQUESTS_A_DAY);
    }

    await page.goto(FOREIGN);
    await page.getByRole('button', { name: 'Ask for access' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ask for access' });
    const reason = dialog.getByRole('textbox', { name: /Why do you need it/ });
    await reason.fill('On call for payments this week');
    await dialog.getByRole('button', { name: 'Send request' }).click();
    const refusal = dialog.getByRole('alert');
    await expect(refusal).toContainText('The request was not sent');
    await expect(refusal).toContainText(
      'as many namespaces as one may within a day',
    );
    await expect(refusal).not.toContainText(/429|undefined/);
    await expect(reason).toHaveValue('On call for payments this week');
    await expectReadable(page);
  });
});

test.describe('nina, who has no role', () => {
  test.use({ person: 'nina' });

  test('is told what to do', async ({ page }) => {
    await page.goto('/my-access');
    await expect(page.getByText('You are in no team')).toBeVisible();
    await expect(
      page.getByRole('heading', { name: /^You can read 3 namespaces, shared/ }),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Namespaces', exact: true }),
    ).toHaveCount(0);
  });
});

test.describe('petra, of the platform', () => {
  test.use({ person: 'petra' });

  test('sees who can see every namespace', async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto('/');
    await page.getByRole('link', { name: 'Namespaces', exact: true }).click();
    const list = page.getByRole('table', { name: 'Namespaces' });
    await expect(
      list.getByRole('row', { name: /^team-a-b-prod/ }),
    ).toContainText(/Analytics|team-a-b(?!-prod)/);
    await expect(
      list.getByRole('row', { name: /^kube-system sandbox / }),
    ).toContainText('No owner');

    await list.getByRole('link', { name: 'kube-system' }).first().click();
    await expect(
      page.getByRole('heading', { name: 'Nobody can see kube-system.' }),
    ).toBeVisible();
    await page.goto('/namespaces/sandbox/team-b-prod');
    await expect(
      page
        .getByRole('table', { name: 'Groups that can see it' })
        .getByRole('row', { name: /^(team-b|Payments)/ }),
    ).toContainText('Owner');
    await expectReadable(page);

    await page.goto('/namespaces');
    await expect(list).toBeVisible();
    await expectReadable(page);
  });
});
